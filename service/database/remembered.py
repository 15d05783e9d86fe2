"""Rows that every request needs: read once, and again only when they may have changed."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from service.database import Database, Stamp, Transaction
from service.errors import DatabaseFailed

_TICK_NS = 2_000_000_000  # longer than a tick of any file system's clock

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Read(Generic[T]):
    """What was read, when (`time.monotonic`), and the stamp that it holds for."""

    stamp: Stamp
    value: T
    at: float


class Remembered(Generic[T]):
    """What `read` makes of a database, which is asked again only when its stamp has changed.

    Within the grace that the database grants, one thread reads and the others take what was read
    before; if it cannot be read, this holds until the grace is over.
    empty: what a database holds in which nothing was ever written.
    """

    def __init__(
        self,
        database: Database,
        read: Callable[[Transaction], T],
        empty: T,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database, self._from, self._empty = database, read, empty
        self._clock = clock
        self._lock = threading.Lock()
        self._read: _Read[T] | None = None
        self._failed: DatabaseFailed | None = None

    @property
    def at_hand(self) -> bool:
        """Whether `get` can answer without reading the database. Raises DatabaseFailed."""
        stamp, read = self._database.stamp(), self._read
        if stamp is None or (read is not None and read.stamp == stamp):
            return True
        return self._may_lag(read) and self._lock.locked()

    def get(self) -> T:
        """Return what the database holds. Raises DatabaseFailed."""
        stamp, read = self._database.stamp(), self._read
        if stamp is None:
            return self._empty
        if read is not None and read.stamp == stamp:
            return read.value
        if not self._lock.acquire(blocking=not (read and self._may_lag(read))):
            assert read is not None
            return read.value
        try:
            return self._again()
        finally:
            self._lock.release()

    def forget(self) -> None:
        """Read the database again for the next `get`: this process has changed it."""
        self._read = None

    def check(self) -> None:
        """Raise DatabaseFailed if the database could not be read when that was last tried."""
        self.get()
        if self._failed is not None:
            raise self._failed

    def _again(self) -> T:
        """Read what is not at hand. Only one thread does so at a time."""
        stamp, read = self._database.stamp(), self._read
        if stamp is None:
            return self._empty
        if read is not None and read.stamp == stamp:
            return read.value
        try:
            with self._database.reading() as connection:
                value = self._from(connection)
        except DatabaseFailed as error:
            self._failed = error
            if read is None or not self._may_lag(read):
                raise
            # Not tried again before the stamp changes, which it may have done by now.
            stamp = self._database.stamp() or stamp
            self._read = _Read(stamp, read.value, read.at)
            return read.value
        self._failed = None
        # A database changed just now may change again in the same tick, without another stamp.
        is_settled = time.time_ns() - stamp.changed_ns > _TICK_NS
        self._read = _Read(stamp, value, self._clock()) if is_settled else None
        return value

    def _may_lag(self, read: _Read[T] | None) -> bool:
        return read is not None and self._clock() - read.at < self._database.grace_s
