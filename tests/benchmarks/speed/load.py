"""Clients that ask over HTTP, each its next question when it has its answer (a closed loop)."""

import http.client
import json
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from service.question_text import DEFAULT_TOP_K

_TIMEOUT_S = 120
_HEADERS = {"Content-Type": "application/json"}


@dataclass(slots=True)
class Load:
    """What came back. ms: of each answer; bodies: theirs, where they were to be kept. seconds: from
    the first question to the last answer. refused: how often a server with too much to do told a
    client to come back; the client does. failed: other replies that were not 200, the first of
    them in `reason`.
    """

    ms: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    seconds: float = 0.0
    refused: int = 0
    failed: int = 0
    reason: str = ""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.ms) / self.seconds if self.seconds else 0.0


class _Questions:
    """Each question to one client only, until the time is up."""

    def __init__(self, questions: Iterable[str], until: float) -> None:
        self._rest: Iterator[str] = iter(questions)
        self._until, self._lock = until, threading.Lock()

    @property
    def over(self) -> bool:
        return time.perf_counter() >= self._until

    def __iter__(self) -> Iterator[str]:
        while not self.over:
            with self._lock:
                question = next(self._rest, None)
            if question is None:
                return
            yield question


def load(
    port: int, questions: Iterable[str], clients: int, seconds: float, keep: bool = False
) -> Load:
    """Ask until the questions or the seconds are used up; what was begun is awaited."""
    start = time.perf_counter()
    waiting, found = _Questions(questions, start + seconds), Load()
    with ThreadPoolExecutor(clients) as pool:
        for one in pool.map(lambda _: _client(port, waiting, keep), range(clients)):
            found.ms += one.ms
            found.bodies += one.bodies
            found.refused += one.refused
            found.failed += one.failed
            found.reason = found.reason or one.reason
    found.seconds = time.perf_counter() - start
    return found


def _client(port: int, questions: _Questions, keep: bool) -> Load:
    found = Load()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
    for question in questions:
        start = time.perf_counter()
        reply = ask(connection, question)
        while reply.retry_after_s is not None and not questions.over:
            found.refused += 1
            time.sleep(reply.retry_after_s)
            reply = ask(connection, question)
        if reply.status == http.client.OK:
            found.ms.append((time.perf_counter() - start) * 1000)
            if keep:
                found.bodies.append(reply.body)
        elif reply.retry_after_s is not None:
            found.refused += 1
        else:
            found.failed += 1
            found.reason = found.reason or f"{reply.status} {reply.text}"
    connection.close()
    return found


@dataclass(frozen=True, slots=True)
class Reply:
    """status: 0 where no reply came; `body` then says why. retry_after_s: where it says so."""

    status: int
    body: bytes
    retry_after_s: float | None = None

    @property
    def text(self) -> str:
        """Its beginning, for a person."""
        return self.body[:200].decode("utf-8", "replace")


def ask(connection: http.client.HTTPConnection, question: str) -> Reply:
    """Ask one question."""
    request = json.dumps({"question": question, "top_k": DEFAULT_TOP_K}).encode()
    try:
        connection.request("POST", "/v1/ask", request, _HEADERS)
        reply = connection.getresponse()
        content, after = reply.read(), reply.getheader("Retry-After")
        return Reply(reply.status, content, float(after) if after else None)
    except (OSError, http.client.HTTPException) as error:
        connection.close()  # the next question opens it again
        return Reply(0, str(error).encode())
