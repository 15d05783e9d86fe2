"""How many requests are worked on at once; the rest wait in turns, or are refused.

Only as many requests are worked on as keep the cores busy: more would make each of them slower.
"""

from asyncio import get_running_loop
from time import perf_counter

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.threads import usable_cores
from service.http.doors.access import ADMIN_FOLDER, is_public, is_upload
from service.http.exchange.failures import overloaded
from service.http.exchange.metrics import Metrics
from service.http.exchange.underway import underway
from service.http.waiting.senders import Senders
from service.http.waiting.slots import Slots
from service.settings import Settings

# Under overload, whoever watches the server must still see what it is doing.
_NEVER_WAITS = ("/metrics",)
# While one request encodes, another searches and composes. More than two would compete for the
# interpreter's lock, and fewer would be answered in all.
_SLOTS_PER_CORE = 2
_THREADS_FOR_THE_REST = 16


def slots_of(settings: Settings) -> Slots:
    """Return the slots that the settings ask for."""
    count = settings.max_requests or _SLOTS_PER_CORE * usable_cores()
    return Slots(count, settings.max_waiting)


def reserve_threads(slots: Slots, waiting: int = 0) -> None:
    """Give the running event loop a thread for each slot, and some for requests that need none.

    waiting: threads beside these, for requests that handed back their slot and wait for an LLM.
    """
    threads = anyio.to_thread.current_default_thread_limiter()
    threads.total_tokens = slots.count + _THREADS_FOR_THE_REST + waiting


class Admission:
    """Lets a request to the API wait for a slot, or refuses it with 503 and Retry-After.

    The page and its files, health, metrics, administration and files on their way in need no slot.
    """

    def __init__(
        self, app: ASGIApp, slots: Slots, metrics: Metrics, senders: Senders | None = None
    ) -> None:
        self._app, self._slots, self._metrics = app, slots, metrics
        self._callers = senders or Senders()
        metrics.watch_waiting(lambda: slots.waiting)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not _needs_slot(scope):
            await self._app(scope, receive, send)
            return
        underway().came = perf_counter()
        sender = self._callers.of(scope, underway().key_id)
        if not await self._slots.acquire(sender):
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
