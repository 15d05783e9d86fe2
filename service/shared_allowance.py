"""How often each key may still be used, counted for all servers together."""

import time
from collections.abc import Callable

from service.database import Database


def take_one(uses: float, passed: float, burst: float, rate: float) -> tuple[float, float]:
    """Take one use of those that there were `passed` seconds ago.

    Return how many are left, and 0.0; or how many there are, and the seconds until there is one. A
    token bucket: https://en.wikipedia.org/wiki/Token_bucket
    """
    uses = min(burst, uses + passed * rate)
    return (uses, (1.0 - uses) / rate) if uses < 1.0 else (uses - 1.0, 0.0)


class SharedAllowance:
    """The allowances of keys in a database: a burst at once, then a rate a second.

    now: seconds, on a clock that the servers share well enough.
    """

    def __init__(
        self, database: Database, burst: float, rate: float, now: Callable[[], float] = time.time
    ) -> None:
        self._database, self._burst, self._rate, self._now = database, burst, rate, now

    def take(self, key_id: str) -> float:
        """Take one use. Return 0.0, or the seconds until there is one. Raises DatabaseFailed."""
        with self._database.writing(f"allowance of {key_id}") as db:
            now = self._now()
            row = db.execute(
                "SELECT uses, counted_at FROM allowances WHERE key_id = ?", (key_id,)
            ).fetchone()
            uses, counted_at = row or (self._burst, now)
            # A server whose clock is behind must not take away what others have counted.
            passed = max(0.0, now - counted_at)
            left, wait = take_one(uses, passed, self._burst, self._rate)
            if wait:
                return wait
            db.execute(
                "INSERT INTO allowances (key_id, uses, counted_at) VALUES (?, ?, ?) ON CONFLICT"
                " (key_id) DO UPDATE SET uses = excluded.uses, counted_at = excluded.counted_at",
                (key_id, left, max(now, counted_at)),
            )
        return 0.0
