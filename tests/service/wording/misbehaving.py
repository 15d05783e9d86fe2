"""An LLM server on a real socket that behaves as it is told, which is mostly badly.

`python -m tests.service.wording.misbehaving 8001 drip` runs one by hand.
"""

import gzip
import json
import re
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

HEAD = "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n{more}\r\n"
EVENTS, JSON = "text/event-stream", "application/json"


@dataclass(slots=True)
class Exchange:
    """One request, and the connection to answer it on. gone: set once the client has closed it."""

    head: str
    body: dict[str, Any]
    _write: Callable[[bytes], object]
    gone: threading.Event = field(default_factory=threading.Event)

    def begin(self, kind: str = EVENTS, status: str = "200 OK", more: str = "") -> None:
        self.send(HEAD.format(kind=kind, status=status, more=more))

    def send(self, data: str | bytes) -> None:
        self._write(data.encode() if isinstance(data, str) else data)

    def delta(self, text: str, finish: str | None = None) -> None:
        choice = {"index": 0, "delta": {"content": text}, "finish_reason": finish}
        self.event({"object": "chat.completion.chunk", "choices": [choice]})

    def event(self, data: Any) -> None:
        self.send(f"data: {json.dumps(data)}\n\n")

    def evidence(self) -> dict[int, str]:
        """What it was given to tell, by number."""
        asked = self.body["messages"][1]["content"]
        blocks = re.findall(r"(\w+) begin evidence \[(\d+)\]\n(.*?)\n\1 end", asked, re.DOTALL)
        return {int(number): text for _, number, text in blocks}


Behaviour = Callable[[Exchange], None]


def saying(text: str, finish: str | None = "stop", tokens: int | None = 123) -> Behaviour:
    """It says this, a few characters at a time."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        for start in range(0, len(text), 7):
            exchange.delta(text[start : start + 7])
        exchange.delta("", finish)
        if tokens is not None:
            exchange.event({"choices": [], "usage": {"total_tokens": tokens}})
        exchange.send("data: [DONE]\n\n")

    return behave


def answering(status: str, body: str, kind: str = JSON, more: str = "") -> Behaviour:
    """It answers every request with this."""

    def behave(exchange: Exchange) -> None:
        exchange.begin(kind, status, more)
        exchange.send(body)

    return behave


def whole(text: str) -> Behaviour:
    """It does not stream, whatever it was asked for."""
    choice = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    return answering("200 OK", json.dumps({"choices": [choice], "usage": {"total_tokens": 50}}))


def silent(exchange: Exchange) -> None:
    exchange.gone.wait(60)


def drip(exchange: Exchange) -> None:
    exchange.begin()
    while not exchange.gone.is_set():
        exchange.send(":")
        time.sleep(0.05)


def endless_words(exchange: Exchange) -> None:
    exchange.begin()
    while not exchange.gone.is_set():
        exchange.delta("The otter dives and dives [1] and ")


def endless_line(exchange: Exchange) -> None:
    exchange.begin()
    while not exchange.gone.is_set():
        exchange.send("data: " + "a" * 65_536)


def endless_head(exchange: Exchange) -> None:
    exchange.send("HTTP/1.1 200 OK\r\n")
    while not exchange.gone.is_set():
        exchange.send(f"X-More: {'a' * 1000}\r\n")


def endless_nothing(exchange: Exchange) -> None:
    """Chunks that say nothing, for ever."""
    exchange.begin()
    while not exchange.gone.is_set():
        exchange.delta("")


def bomb(exchange: Exchange) -> None:
    """A few bytes that are many once they are unpacked."""
    exchange.begin(EVENTS, more="Content-Encoding: gzip\r\n")
    exchange.send(gzip.compress(b"data: " + b"a" * 50_000_000))


def cut(exchange: Exchange) -> None:
    exchange.begin()
    exchange.delta("The otter dives eight metres deep [1]. Its fur keeps")


def chunked_and_cut(exchange: Exchange) -> None:
    exchange.begin(more="Transfer-Encoding: chunked\r\n")
    exchange.send("FF\r\ndata: {")


def hang_up(_: Exchange) -> None:
    """It closes the connection without a word."""


def broken_events(exchange: Exchange) -> None:
    exchange.begin()
    exchange.send('data: {"choices": [{"delta"\n\n')


def no_http(exchange: Exchange) -> None:
    exchange.send("220 mail.example ready\r\n")


BAD: dict[str, Behaviour] = {
    "silent": silent,
    "drip": drip,
    "endless words": endless_words,
    "endless line": endless_line,
    "endless head": endless_head,
    "endless nothing": endless_nothing,
    "bomb": bomb,
    "cut": cut,
    "chunked and cut": chunked_and_cut,
    "hangs up": hang_up,
    "broken events": broken_events,
    "no HTTP": no_http,
    "401": answering("401 Unauthorized", '{"error": {"message": "bad key sk-planted"}}'),
    "404": answering("404 Not Found", '{"error": {"message": "no such model"}}'),
    "429": answering("429 Too Many Requests", "{}", more="Retry-After: 1\r\n"),
    "500": answering("500 Internal Server Error", "<h1>sk-planted</h1>", "text/html"),
    "HTML": answering("200 OK", "<html><body>Log in</body></html>", "text/html"),
    "HTML that says it is JSON": answering("200 OK", "<html><body>Log in</body></html>"),
    "JSON of something else": answering("200 OK", '{"status": "ok"}'),
    "wrong JSON": answering("200 OK", '{"choices": "none"}'),
    "a list": answering("200 OK", "[1, 2, 3]"),
    "deep JSON": answering("200 OK", "[" * 100_000),
    "an error in the stream": answering("200 OK", 'data: {"error": {"code": 500}}\n\n', EVENTS),
    "an empty body": answering("200 OK", "", EVENTS),
    "no words": saying(""),
    "white space": saying(" \n \n"),
    "too long": saying("The otter dives eight metres deep [1].", "length"),
    "withheld": saying("The otter dives", "content_filter"),
}


class MisbehavingLlm:
    """The server. exchanges: what it was asked, in order."""

    def __init__(self, behave: Behaviour) -> None:
        self.behave = behave
        self.exchanges: list[Exchange] = []
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def take(self, request: socketserver.StreamRequestHandler) -> None:
        head, length = "", 0
        while (line := request.rfile.readline().decode("latin-1")).strip():
            head += line
            if line.lower().startswith("content-length:"):
                length = int(line.partition(":")[2])
        if not head:
            return
        body = json.loads(request.rfile.read(length) or b"{}")
        exchange = Exchange(head, body, request.wfile.write)
        self.exchanges.append(exchange)
        watcher = threading.Thread(target=self._watch, args=(request, exchange), daemon=True)
        watcher.start()
        try:
            self.behave(exchange)
        except OSError:
            exchange.gone.set()

    @staticmethod
    def _watch(request: socketserver.StreamRequestHandler, exchange: Exchange) -> None:
        """Wait until the client closes the connection: it has nothing more to send."""
        with suppress(OSError):
            request.connection.recv(1)
        exchange.gone.set()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True


@contextmanager
def misbehaving(behave: Behaviour, port: int = 0) -> Iterator[MisbehavingLlm]:
    """Run such a server meanwhile."""
    llm = MisbehavingLlm(behave)

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            llm.take(self)

    with _Server(("127.0.0.1", port), Handler) as server:
        llm.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield llm
        finally:
            for exchange in llm.exchanges:
                exchange.gone.set()
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    with misbehaving(BAD[sys.argv[2]], int(sys.argv[1])) as running:
        print(running.url)  # noqa: T201
        threading.Event().wait()
