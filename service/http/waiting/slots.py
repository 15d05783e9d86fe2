"""The slots that requests are worked on in: who gets one, who waits, and who is refused.

A burst waits in a queue, in turns by sender. When it is full, the sender that has most in it loses
its newest request. Once senders were refused, they may wait only briefly and are then told to come
back, until their overload is over. A long queue would answer nobody sooner and everybody late
("controlled delay"; Maurer, Fail at Scale, ACM Queue 13:8, 2015). Who crowds pays alone: the
patience of all is cut only where no single sender is to blame.
"""

from asyncio import Future, Timeout, get_running_loop, timeout
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Literal

from service.http.waiting.fair_queue import FairQueue
from service.http.waiting.senders import ANYBODY, Sender


@dataclass(frozen=True, slots=True, eq=False)
class _Turn:
    """A place in the queue. given: whether there is a slot now; False is a refusal."""

    sender: Sender
    given: "Future[bool]"
    wait: Timeout

    @property
    def has_slot(self) -> bool:
        return self.given.done() and not self.given.cancelled() and self.given.result()


class Slots:
    """The slots, and the queue for them. For one event loop.

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
        self._free = count
        self._queue: FairQueue[_Turn] = FairQueue()
        # When a sender of that name was refused who had others waiting; and when any other was.
        self._crowded_at: dict[str, float] = {}
        self._refused_at = -inf

    @property
    def waiting(self) -> int:
        """How many requests wait now."""
        return len(self._queue)

    async def acquire(self, sender: Sender = ANYBODY) -> bool:
        """Wait for a slot, and return whether there was one in time.

        Whoever gets True must call `release`.
        """
        if self._free:
            self._free -= 1
            return True
        given: Future[bool] = get_running_loop().create_future()
        turn = _Turn(sender, given, timeout(self._patience(sender.name)))
        try:
            async with turn.wait:
                self._queue.add(turn)
                if len(self._queue) > self._most_waiting:
                    self._drop(self._queue.crowding(sender))
                return await given
        except BaseException as error:
            # It may have come in the moment in which the wait was given up.
            if turn.has_slot:
                self.release()
            if not isinstance(error, TimeoutError):
                raise
            self._queue.discard(turn)
            return self._refuse(sender.name)
        finally:
            self._queue.discard(turn)

    def release(self) -> None:
        """Hand a slot to the request whose turn it is."""
        while (turn := self._queue.pop()) is not None:
            if not turn.given.done():
                turn.given.set_result(True)
                return
        self._free += 1

    def _drop(self, turn: _Turn) -> None:
        self._queue.discard(turn)
        if not turn.given.done():
            turn.given.set_result(False)
        self._refuse(turn.sender.name)

    def _patience(self, name: str) -> float:
        refused_at = max(self._refused_at, self._crowded_at.get(name, -inf))
        is_calm = monotonic() - refused_at > self._memory_s
        return self._patience_s if is_calm else self._short_patience_s

    def _refuse(self, name: str) -> Literal[False]:
        """Remember that a sender of that name is refused, and cut the patience of who crowds."""
        now = monotonic()
        others = list(self._queue.of(name))
        # The last of a crowd is refused for what the crowd has done.
        if others or now - self._crowded_at.get(name, -inf) <= self._memory_s:
            self._forget_crowds(now)
            self._crowded_at.pop(name, None)
            self._crowded_at[name] = now
            self._hurry(others)
        else:
            self._refused_at = now
            self._hurry(self._queue)
        return False

    def _forget_crowds(self, now: float) -> None:
        """Forget those, oldest first, whose overload is over."""
        for name, at in list(self._crowded_at.items()):
            if now - at <= self._memory_s:
                return
            del self._crowded_at[name]

    def _hurry(self, turns: Iterable[_Turn]) -> None:
        """Let these wait but briefly from now on: they must not use up their long wait."""
        soon = get_running_loop().time() + self._short_patience_s
        for turn in turns:
            if not turn.wait.expired() and (turn.wait.when() or inf) > soon:
                turn.wait.reschedule(soon)
