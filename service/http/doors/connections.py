"""Connections: how many there may be, and how slow a client may be before its connection is cut.

uvicorn limits only how long a connection may idle between two requests. A client that sends its
head letter by letter, or never reads its reply, could hold a connection for ever, and an
application would never see it.
"""

import asyncio
import resource
from typing import Any

import h11
from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.http.doors.guard import guard
from service.http.exchange.failures import http_failure, overloaded
from service.http.exchange.limits import Limits

_OTHER_FILES = 200  # that the process may have open besides: the index, the database, the log


class Connection(H11Protocol):
    """uvicorn's connection, with time limits, and with failures in the shape of all errors.

    The server calls `is_too_slow` once a second, and cuts a connection that is.
    """

    def __init__(self, *arguments: Any, limits: Limits, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self._limits, self._most = limits, most_connections(limits)
        self._free_at = self._took_at = self._took_all_at = self.loop.time()
        self._unsent = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self._most:
            self._refuse(overloaded())

    def on_response_complete(self) -> None:
        self._free_at = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP. uvicorn calls this."""
        self._refuse(http_failure(400))

    def is_too_slow(self) -> bool:
        """Whether the client takes too long to send a head, or to read what was sent to it."""
        now, limits = self.loop.time(), self._limits
        # Nothing tells when a client reads, only how much is left to send at each look.
        before, self._unsent = self._unsent, self.transport.get_write_buffer_size()
        if self._unsent < before or not self._unsent:
            self._took_at = now
        if not self._unsent:
            self._took_all_at = now
        is_free = self.cycle is None or self.cycle.response_complete
        return (
            (is_free and not self._unsent and now - self._free_at > limits.head_s)
            or now - self._took_at > limits.write_s
            or now - self._took_all_at > limits.write_all_s
        )

    def cut(self) -> None:
        """Close the connection at once, without sending anything more."""
        self.transport.abort()

    def _refuse(self, response: Response) -> None:
        """Send the response without asking the application, and close the connection."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            # The request has been answered already; this is the rest of its body.
            self.cut()
            return
        guard(MutableHeaders(raw=response.raw_headers))
        headers = [*self.server_state.default_headers, *response.raw_headers]
        headers.append((b"connection", b"close"))
        for event in (
            h11.Response(status_code=response.status_code, headers=headers),
            h11.Data(data=bytes(response.body)),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def most_connections(limits: Limits) -> int:
    """Return how many connections the limits allow, or fewer if the process may not open as many
    files.
    """
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return limits.connections
    return max(1, min(limits.connections, files - _OTHER_FILES))
