"""Connections that end where their client is too slow, and of which there are not too many.

uvicorn bounds how long a connection idles between two requests, and nothing else: whoever sends a
head letter by letter, or takes no reply, could keep one for ever; and no application sees that.
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

_OTHER_FILES = 200  # what else the process has open at most: the index, the database, the log


class Connection(H11Protocol):
    """uvicorn's, with the limits of time, and with failures in the shape of all others.

    Its server asks each second whether it `is_too_slow`, and cuts it then.
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
        """Called for what is no HTTP."""
        self._refuse(http_failure(400))

    def is_too_slow(self) -> bool:
        """Whether a request's head, or the client's taking of what was sent, takes too long."""
        now, limits = self.loop.time(), self._limits
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
        self.transport.abort()

    def _refuse(self, response: Response) -> None:
        """Answer by itself, before any application had a say, and end."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.cut()  # it has been answered; this is the rest of a body
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
    """What the limits say, if the process may open so many files."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if files == resource.RLIM_INFINITY:
        return limits.connections
    return max(1, min(limits.connections, files - _OTHER_FILES))
