"""A request's body, read whole before anything is done for it: not too large, deep or slow."""

import re
from asyncio import timeout

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.exchange.failures import failure_response, http_failure
from service.http.exchange.limits import Limits

# One that does not end matches too: else it would be looked for again from each of its quotes.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


class Body:
    """Hands on a body that keeps the limits, and answers any other.

    FastAPI's own limit on the size would answer outside of the guard: in plain text, and without
    its headers. And whoever sends slowly holds up nobody, for nothing has begun yet.
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        try:
            async with timeout(self._limits.body_s):
                body = await _whole(receive, self._limits.body_bytes)
        except TimeoutError:
            response = http_failure(408)
            response.headers["Connection"] = "close"
            await response(scope, receive, send)
            return
        except _TooLarge:
            await http_failure(413)(scope, receive, send)
            return
        except _Gone:
            return
        if _is_deeper_than(self._limits.depth, body):
            words = f"the body has lists or objects more than {self._limits.depth} deep"
            await failure_response(422, "invalid_request", words)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


class _TooLarge(Exception):
    """There is more of the body than may be."""


class _Gone(Exception):
    """Whoever sent it has gone."""


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _whole(receive: Receive, most: int) -> bytes:
    """All of it. One that is sent in chunks declares no length, so it is counted as it comes."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise _TooLarge
    return bytes(body)


def _is_deeper_than(most: int, body: bytes) -> bool:
    """Whether brackets outside of strings lie deeper inside each other, be the rest JSON or not."""
    if body.count(b"[") + body.count(b"{") <= most:
        return False
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > most:
            return True
    return False


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Gives the body, and then what comes after it."""
    first: Message | None = {"type": "http.request", "body": body, "more_body": False}

    async def receive_again() -> Message:
        nonlocal first
        message, first = first, None
        return message if message is not None else await receive()

    return receive_again
