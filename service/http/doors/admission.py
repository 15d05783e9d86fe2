"""How many requests are worked on, how many wait for that, and what becomes of the rest.

As many work at once as keep the cores busy; more would only make each of them slower. A burst waits
for its turn, in order. Where even the room to wait was not enough, all wait but a moment, and the
others are told at once to come back, until the load is over: a long queue would serve nobody
sooner, and everybody late ("controlled delay"; Maurer, Fail at Scale, ACM Queue 13:8, 2015).
"""

from asyncio import Semaphore, Timeout, get_running_loop, timeout
from math import inf
from time import monotonic, perf_counter
from typing import Literal

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.threads import usable_cores
from service.http.doors.access import ADMIN_FOLDER, is_public
from service.http.exchange.failures import overloaded
from service.http.exchange.metrics import Metrics
from service.http.exchange.underway import underway
from service.settings import Settings

# What tells how the server is must answer while it has too much to do; and so must its owner.
_NEVER_WAITS = ("/metrics",)
# While one encodes, another looks up, weighs and composes. More share the interpreter's lock, and
# answer fewer in all.
_TURNS_OF_A_CORE = 2
_THREADS_FOR_THE_REST = 16


def turns_of(settings: Settings) -> "Turns":
    at_once = settings.max_requests or _TURNS_OF_A_CORE * usable_cores()
    return Turns(at_once, settings.max_waiting)


def keep_threads_free(turns: "Turns") -> None:
    """See that whoever needs no turn finds a thread, while each turn has one. For the loop that
    this is called in.
    """
    threads = anyio.to_thread.current_default_thread_limiter()
    threads.total_tokens = turns.at_once + _THREADS_FOR_THE_REST


class Turns:
    """Turns to work, of which there are `at_once`; up to `most_waiting` wait for one.

    patience_s: how long one waits at most. short_patience_s: the same, from when somebody was
    refused until nobody was for `memory_s`. For one event loop.
    """

    def __init__(
        self,
        at_once: int,
        most_waiting: int,
        patience_s: float = 2.0,
        short_patience_s: float = 0.05,
        memory_s: float = 1.0,
    ) -> None:
        self.at_once, self._most_waiting = at_once, most_waiting
        self._patience_s, self._short_patience_s = patience_s, short_patience_s
        self._memory_s = memory_s
        self._turns = Semaphore(at_once)
        self._waits: set[Timeout] = set()
        self._refused_at = -inf

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return len(self._waits)

    async def take(self) -> bool:
        """Wait for a turn. Whether it came: who has one must `give` it back."""
        if not self._turns.locked():
            return await self._turns.acquire()
        if self.waiting >= self._most_waiting:
            return self._refuse()
        wait = timeout(self._patience())
        self._waits.add(wait)
        try:
            async with wait:
                return await self._turns.acquire()
        except TimeoutError:
            return self._refuse()
        finally:
            self._waits.discard(wait)

    def give(self) -> None:
        """End one's turn: it goes to who has waited longest."""
        self._turns.release()

    def _patience(self) -> float:
        calm = monotonic() - self._refused_at > self._memory_s
        return self._patience_s if calm else self._short_patience_s

    def _refuse(self) -> Literal[False]:
        if self._patience() > self._short_patience_s:
            # From now on; those that wait already have but a moment more.
            soon = get_running_loop().time() + self._short_patience_s
            for wait in self._waits:
                if not wait.expired() and (wait.when() or inf) > soon:
                    wait.reschedule(soon)
        self._refused_at = monotonic()
        return False


class Admission:
    """Lets each request to the API wait for its turn, or refuses it with 503 and Retry-After.

    The page and its files, health, metrics and administration need none.
    """

    def __init__(self, app: ASGIApp, turns: Turns, metrics: Metrics) -> None:
        self._app, self._turns, self._metrics = app, turns, metrics
        metrics.watch_waiting(lambda: turns.waiting)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _needs_turn(scope["path"]):
            await self._app(scope, receive, send)
            return
        underway().came = perf_counter()
        if not await self._turns.take():
            self._metrics.count_refused()
            await overloaded()(scope, receive, send)
            return
        turn = _Turn(self._turns)

        async def send_freely(message: Message) -> None:
            # What is sent has been worked out; how slowly it is taken is no work.
            if message["type"] == "http.response.body":
                turn.end()
            await send(message)

        try:
            await self._app(scope, receive, send_freely)
        finally:
            turn.end()


class _Turn:
    """A turn that ends once, whoever ends it first."""

    def __init__(self, turns: Turns) -> None:
        self._turns: Turns | None = turns

    def end(self) -> None:
        turns, self._turns = self._turns, None
        if turns is not None:
            turns.give()


def _needs_turn(path: str) -> bool:
    return not (is_public(path) or path in _NEVER_WAITS or path.startswith(ADMIN_FOLDER))
