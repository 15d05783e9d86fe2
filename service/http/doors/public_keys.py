"""Keys that stand in a public page: good for one origin, for asking alone, and not too often.

Whoever looks at the page can copy such a key. A browser sends the true origin of a page, so no page
of another site can use it. A program can send any origin: against it stand what the key allows,
which is no more than a visitor of the page can do, and how often.

Each server counts for itself. Where several share a database, what one lets through is counted
there too, so that a key may be used no more often than with one server.
"""

import logging
import math
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Scope

from service.errors import DatabaseFailed, OriginRefused, ScopeMissing, TooManyRequests
from service.http.exchange.limits import Limits
from service.keys import Key
from service.shared_allowance import SharedAllowance, take_one

_log = logging.getLogger("pincite")

_ASKING = ("POST", "/v1/ask")


class PublicUse:
    """Checks each request that is sent with a key of one origin.

    shared: the count of all servers; None where there is only this one.
    """

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], float] = time.monotonic,
        shared: SharedAllowance | None = None,
    ) -> None:
        self._shared = shared
        self._burst, self._rate, self._clock = limits.origin_burst, limits.origin_rate, clock
        # By the key's id: how many requests it may send at once, and when that was true.
        self._left: dict[str, tuple[float, float]] = {}

    def check(self, key: Key, scope: Scope) -> None:
        """Check a request that is sent with `key`. A key that is bound to no origin may do more.

        Raises OriginRefused, ScopeMissing or TooManyRequests.
        """
        if key.origin is None:
            return
        if Headers(scope=scope).getlist("origin") != [key.origin]:
            raise OriginRefused(f"this API key is good only on pages of {key.origin}")
        if (scope["method"], scope["path"]) != _ASKING:
            raise ScopeMissing("this API key may only send questions: POST /v1/ask")
        self._count(key)

    def waits_for(self, key: Key | None) -> bool:
        """Whether `count_for_all` asks a database about this key."""
        return self._shared is not None and key is not None and key.origin is not None

    def count_for_all(self, key: Key) -> None:
        """Count a request that `check` let through, for all servers. Raises TooManyRequests.

        While the database cannot be used, what each server counts must do.
        """
        if self._shared is None:
            return
        try:
            wait = self._shared.take(key.key_id)
        except DatabaseFailed as error:
            _log.warning("a public key was counted by this server alone: %s", error)
            return
        if wait:
            raise _too_many(wait)

    def _count(self, key: Key) -> None:
        """Take one request from the key's allowance, which fills again as time goes by."""
        now = self._clock()
        left, then = self._left.get(key.key_id, (float(self._burst), now))
        left, wait = take_one(left, now - then, self._burst, self._rate)
        if wait:
            raise _too_many(wait)
        self._left[key.key_id] = left, now


def _too_many(wait_s: float) -> TooManyRequests:
    words = "too many questions with this API key; try again soon"
    return TooManyRequests(words, math.ceil(wait_s))
