"""Runs an iterator in a thread of its own, so that its consumer can work while it waits."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
_LOOK_EVERY_S = 0.2  # for an interrupt, while nothing comes


class _Failure:
    """What the iterator raised; None if it came to its end."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class Ahead(Generic[T]):
    """The items of `source`, taken from it as fast as they come, however slow the consumer is.

    while_waiting: called when no item is there yet; returns whether it had something to do. stop:
    called where the consumer takes no more, so that the source need not be waited for.
    """

    def __init__(
        self, source: Iterable[T], while_waiting: Callable[[], bool], stop: Callable[[], None]
    ) -> None:
        self._source, self._while_waiting, self._stop = source, while_waiting, stop
        self._items: queue.SimpleQueue[T | _Failure] = queue.SimpleQueue()
        self._stopped = threading.Event()

    def __iter__(self) -> Iterator[T]:
        """Yield the items. Raises what the source raises."""
        thread = threading.Thread(target=self._take, daemon=True)
        thread.start()
        try:
            while True:
                item = self._next()
                if isinstance(item, _Failure):
                    break
                yield item
        except BaseException:
            self._stopped.set()
            self._stop()
            raise
        finally:
            thread.join()
        if item.error is not None:
            raise item.error

    def _next(self) -> T | _Failure:
        while True:
            try:
                return self._items.get_nowait()
            except queue.Empty:
                if self._while_waiting():
                    continue
            try:
                return self._items.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                continue

    def _take(self) -> None:
        try:
            for item in self._source:
                self._items.put(item)
                if self._stopped.is_set():
                    return
        except BaseException as error:
            self._items.put(_Failure(error))
        else:
            self._items.put(_Failure(None))
