"""The id of every request, its line in the log, and its place in the metrics."""

import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.exchange.metrics import Metrics
from service.http.exchange.underway import Underway, begin

HEADER = "X-Request-Id"
# Ids that a client may choose: any usual kind, but nothing that could forge a line in the log.
_ACCEPTED_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
# A client may send any word as a method, and each would become a label of the metrics.
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_OPENAPI = "/openapi.json"

_log = logging.getLogger("pincite.requests")


class Observer:
    """Names, counts and logs each request. It sees a request first, and its response last.

    log_questions: whether the log may contain the text of questions.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, log_questions: bool) -> None:
        self._app, self._metrics, self._log_questions = app, metrics, log_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request, start, status = begin(_request_id(scope)), time.perf_counter(), 0

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request.request_id
            await send(message)

        try:
            with self._metrics.under_way():
                await self._app(scope, receive, send_named)
        finally:
            self._tell(scope, request, status, time.perf_counter() - start)

    def _tell(self, scope: Scope, request: Underway, status: int, seconds: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route, answer = route_of(scope), request.answer
        self._metrics.count(method, route, status, answer, seconds)
        fields: dict[str, object] = {
            "method": method,
            "route": route,
            "status": status,  # 0: the server ended before it answered
            "ms": round(seconds * 1000, 1),
            "key_id": request.key_id,
        }
        if answer is not None:
            fields |= {"outcome": answer.status, "generation": answer.generation}
            if self._log_questions:
                fields["question"] = answer.question
        _log.info("request", extra={"fields": fields})


def _request_id(scope: Scope) -> str:
    chosen = Headers(scope=scope).get(HEADER, "")
    return chosen if _ACCEPTED_ID.fullmatch(chosen) else uuid.uuid4().hex


def route_of(scope: Scope) -> str:
    """Return the template of the route that took a request: `/v1/documents/{document_id:path}`.

    Never the path itself: paths name documents, and there is no end of them. For a file it is the
    folder that is mounted; "none" if no route took the request.
    """
    if (path := getattr(scope.get("route"), "path", None)) is not None:
        return str(path)
    if scope["path"] == _OPENAPI:
        return _OPENAPI
    return scope.get("root_path") or "none"
