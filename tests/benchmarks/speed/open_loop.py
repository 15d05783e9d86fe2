"""Questions that come when they come, whether or not those before are answered (an open loop).

Clients that wait for one answer before they ask the next slow down with the server, and so hide how
long those would have waited who do not ("coordinated omission", Tene 2013).
"""

import asyncio
import json
import random
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

_HOST = "127.0.0.1"
_LOOK_EVERY_S = 0.1
_IDLE_S = 2.0
_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True, slots=True)
class Come:
    """A reply. status: 0 where none came. ms: from when it was to be asked for to its last byte."""

    status: int
    ms: float
    retry_after: str | None = None


@dataclass(slots=True)
class Found:
    """What came back to the questions, and to who asks for /healthz and /readyz all along."""

    seconds: float
    replies: list[Come] = field(default_factory=list)
    health: list[Come] = field(default_factory=list)

    def ms(self, status: int) -> list[float]:
        """How long each reply of that status took, in order of that."""
        return sorted(reply.ms for reply in self.replies if reply.status == status)

    def rate(self, status: int) -> float:
        """Replies of that status a second."""
        return len(self.ms(status)) / self.seconds


def ask_at(port: int, questions: list[str], rate: float, seconds: float) -> Found:
    """Ask `rate` questions a second, at random moments; all that was asked is awaited."""
    return asyncio.run(_ask_at(port, questions, rate, seconds))


async def _ask_at(port: int, questions: list[str], rate: float, seconds: float) -> Found:
    pool, found = _Pool(port), Found(seconds)
    looking = asyncio.create_task(_look(pool, found))
    async with asyncio.TaskGroup() as asked:
        start = time.perf_counter()
        for number, after in enumerate(_moments(rate, seconds)):
            await asyncio.sleep(max(0.0, start + after - time.perf_counter()))
            body = json.dumps({"question": questions[number % len(questions)]}).encode()
            asked.create_task(_ask(pool, _request("POST /v1/ask", body), start + after, found))
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking
    pool.close()
    return found


def _moments(rate: float, seconds: float) -> Iterator[float]:
    """Of a Poisson process."""
    chance, after = random.Random(1), 0.0
    while (after := after + chance.expovariate(rate)) < seconds:
        yield after


async def _ask(pool: "_Pool", request: bytes, due: float, found: Found) -> None:
    found.replies.append(await pool.send(request, due))


async def _look(pool: "_Pool", found: Found) -> None:
    while True:
        for path in ("/healthz", "/readyz"):
            found.health.append(await pool.send(_request(f"GET {path}"), time.perf_counter()))
        await asyncio.sleep(_LOOK_EVERY_S)


def _request(what: str, body: bytes = b"") -> bytes:
    head = (
        f"{what} HTTP/1.1\r\nHost: {_HOST}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class _Pool:
    """Connections: one that is free and was used just now is used again, else another is opened."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[tuple[float, _Connection]] = []

    async def send(self, request: bytes, due: float) -> Come:
        status, retry_after = 0, None
        with suppress(OSError, asyncio.IncompleteReadError):
            connection = await self._connection()
            status, retry_after = await _exchange(*connection, request)
            self._free.append((time.monotonic(), connection))
        return Come(status, (time.perf_counter() - due) * 1000, retry_after)

    async def _connection(self) -> "_Connection":
        while self._free:
            used_at, connection = self._free.pop()
            # Soon the server ends what idles; a request must not meet that on its way.
            if time.monotonic() - used_at < _IDLE_S:
                return connection
            connection[1].close()
        return await asyncio.open_connection(_HOST, self._port)

    def close(self) -> None:
        for _, (_, writer) in self._free:
            writer.close()


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, str | None]:
    """The status of the reply and its Retry-After; the rest is read and left."""
    writer.write(request)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in head[1:] if line)
    await reader.readexactly(int(fields["content-length"]))
    return int(head[0].split()[1]), fields.get("retry-after")
