"""Keys that stand in a public page: good for one origin, for asking alone, and not too often.

Whoever looks at the page can copy such a key. A browser sends the true origin of a page, so no page
of another site can use it. A program can send any origin: against it stand what the key allows,
which is no more than a visitor of the page can do, and how often.
"""

import math
import time
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.types import Scope

from service.errors import OriginRefused, ScopeMissing, TooManyRequests
from service.http.exchange.limits import Limits
from service.keys import Key

_ASKING = ("POST", "/v1/ask")


class PublicUse:
    """Checks each request that is sent with a key of one origin."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
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

    def _count(self, key: Key) -> None:
        """Take one request from the key's allowance, which fills again as time goes by."""
        now = self._clock()
        left, then = self._left.get(key.key_id, (float(self._burst), now))
        left = min(self._burst, left + (now - then) * self._rate)
        if left < 1.0:
            seconds = math.ceil((1.0 - left) / self._rate)
            raise TooManyRequests("too many questions with this API key; try again soon", seconds)
        self._left[key.key_id] = left - 1.0, now
