"""Which generation is current, looked at once for all requests of a short while."""

import threading
import time
from collections.abc import Callable

from index.errors import StoreAway
from index.milvus.engine.generation_tables import Tables

LOOK_S = 0.5  # a look serves all requests of so many seconds


class CurrentLook:
    """Which generation is current, looked at once for all requests of a short while.

    A failure counts as long, and until the next look has ended: while one request waits for a store
    that is away, the others fail at once.
    """

    def __init__(self, look: Callable[[], Tables | None]) -> None:
        self._look_at = look
        self._looking = threading.Lock()
        self._seen: Tables | StoreAway | None = None
        self._until = 0.0

    def stamp(self) -> str | None:
        """Return the names of the current generation; None without one. Raises StoreAway."""
        seen = self._seen
        if self._looking.acquire(blocking=not isinstance(seen, StoreAway)):
            try:
                seen = self._look_again()
            finally:
                self._looking.release()
        if isinstance(seen, StoreAway):
            raise StoreAway(str(seen))
        return seen.prefix if seen else None

    def forget(self) -> None:
        """Look again for the next request."""
        self._until = 0.0

    def _look_again(self) -> Tables | StoreAway | None:
        """Return what is seen, by a look that is not older than it may be."""
        if time.monotonic() >= self._until:
            try:
                self._seen = self._look_at()
            except StoreAway as error:
                self._seen = error
            self._until = time.monotonic() + LOOK_S
        return self._seen
