"""The security headers of every response, and the 500 for a fault that nobody foresaw."""

import logging
from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.doors.origins import Origins
from service.http.doors.screening import refusal
from service.http.exchange.failures import failure_response
from service.http.exchange.limits import Limits
from service.http.exchange.underway import underway

_log = logging.getLogger("pincite")

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# For a file that somebody else made: were it ever shown, it may load nothing and run nothing.
SANDBOX = "default-src 'none'; sandbox"


class Guard:
    """Refuses what `screening` refuses, and guards every response.

    Each response gets the security headers. An unforeseen fault becomes a 500 in the shape of all
    errors.

    allowed_hosts: the names by which the server may be reached, without port. origins: tells which
    pages of other sites may use the server.
    """

    def __init__(
        self, app: ASGIApp, allowed_hosts: Collection[str], origins: Origins, limits: Limits
    ) -> None:
        self._app, self._origins, self._limits = app, origins, limits
        self._hosts = {host.lower() for host in allowed_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Nobody needs part of a file here, and a bad range would fail in another shape than ours.
        scope["headers"] = [field for field in scope["headers"] if field[0] != b"range"]
        started, granted = False, self._origins.granted(scope)

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                guard(headers)
                self._origins.mark(headers, scope, granted)
            await send(message)

        response = refusal(scope, self._hosts, self._origins, self._limits)
        if (response := response or self._origins.preflight(scope)) is not None:
            await response(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, receive, send_guarded)
        except Exception:
            _log.exception("a fault while answering %s %s", scope["method"], scope["path"])
            # Half a response cannot be taken back. Raising makes the server cut the connection.
            if started:
                raise
            message = (
                "a fault in Pincite; the server's log has the details under the request id "
                f"{underway().request_id}"
            )
            await failure_response(500, "internal_error", message)(scope, receive, send_guarded)


def guard(headers: MutableHeaders) -> None:
    """Set the headers that every response has."""
    is_strict = headers.get("content-security-policy") == SANDBOX
    headers.update(SECURITY_HEADERS)
    if is_strict:
        headers["Content-Security-Policy"] = SANDBOX
    del headers["accept-ranges"]
    # Only files of the page have a tag, and they are the same for everybody; the rest is private.
    headers.setdefault("Cache-Control", "no-cache" if "etag" in headers else "no-store")
