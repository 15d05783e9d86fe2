"""A server that listens, in a thread of this process; and sockets that speak to it as they like."""

import http.client
import io
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from index.commands.terminal import say
from service.http.doors.guard import SECURITY_HEADERS
from service.http.exchange.limits import LIMITS, Limits
from service.http.server import listen, server_of
from service.wiring import Parts

PATIENCE_S = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. headers: by their names in lower case, with all values of each."""

    status: int
    headers: dict[str, list[str]]
    body: bytes

    def failure(self) -> str:
        """Its code, if it is a failure in the one shape with every security header."""
        assert 400 <= self.status < 600
        assert self.headers["content-type"] == ["application/json"]
        for name, value in SECURITY_HEADERS.items():
            assert self.headers[name.lower()] == [value]
        body = json.loads(self.body)
        assert list(body) == ["error"]
        assert list(body["error"]) == ["code", "message"]
        code: str = body["error"]["code"]
        return code


class _Received(io.BufferedReader):
    """What came on a connection. A reply that was read to its end leaves it open, with all that
    came behind that reply.
    """

    def close(self) -> None:
        pass

    def makefile(self, _: str) -> "_Received":
        """What http.client calls on a socket."""
        return self


@dataclass(slots=True)
class Wire:
    """A connection on which anything can be sent."""

    port: int
    sock: socket.socket = field(init=False)
    _received: _Received = field(init=False)

    def __post_init__(self) -> None:
        self.sock = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        self._received = _Received(socket.SocketIO(self.sock, "r"))

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *_: object) -> None:
        self.sock.close()

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def reply(self, method: str = "GET") -> Reply:
        """The next reply, to a request of that method."""
        response = http.client.HTTPResponse(self._received, method=method)  # type: ignore[arg-type]
        response.begin()
        headers: dict[str, list[str]] = {}
        for name, value in response.getheaders():
            headers.setdefault(name.lower(), []).append(value)
        return Reply(response.status, headers, response.read())

    def ends(self) -> bool:
        """Whether the server ends it, with nothing more to say."""
        try:
            return self._received.read(1) == b""
        except ConnectionError:
            return True


def request(
    method: str = "GET", path: str = "/healthz", body: bytes = b"", **headers: str
) -> bytes:
    """A plain request, as bytes. headers: with _ for -."""
    fields = {"Host": "localhost"} | ({"Content-Length": str(len(body))} if body else {})
    fields |= {name.replace("_", "-"): value for name, value in headers.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode("latin-1") + body


def ask(question: Any = "How deep does the otter dive?") -> bytes:
    body = json.dumps({"question": question}).encode()
    return request("POST", "/v1/ask", body, Content_Type="application/json")


@contextmanager
def live(parts: Parts, limits: Limits = LIMITS) -> Iterator[int]:
    """The port of a server that runs meanwhile. parts: with a `port` of 0."""
    server = server_of(parts, limits)
    with listen(parts.settings, parts.keys, say) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            end = time.monotonic() + PATIENCE_S
            while not server.started:
                assert thread.is_alive()
                assert time.monotonic() < end, "the server does not start"
                time.sleep(0.01)
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join(PATIENCE_S)
            assert not thread.is_alive(), "the server does not end"
