"""The request under way: what the log and the metrics will tell about it."""

import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace

from service.records import Answer


@dataclass(slots=True)
class Underway:
    """What is known of a request so far. request_id: empty outside of any request.

    came: when the whole request had arrived, by the performance counter. key_id: of the API key
    that it was sent with. answer: the answer that it gets. hand_back: called from any thread before
    a long wait that keeps no core busy; lets another request be worked on meanwhile.
    """

    request_id: str = ""
    came: float | None = None
    key_id: str | None = None
    answer: Answer | None = None
    hand_back: Callable[[], object] = lambda: None


_CURRENT: ContextVar[Underway | None] = ContextVar("underway", default=None)


def begin(request_id: str) -> Underway:
    """Begin a request. Until it ends `underway` returns this, in its worker threads too."""
    started = Underway(request_id)
    _CURRENT.set(started)
    return started


def underway() -> Underway:
    """Return the request that this code works for; outside of any, one that nobody reads."""
    return _CURRENT.get() or Underway()


def observed(ask: Callable[[], Answer]) -> Answer:
    """Return the answer that `ask` returns, for the request under way.

    Its timings count from when the whole request had arrived, and the log and the metrics will tell
    about it.
    """
    request, begun = underway(), time.perf_counter()
    answer = ask()
    if request.came is not None:
        waited_ms = (begun - request.came) * 1000
        answer = replace(answer, timings_ms=answer.timings_ms.after_wait(waited_ms))
    request.answer = answer
    return answer
