"""An answer as a stream of events (`Accept: text/event-stream`): sources, sentences, the rest.

Together the events contain all that the JSON answer contains. Where an LLM words it, sentences come
as soon as they are checked, and the last event is the whole answer, which holds.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

import anyio
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse
from pydantic import TypeAdapter

from index.errors import PinciteError
from service.http.exchange.events import as_event, events_of
from service.http.exchange.failures import failure_of
from service.http.exchange.live import Live, patient
from service.http.exchange.underway import underway
from service.records import Answer
from service.wording.worder import Listener

A = TypeVar("A", bound=Answer)
Work = Callable[[Listener], A]

EVENTS = "text/event-stream"
# Neither a cache nor a proxy may hold an event back.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_log = logging.getLogger("pincite")


def respond(request: Request, work: Work[A], kind: type[A]) -> A | EventSourceResponse:
    """Return the answer that `work` returns, as JSON or as events, whichever the client prefers.

    work: called with whom to tell of its steps. If the client of a stream has gone, or that of an
    answer that an LLM is wording, its `may_stop` raises ClientGone, and what `work` was about to do
    stays undone.
    """
    return _stream(work, kind) if _wants_events(request) else work(patient(request))


def _wants_events(request: Request) -> bool:
    """Whether the client prefers events to JSON."""
    weights: dict[str, float] = {}
    for part in ",".join(request.headers.getlist("accept")).lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        weights.setdefault(kind, _weight(parameters))
    return weights.get(EVENTS, 0.0) > 0.0 and weights[EVENTS] >= weights.get(
        "application/json", 0.0
    )


def _weight(parameters: list[str]) -> float:
    quality = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    try:
        return float(quality)
    except ValueError:
        return 0.0


def _stream(work: Work[A], kind: type[A]) -> EventSourceResponse:
    """Return a response that runs `work` in a thread once it has begun, and tells the answer.

    A PinciteError, and any fault, becomes the event `error`.
    """
    return EventSourceResponse(_told(work, TypeAdapter(kind)), headers=HEADERS)


async def _told(work: Work[A], adapter: TypeAdapter[A]) -> AsyncIterator[bytes]:
    live = Live()
    task = asyncio.create_task(run_in_threadpool(work, live.listener()))
    task.add_done_callback(lambda _: live.end())
    try:
        while (event := await live.next()) is not None:
            yield event
        async for event in _ending(task, live, adapter):
            yield event
    finally:
        live.gone.set()
        with anyio.CancelScope(shield=True):
            await asyncio.wait([task])
        if not task.cancelled():
            task.exception()  # nobody is left to be told of it


async def _ending(
    task: "asyncio.Task[A]", live: Live, adapter: TypeAdapter[A]
) -> AsyncIterator[bytes]:
    """Yield the events that are left once the work is done."""
    try:
        answer = await task
    except PinciteError as error:
        yield as_event("error", failure_of(error)[1])
    except Exception:
        _log.exception("a fault while answering in a stream")
        message = (
            "a fault in Pincite; the server's log has the details under the request id "
            f"{underway().request_id}"
        )
        yield as_event("error", failure_of(PinciteError(message))[1])
    else:
        if live.has_begun:
            yield as_event("done", adapter.dump_python(answer, mode="json"))
            return
        for name, data in events_of(answer, adapter):
            yield as_event(name, data)
