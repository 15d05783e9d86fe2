"""How many requests are worked on at once, how many wait, and when the rest are refused.

Only as many requests are worked on as keep the cores busy: more would make each of them slower. A
burst waits in a queue. Once the queue has overflowed, everyone in it may wait only briefly and is
then told to come back, until the overload is over. A long queue would answer nobody sooner and
everybody late ("controlled delay"; Maurer, Fail at Scale, ACM Queue 13:8, 2015).
"""

from asyncio import Semaphore, Timeout, get_running_loop, timeout
from math import inf
from time import monotonic, perf_counter
from typing import Literal

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.threads import usable_cores
from service.http.doors.access import ADMIN_FOLDER, is_public, is_upload
from service.http.exchange.failures import overloaded
from service.http.exchange.metrics import Metrics
from service.http.exchange.underway import underway
from service.settings import Settings

# Under overload, whoever watches the server must still see what it is doing.
_NEVER_WAITS = ("/metrics",)
# While one request encodes, another searches and composes. More than two would compete for the
# interpreter's lock, and fewer would be answered in all.
_SLOTS_PER_CORE = 2
_THREADS_FOR_THE_REST = 16


def slots_of(settings: Settings) -> "Slots":
    """Return the slots that the settings ask for."""
    count = settings.max_requests or _SLOTS_PER_CORE * usable_cores()
    return Slots(count, settings.max_waiting)


def reserve_threads(slots: "Slots", waiting: int = 0) -> None:
    """Give the running event loop a thread for each slot, and some for requests that need none.

    waiting: threads beside these, for requests that handed back their slot and wait for an LLM.
    """
    threads = anyio.to_thread.current_default_thread_limiter()
    threads.total_tokens = slots.count + _THREADS_FOR_THE_REST + waiting


class Slots:
    """The slots that requests are worked on in, and the queue for them. For one event loop.

    count: how many slots there are. most_waiting: how many may wait for one.
    patience_s: seconds that a request may wait. short_patience_s: seconds that it may wait after a
    refusal, until `memory_s` seconds pass without another.
    """

    def __init__(
        self,
        count: int,
        most_waiting: int,
        patience_s: float = 2.0,
        short_patience_s: float = 0.05,
        memory_s: float = 1.0,
    ) -> None:
        self.count, self._most_waiting = count, most_waiting
        self._patience_s, self._short_patience_s = patience_s, short_patience_s
        self._memory_s = memory_s
        self._free = Semaphore(count)
        self._waits: set[Timeout] = set()
        self._refused_at = -inf

    @property
    def waiting(self) -> int:
        """How many requests wait now."""
        return len(self._waits)

    async def acquire(self) -> bool:
        """Wait for a slot, and return whether there was one in time.

        Whoever gets True must call `release`.
        """
        if not self._free.locked():
            return await self._free.acquire()
        if self.waiting >= self._most_waiting:
            return self._refuse()
        wait = timeout(self._patience())
        self._waits.add(wait)
        try:
            async with wait:
                return await self._free.acquire()
        except TimeoutError:
            return self._refuse()
        finally:
            self._waits.discard(wait)

    def release(self) -> None:
        """Hand a slot to the request that has waited longest."""
        self._free.release()

    def _patience(self) -> float:
        is_calm = monotonic() - self._refused_at > self._memory_s
        return self._patience_s if is_calm else self._short_patience_s

    def _refuse(self) -> Literal[False]:
        if self._patience() > self._short_patience_s:
            # The overload begins now, so those who wait already must not use up their long wait.
            soon = get_running_loop().time() + self._short_patience_s
            for wait in self._waits:
                if not wait.expired() and (wait.when() or inf) > soon:
                    wait.reschedule(soon)
        self._refused_at = monotonic()
        return False


class Admission:
    """Lets a request to the API wait for a slot, or refuses it with 503 and Retry-After.

    The page and its files, health, metrics, administration and files on their way in need no slot.
    """

    def __init__(self, app: ASGIApp, slots: Slots, metrics: Metrics) -> None:
        self._app, self._slots, self._metrics = app, slots, metrics
        metrics.watch_waiting(lambda: slots.waiting)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _needs_slot(scope):
            await self._app(scope, receive, send)
            return
        underway().came = perf_counter()
        if not await self._slots.acquire():
            self._metrics.count_refused()
            await overloaded()(scope, receive, send)
            return
        held = _HeldSlot(self._slots)
        loop = get_running_loop()
        underway().hand_back = lambda: loop.call_soon_threadsafe(held.release)

        async def send_freely(message: Message) -> None:
            # The work is done once there is a body to send, however slowly the client reads it.
            if message["type"] == "http.response.body":
                held.release()
            await send(message)

        try:
            await self._app(scope, receive, send_freely)
        finally:
            held.release()


class _HeldSlot:
    """A slot that is released once, however often that is asked for."""

    def __init__(self, slots: Slots) -> None:
        self._slots: Slots | None = slots

    def release(self) -> None:
        slots, self._slots = self._slots, None
        if slots is not None:
            slots.release()


def _needs_slot(scope: Scope) -> bool:
    path = scope["path"]
    is_free = is_public(path) or path in _NEVER_WAITS or path.startswith(ADMIN_FOLDER)
    return not (is_free or is_upload(scope))
