"""How often each key may still be used, counted for all servers together."""

import time
from collections.abc import Callable

from service.database import Database


class SharedAllowance:
    """The allowances of keys in a database: a burst at once, then a rate a second.

    now: seconds, on a clock that the servers share well enough.
    """

    def __init__(
        self, database: Database, burst: float, rate: float, now: Callable[[], float] = time.time
    ) -> None:
        self._database, self._burst, self._rate, self._now = database, burst, rate, now

    def take(self, key_id: str) -> float:
        """Take one use. Return 0.0, or else the seconds until there is one. Raises DatabaseFailed.

        A token bucket: https://en.wikipedia.org/wiki/Token_bucket
        """
        with self._database.writing(f"allowance of {key_id}") as db:
            now = self._now()
            row = db.execute(
                "SELECT uses, counted_at FROM allowances WHERE key_id = ?", (key_id,)
            ).fetchone()
            uses, counted_at = row or (self._burst, now)
            # A server whose clock is behind must not take away what others have counted.
            uses = min(self._burst, uses + max(0.0, now - counted_at) * self._rate)
            if uses < 1.0:
                return float((1.0 - uses) / self._rate)
            db.execute(
                "INSERT INTO allowances (key_id, uses, counted_at) VALUES (?, ?, ?) ON CONFLICT"
                " (key_id) DO UPDATE SET uses = excluded.uses, counted_at = excluded.counted_at",
                (key_id, uses - 1.0, max(now, counted_at)),
            )
        return 0.0
