"""What every request passes before the routes, and every response after them."""

import logging
import re
from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.failures import failure_response, http_failure
from service.underway import underway

_HOST = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::\d*)?")
_log = logging.getLogger("pincite")

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Lets in only requests to a known Host (a page elsewhere may point its own name at this
    address) with a body of at most `max_body_bytes`, puts the security headers on every response,
    and answers an unforeseen fault with a 500 in the shape of all errors.

    FastAPI's own limit would answer outside of this, in plain text and without the headers.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Collection[str], max_body_bytes: int) -> None:
        self._app = app
        self._hosts = {host.lower() for host in allowed_hosts}
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        started = False
        received = 0

        async def receive_limited() -> Message:
            # A body sent in chunks declares no length, so it is counted as it comes.
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_body_bytes:
                raise HTTPException(413)
            return message

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        if _host_name(headers.get("host", "")) not in self._hosts:
            message = "this server is not reached by that name; see PINCITE_ALLOWED_HOSTS"
            await failure_response(400, "host_not_allowed", message)(scope, receive, send_guarded)
            return
        if _declared_length(headers) > self._max_body_bytes:
            await http_failure(413)(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, receive_limited, send_guarded)
        except Exception:
            _log.exception("a fault while answering %s %s", scope["method"], scope["path"])
            if started:
                raise
            message = (
                "a fault in Pincite; the server's log has the details under the request id "
                f"{underway().request_id}"
            )
            await failure_response(500, "internal_error", message)(scope, receive, send_guarded)


def _host_name(header: str) -> str:
    """The name in a Host header, without its port; an IPv6 address keeps its brackets."""
    match = _HOST.fullmatch(header)
    return match[1].lower() if match else ""


def _declared_length(headers: Headers) -> int:
    """The body's length in bytes as its sender states it; 0 where it states none."""
    value = headers.get("content-length", "")
    return int(value) if value.isdecimal() else 0
