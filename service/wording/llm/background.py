"""An event loop in a thread of its own, for work that must end in time wherever it hangs.

A blocking read can be given up only between two reads; a task of an event loop at any moment.
"""

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any


class Background:
    """Runs coroutines in one thread, which begins with the first and ends with the process."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lock = threading.Lock()

    def run(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        """Begin a piece of work. Cancelling what this returns ends it."""
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                # A daemon: a name server that does not answer must not hold up the end.
                threading.Thread(target=self._loop.run_forever, name="llm", daemon=True).start()
        return asyncio.run_coroutine_threadsafe(work, self._loop)
