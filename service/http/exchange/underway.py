"""The request under way: what the log and the metrics will say of it."""

from contextvars import ContextVar
from dataclasses import dataclass

from service.records import Answer


@dataclass(slots=True)
class Underway:
    """Filled in while a request is answered. request_id: empty outside of any request.

    came: when all of it had come, by the performance counter.
    """

    request_id: str = ""
    came: float | None = None
    key_id: str | None = None
    answer: Answer | None = None


_CURRENT: ContextVar[Underway | None] = ContextVar("underway", default=None)


def begin(request_id: str) -> Underway:
    """A request begins; until it ends, `underway` gives this, in its worker threads too."""
    started = Underway(request_id)
    _CURRENT.set(started)
    return started


def underway() -> Underway:
    """The request that this code works for; outside of any, one that nobody reads."""
    return _CURRENT.get() or Underway()
