"""The server's process: the address it listens on, and how it starts, runs and ends."""

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from types import FrameType

import uvicorn

from index.errors import UsageError
from service.http.app import create_app
from service.http.doors.access import is_loopback
from service.http.doors.connections import Connection
from service.http.exchange.limits import LIMITS, Limits
from service.keys import Keys
from service.settings import Settings
from service.wiring import Parts

_BACKLOG = 128  # connections that may wait to be accepted
_SEND_BUFFER = 256 * 1024
_LAST_THREADS_S = 1.0
_TICKS_A_SECOND = 10  # uvicorn calls `on_tick` this often


def listen(settings: Settings, keys: Keys, warn: Callable[[str], None]) -> socket.socket:
    """Return a socket that listens on the address in the settings.

    warn: called with a warning if other machines may ask without a key.
    Raises UsageError if the address cannot be used, or if it would let other machines in without a
    key and the settings do not allow that.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only for sockets whose protocol is named. With it, each
    # reply would wait 40 ms until its headers are acknowledged.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Its connections inherit this. With the system's own buffer, a client could leave megabytes
    # unread before it looked slow.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
    try:
        listener.bind((settings.host, settings.port))
        # Checks the address that the host's name stood for, before anybody can connect to it.
        _check_open(listener.getsockname()[0], settings, keys, warn)
        listener.listen(_BACKLOG)
    # The latter two mean that the host is no valid name at all.
    except (OSError, TypeError, ValueError) as error:
        listener.close()
        reason = getattr(error, "strerror", None) or "that is not an address"
        raise UsageError(
            f"cannot listen on {settings.host} port {settings.port} ({reason}); "
            "choose another with --host or --port"
        ) from error
    except BaseException:
        listener.close()
        raise
    return listener


def _check_open(address: str, settings: Settings, keys: Keys, warn: Callable[[str], None]) -> None:
    """Raise UsageError if the address would let other machines in without a key."""
    if is_loopback(address) or any(map(keys.usable, keys.all())):
        return
    if settings.allow_anyone:
        warn("there is no API key, so anyone who can reach this address may ask")
        return
    raise UsageError(
        f"other machines can reach {settings.host}, and there is no API key to keep them out; "
        "make one with: pincite key create NAME; or let in anyone who can reach this address: "
        "--allow-anyone, or PINCITE_ALLOW_ANYONE=true"
    )


@contextmanager
def ending_on_sigterm() -> Iterator[None]:
    """Let SIGTERM end the process even before it serves.

    The first process of a container would otherwise ignore the signal.
    """

    def end(sig: int, frame: FrameType | None) -> None:
        raise SystemExit(0)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


# Which address of this machine stands for all of them.
_OWN = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def url_of(listener: socket.socket, root: str = "") -> str:
    """Return the URL at which a browser on this machine reaches a listening socket.

    root: the root path.
    """
    host, port = listener.getsockname()[:2]
    host = _OWN.get(host, host)
    return f"http://[{host}]:{port}{root}" if ":" in host else f"http://{host}:{port}{root}"


def run(parts: Parts, listener: socket.socket) -> None:
    """Serve until SIGTERM or Ctrl-C, and return once the requests received by then are answered."""
    server_of(parts).run(sockets=[listener])
    _end_within(_LAST_THREADS_S)


def server_of(parts: Parts, limits: Limits = LIMITS) -> "Server":
    """Return the server that runs the application around `parts`."""
    config = uvicorn.Config(
        create_app(parts, limits),
        http=partial(Connection, limits=limits),  # type: ignore[arg-type]
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Believe the connection about who the client is, and not the headers.
        proxy_headers=False,
        # More than the limit on a head, so that screening can say what was too large.
        h11_max_incomplete_event_size=4 * limits.head_bytes,
        timeout_keep_alive=limits.idle_s,
        timeout_graceful_shutdown=parts.settings.shutdown_timeout_s,
    )
    return Server(config, parts)


class Server(uvicorn.Server):
    """uvicorn's server; it also cuts slow connections, and announces that it is going to end.

    After SIGTERM, `/readyz` answers 503 for `shutdown_delay_s` seconds, in which a load balancer
    can stop sending requests here. Then the server refuses connections, and the requests under way
    have `shutdown_timeout_s` seconds. A second signal ends the server at once.
    """

    def __init__(self, config: uvicorn.Config, parts: Parts) -> None:
        super().__init__(config)
        self._parts = parts
        self._end_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # uvicorn's own method would in the end kill the process by the same signal. This exits
        # with 0.
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
        is_over = self._end_at is not None and time.monotonic() >= self._end_at
        return await super().on_tick(counter) or is_over


def _end_within(seconds: float) -> None:
    """End the process if a thread still works on a request after `seconds`.

    Nothing can stop such a thread.
    """
    end = time.monotonic() + seconds
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, end - time.monotonic()))
            if thread.is_alive():
                os._exit(0)
