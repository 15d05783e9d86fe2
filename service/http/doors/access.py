"""Who may ask what: the one place that lets a request through or turns it away.

Everything needs a key but what is named PUBLIC here, so that a route added later is closed until
somebody opens it. While no key was ever made, this machine itself needs none.
"""

import ipaddress
import logging
from dataclasses import dataclass

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import PinciteError
from service.errors import DatabaseFailed, KeyExpired, KeyNeeded, KeyUnknown, ScopeMissing
from service.http.exchange.failures import known_failure, overloaded
from service.http.exchange.metrics import Metrics
from service.http.exchange.underway import underway
from service.keys import Key, Keys

PUBLIC = {"/", "/docs", "/openapi.json", "/healthz", "/readyz"}
# Below these: the page at a document's address (the page alone, not the text), scripts, styles.
PUBLIC_FOLDERS = ("/conversations/", "/documents/", "/static/", "/swagger/")
ADMIN_FOLDER = "/v1/admin/"

# A proxy on this machine makes the whole world look like this machine.
_SIGNS_OF_A_PROXY = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
_MOST_AT_ONCE = 2
_MOST_WAITING = 64  # for that; beyond, a crowd would stand here, where no turn is given out

_log = logging.getLogger("pincite")


@dataclass(frozen=True, slots=True)
class Caller:
    """What a request says of who sends it. token: None where it sends none.

    is_local: its connection comes from this machine, and through no proxy.
    """

    token: str | None
    is_local: bool


class Rules:
    """allow_anyone: while no key was ever made, other machines need none either."""

    def __init__(self, keys: Keys, allow_anyone: bool) -> None:
        self._keys, self._allow_anyone = keys, allow_anyone

    @property
    def look_nothing_up(self) -> bool:
        """Whether the keys are at hand, so that a check takes no time."""
        return self._keys.at_hand

    def check(self, caller: Caller, admin: bool) -> Key | None:
        """The caller's key, or None where none is needed, whatever was sent.

        Raises KeyNeeded, KeyUnknown, KeyExpired, ScopeMissing; DatabaseFailed.
        """
        if not self._keys.exist():
            if admin:
                raise KeyNeeded(
                    "this needs a key of scope admin; make one where the server runs: "
                    "pincite key create NAME --scope admin"
                )
            if caller.is_local or self._allow_anyone:
                return None
            raise KeyNeeded(
                "this server answers nobody but its own machine until it has a key; make one "
                "there: pincite key create NAME"
            )
        if caller.token is None:
            raise KeyNeeded("this server needs an API key, sent as: Authorization: Bearer KEY")
        return self._checked(caller.token, admin)

    def _checked(self, token: str, admin: bool) -> Key:
        key = self._keys.find(token)
        if key is None or key.revoked_at is not None:
            raise KeyUnknown("this server does not know that API key, or it was revoked")
        if self._keys.expired(key):
            raise KeyExpired(f"this API key expired at {key.expires_at}; ask for a new one")
        if admin and key.scope != "admin":
            raise ScopeMissing("this needs a key of scope admin, and that key has scope ask")
        return key


class Access:
    """Puts the key of each request into its `state.key` (None: none was needed), or answers it."""

    def __init__(self, app: ASGIApp, rules: Rules, metrics: Metrics) -> None:
        self._app, self._rules, self._metrics = app, rules, metrics
        # Apart from the threads that answer: who must be turned away does not wait for these.
        self._threads = anyio.CapacityLimiter(_MOST_AT_ONCE)
        # Counted here: the limiter counts only after a pause, in which a burst would slip by.
        self._looking_up = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_public(scope["path"]):
            admin = scope["path"].startswith(ADMIN_FOLDER)
            if self._looking_up >= _MOST_AT_ONCE + _MOST_WAITING and not admin:
                self._metrics.count_refused()
                await overloaded()(scope, receive, send)
                return
            try:
                key = await self._key_of(scope, admin)
            except PinciteError as error:
                await known_failure(_for_strangers(error))(scope, receive, send)
                return
            scope.setdefault("state", {})["key"] = key
            underway().key_id = key.key_id if key else None
        await self._app(scope, receive, send)

    async def _key_of(self, scope: Scope, admin: bool) -> Key | None:
        caller = caller_of(scope)
        if self._rules.look_nothing_up:
            return self._rules.check(caller, admin)
        self._looking_up += 1
        try:
            return await anyio.to_thread.run_sync(
                self._rules.check, caller, admin, limiter=self._threads
            )
        finally:
            self._looking_up -= 1


def _for_strangers(error: PinciteError) -> PinciteError:
    """Where the database lies, and what ails it, is for the log."""
    if not isinstance(error, DatabaseFailed):
        return error
    _log.error("%s", error)
    return DatabaseFailed("the API keys cannot be read; the server's log says why")


def is_public(path: str) -> bool:
    """Whether an address needs no key, ever."""
    return path in PUBLIC or path.startswith(PUBLIC_FOLDERS)


def caller_of(scope: Scope) -> Caller:
    headers = Headers(scope=scope)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    proxied = any(name in headers for name in _SIGNS_OF_A_PROXY)
    return Caller(
        token=token.strip() if scheme.lower() == "bearer" else None,
        is_local=not proxied and is_loopback((scope.get("client") or ("",))[0]),
    )


def is_loopback(address: str) -> bool:
    """Whether an address (of a connection, never of a header) is this machine's own."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback
