"""The server's process: which address it may listen on, and how it ends."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import uvicorn

from index.commands.terminal import say
from index.errors import UsageError
from service.http.app import create_app
from service.http.doors.access import is_loopback
from service.http.doors.connections import Connection
from service.http.exchange.limits import LIMITS, Limits
from service.keys import Keys
from service.settings import Settings
from service.wiring import Parts

_BACKLOG = 128
_SEND_BUFFER = 256 * 1024
_LAST_THREADS_S = 1.0
_TICKS_A_SECOND = 10  # of uvicorn's main loop


def listen(settings: Settings, keys: Keys) -> socket.socket:
    """A socket that listens where the settings say.

    Raises UsageError where that is impossible, or would let other machines in without a key.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio sends small packets at once only where the protocol is named: else each reply waits
    # 40 ms for the acknowledgement of its headers.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Of each of its connections: the system would hide for megabytes that a client takes nothing.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
    try:
        listener.bind((settings.host, settings.port))
        # The address itself, whatever name stood for it; and before anybody can connect.
        _check_open(listener.getsockname()[0], settings, keys)
        listener.listen(_BACKLOG)
    except (OSError, TypeError, ValueError) as error:  # the latter two: no name of a host at all
        listener.close()
        reason = getattr(error, "strerror", None) or "that is no address"
        raise UsageError(
            f"cannot listen on {settings.host} port {settings.port} ({reason}); "
            "choose another with --host or --port"
        ) from error
    except BaseException:
        listener.close()
        raise
    return listener


def _check_open(address: str, settings: Settings, keys: Keys) -> None:
    if is_loopback(address) or any(map(keys.usable, keys.all())):
        return
    if settings.allow_anyone:
        say("Warning: there is no API key, so whoever reaches this address may ask.", "yellow")
        return
    raise UsageError(
        f"{settings.host} lets other machines in, and there is no API key that they would need; "
        "make one (pincite key create NAME), or let in whoever reaches this address: "
        "--allow-anyone, or PINCITE_ALLOW_ANYONE=true"
    )


@contextmanager
def ending_on_sigterm() -> Iterator[None]:
    """Meanwhile SIGTERM ends the process, also before it serves: one that runs as the first of a
    container would else ignore it.
    """

    def end(sig: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def url_of(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(parts: Parts, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C, and return when what was asked by then is answered."""
    server_of(parts).run(sockets=[listener])
    _end_within(_LAST_THREADS_S)


def server_of(parts: Parts, limits: Limits = LIMITS) -> "Server":
    """The server around the application of `parts`."""
    config = uvicorn.Config(
        create_app(parts, limits),
        http=partial(Connection, limits=limits),  # type: ignore[arg-type]
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        # The peer is whoever is at the other end of the connection, whatever headers say.
        proxy_headers=False,
        # Beyond the limit on a head, so that the answer can say what was too large.
        h11_max_incomplete_event_size=4 * limits.head_bytes,
        timeout_keep_alive=limits.idle_s,
        timeout_graceful_shutdown=parts.settings.shutdown_timeout_s,
    )
    return Server(config, parts)


class Server(uvicorn.Server):
    """Cuts connections that are too slow, and tells whoever asks for readiness that it is about
    to end, some time before it does.

    A load balancer has `shutdown_delay_s` to see that and send nobody any more; then connections
    are refused and requests under way have `shutdown_timeout_s`. A second signal ends it at once.
    """

    def __init__(self, config: uvicorn.Config, parts: Parts) -> None:
        super().__init__(config)
        self._parts = parts
        self._end_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # uvicorn's own would kill the process by the same signal in the end; this exits with 0.
        if self._end_at is not None:
            self.force_exit = True
        self._parts.leaving.set()
        # At a terminal there is no load balancer to wait for.
        wait = 0.0 if sig == signal.SIGINT else self._parts.settings.shutdown_delay_s
        self._end_at = time.monotonic() + (0.0 if self.force_exit else wait)

    async def on_tick(self, counter: int) -> bool:
        if counter % _TICKS_A_SECOND == 0:
            for connection in list(self.server_state.connections):
                if isinstance(connection, Connection) and connection.is_too_slow():
                    connection.cut()
        over = self._end_at is not None and time.monotonic() >= self._end_at
        return await super().on_tick(counter) or over


def _end_within(seconds: float) -> None:
    """End the process, if a request outlived its time in a thread that nothing can stop."""
    end = time.monotonic() + seconds
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, end - time.monotonic()))
            if thread.is_alive():
                os._exit(0)
