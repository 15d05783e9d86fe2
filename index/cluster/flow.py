"""A stream of tasks through a cluster, so many at a time, whatever is lost on the way.

Ray itself repeats a task whose process or node is lost. One that is lost again and again is divided
until it is known which item brings its process down.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, TypeVar

import ray
from ray.exceptions import RayError, RayTaskError

from index.errors import ClusterFailed

T = TypeVar("T")
R = TypeVar("R")
_LOOK_EVERY_S = 0.2  # for an end that somebody wants
_SAY_EVERY_S = 60.0
_AHEAD = 2  # tasks for each process: one at work, one on the way
_BYTES_A_PROCESS = 2**24
_TRIES, _TRIES_ALONE = 2, 4  # of a task that is lost: of several items, of one
_NODE = re.compile(r"ip=([^,)\s]+)")  # Ray tells it in words alone


class Batch(NamedTuple, Generic[T]):
    """Items that one task handles. size: how many bytes they are, or bring about."""

    items: Sequence[T]
    size: int


@dataclass(slots=True)
class Room:
    """How much may be on its way at a time. say: hears of nodes that are lost, and of standstill.

    stopped: set where nothing more is wanted.
    """

    say: Callable[[str], None]
    stopped: threading.Event = field(default_factory=threading.Event)
    _last: dict[str, int] = field(default_factory=dict)  # how much there was, by resource

    def processes(self, resource: str) -> int:
        """Return how many tasks the cluster can handle at once, as it is now; at least one."""
        now = int(ray.cluster_resources().get(resource, 0))
        before, self._last[resource] = self._last.get(resource, now), now
        if now < before:
            self.say(
                f"The cluster lost nodes: it has {now} x {resource} instead of {before}. What was "
                "in their hands is done again by others."
            )
        return max(1, now)


class Flow(Generic[T, R]):
    """Has batches handled by the cluster. Not for several threads at once.

    submit: begins a task, which is tried so many times if it is lost, and whose result is a list
    with one entry for each item. resource: of which every task takes `share`.
    """

    def __init__(
        self,
        submit: Callable[[Sequence[T], int], Any],
        room: Room,
        resource: str = "CPU",
        share: float = 1.0,
    ) -> None:
        self._submit, self._room = submit, room
        self._resource, self._share = resource, share
        self._pending: dict[Any, Batch[T]] = {}
        self._size = 0
        self._heard = time.monotonic()

    def run(self, batches: Iterable[Batch[T]]) -> Iterator[tuple[Sequence[T], list[R] | None]]:
        """Yield the items of a task with their results, as they come.

        Instead of results, None comes with a single item that brings down each process that
        handles it. Raises ClusterFailed, and what a task raises of known failures.
        """
        source, more = iter(batches), True
        while True:
            most = _AHEAD * max(1, int(self._room.processes(self._resource) / self._share))
            while more and self._has_room(most):
                batch = next(source, None)
                if batch is None:
                    more = False
                else:
                    self._begin(batch)
            if not self._pending:
                return
            yield from self._ended()

    def _has_room(self, most: int) -> bool:
        if not self._pending:
            return True
        return len(self._pending) < most and self._size < most * _BYTES_A_PROCESS

    def _begin(self, batch: Batch[T]) -> None:
        tries = _TRIES if len(batch.items) > 1 else _TRIES_ALONE
        self._pending[self._submit(batch.items, tries)] = batch
        self._size += batch.size

    def _ended(self) -> Iterator[tuple[Sequence[T], list[R] | None]]:
        """Wait for a task; yield its items and results, or begin its halves if it was lost."""
        task = self._next()
        batch = self._pending.pop(task)
        self._size -= batch.size
        try:
            results: list[R] = ray.get(task)
        except RayTaskError as error:
            raise _failure(error) from error
        except RayError:
            if len(batch.items) == 1:
                yield batch.items, None
                return
            middle = len(batch.items) // 2
            for half in (batch.items[:middle], batch.items[middle:]):
                self._begin(Batch(half, batch.size // 2))
            return
        yield batch.items, results

    def _next(self) -> Any:
        self._heard = time.monotonic()
        while True:
            done, _ = ray.wait([*self._pending], num_returns=1, timeout=_LOOK_EVERY_S)
            if self._room.stopped.is_set():
                raise ClusterFailed("the work of the cluster was stopped")
            if done:
                return done[0]
            if time.monotonic() - self._heard > _SAY_EVERY_S:
                self._heard = time.monotonic()
                self._room.say(
                    f"The cluster has finished nothing for {_SAY_EVERY_S:.0f} s; it has "
                    f"{self._room.processes(self._resource)} x {self._resource}."
                )


def _failure(error: RayTaskError) -> ClusterFailed:
    """Return what to say of an error in a task: it would come again in any other process."""
    cause = getattr(error, "cause", None) or error
    reason = str(cause).strip().splitlines()[-1:] or [type(cause).__name__]
    node = _NODE.search(str(error))
    where = f"the node {node[1]}" if node else "a node"
    return ClusterFailed(f"{where} of the cluster fails: {reason[0]}; nothing was published")
