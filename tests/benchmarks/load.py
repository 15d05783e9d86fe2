"""Clients that ask over HTTP, each its next question when it has its answer (a closed loop)."""

import http.client
import json
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from service.question import DEFAULT_TOP_K

_TIMEOUT_S = 120
_HEADERS = {"Content-Type": "application/json"}


@dataclass(slots=True)
class Load:
    """What came back. ms: of each answer; bodies: theirs, where they were to be kept. seconds: from
    the first question to the last answer. failed: replies that were not 200, the first of them in
    `reason`.
    """

    ms: list[float] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    seconds: float = 0.0
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

    def __iter__(self) -> Iterator[str]:
        while time.perf_counter() < self._until:
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
            found.failed += one.failed
            found.reason = found.reason or one.reason
    found.seconds = time.perf_counter() - start
    return found


def _client(port: int, questions: _Questions, keep: bool) -> Load:
    found = Load()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_S)
    for question in questions:
        start = time.perf_counter()
        status, reply = ask(connection, question)
        if status == http.client.OK:
            found.ms.append((time.perf_counter() - start) * 1000)
            if keep:
                found.bodies.append(reply)
        else:
            found.failed += 1
            found.reason = found.reason or f"{status} {reply[:200].decode('utf-8', 'replace')}"
    connection.close()
    return found


def ask(connection: http.client.HTTPConnection, question: str) -> tuple[int, bytes]:
    """One question: the status and the body of the reply; the status is 0 where none came."""
    body = json.dumps({"question": question, "top_k": DEFAULT_TOP_K}).encode()
    try:
        connection.request("POST", "/v1/ask", body, _HEADERS)
        reply = connection.getresponse()
        return reply.status, reply.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()  # the next question opens it again
        return 0, str(error).encode()
