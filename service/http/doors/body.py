"""A request's body: read whole before any work begins; refused if too large, deep or slow.

Files come in pieces instead, which their route takes as they come.
"""

import re
from asyncio import get_running_loop, timeout, timeout_at

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.doors.access import is_upload
from service.http.doors.limit_refusals import (
    body_too_large,
    body_too_slow,
    files_too_large,
    files_too_slow,
)
from service.http.exchange.failures import failure_response, overloaded
from service.http.exchange.limits import Limits

# An unfinished string matches as well: otherwise the search would start again at each of its
# quotes, and take quadratic time.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)
_BRACKET = re.compile(rb"[\[\]{}]")


class Body:
    """Hands on a body that keeps within the limits, and refuses any other.

    FastAPI's own limit on the size would answer outside of the guard, in plain text and without
    its headers. A slow sender delays nobody, because no work has begun for its request.
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app, self._limits = app, limits
        self._uploads = 0  # that come in now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _has_body(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        if is_upload(scope):
            await self._let_in(scope, receive, send)
            return
        try:
            async with timeout(self._limits.body_s):
                body = await _read(receive, self._limits.body_bytes)
        except TimeoutError:
            await body_too_slow(self._limits)(scope, receive, send)
            return
        except _TooLarge:
            await body_too_large(self._limits)(scope, receive, send)
            return
        except _Disconnected:
            return
        if _is_deeper_than(self._limits.depth, body):
            message = f"the body nests lists or objects more than {self._limits.depth} deep"
            await failure_response(422, "invalid_request", message)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on a body of files as it comes, within the limits."""
        if self._uploads >= self._limits.uploads:
            await overloaded()(scope, receive, send)
            return
        self._uploads += 1
        try:
            await self._app(scope, _within(self._limits, receive), send)
        except _TooSlow:
            await files_too_slow(self._limits)(scope, receive, send)
        except _TooLarge:
            await files_too_large(self._limits)(scope, receive, send)
        except ClientDisconnect:
            return
        finally:
            self._uploads -= 1


class _TooLarge(Exception):
    """The body has more bytes than the limit allows."""


class _TooSlow(Exception):
    """The body does not arrive in time."""


class _Disconnected(Exception):
    """The client has closed the connection."""


def _within(limits: Limits, receive: Receive) -> Receive:
    """Return a `receive` that raises _TooSlow or _TooLarge where a body of files is refused."""
    begun, received, is_whole = get_running_loop().time(), 0, False

    async def receive_more() -> Message:
        nonlocal received, is_whole
        if is_whole:
            return await receive()
        try:
            async with timeout_at(begun + limits.body_s + received / limits.upload_rate):
                message = await receive()
        except TimeoutError as error:
            raise _TooSlow from error
        received += len(message.get("body", b""))
        is_whole = not message.get("more_body", False)
        if received > limits.upload_bytes:
            raise _TooLarge
        return message

    return receive_more


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _read(receive: Receive, most: int) -> bytes:
    """Return the whole body, of at most `most` bytes. Raises _TooLarge and _Disconnected."""
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Disconnected
        body += message.get("body", b"")
        more = message.get("more_body", False)
        # A body that is sent in chunks declares no length, so it is counted as it arrives.
        if len(body) > most:
            raise _TooLarge
    return bytes(body)


def _is_deeper_than(most: int, body: bytes) -> bool:
    """Whether brackets nest deeper than `most`, not counting brackets inside strings.

    The body need not be valid JSON.
    """
    if body.count(b"[") + body.count(b"{") <= most:
        return False
    depth = 0
    for bracket in _BRACKET.findall(_STRING.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > most:
            return True
    return False


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that yields the body first, and then what the client sends after it."""
    first: Message | None = {"type": "http.request", "body": body, "more_body": False}

    async def receive_again() -> Message:
        nonlocal first
        message, first = first, None
        return message if message is not None else await receive()

    return receive_again
