"""How many answers the LLM words at once, and how many wait for it.

One that waits keeps a thread busy, so few may: the others get the quoted answer at once.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from service.errors import LlmFailed

MOST_WAITING = 8
_LOOK_EVERY_S = 0.1
_BUSY = "is busy with other answers"


class Turnstile:
    """Lets so many through at once. Safe to use from any number of threads.

    most: how many may be in it, those who wait included.
    """

    def __init__(self, at_once: int) -> None:
        self.most = at_once + MOST_WAITING
        self._places = threading.Semaphore(at_once)
        self._room = threading.Semaphore(self.most)

    @contextmanager
    def place(self, deadline: float, may_stop: Callable[[], None]) -> Iterator[None]:
        """Wait for a place, and hold it meanwhile.

        deadline: by `time.monotonic`. may_stop: called while waiting; it may raise. Raises
        LlmFailed if too many wait, or none was free in time.
        """
        if not self._room.acquire(blocking=False):
            raise LlmFailed(_BUSY)
        try:
            while not self._places.acquire(timeout=_LOOK_EVERY_S):
                may_stop()
                if time.monotonic() > deadline:
                    raise LlmFailed(_BUSY)
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._room.release()
