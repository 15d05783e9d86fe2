"""Who may send which request: the one place that checks API keys.

Every address needs a key unless PUBLIC names it, so a route that is added later is closed until
somebody opens it. Until the first key is created, requests from this machine need none. What
changes the index needs a key of scope admin; until the first key is created, only this machine may.
"""

import ipaddress
import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from index.errors import PinciteError
from service.errors import (
    DatabaseFailed,
    KeyExpired,
    KeyNeeded,
    KeyUnknown,
    NotThisMachine,
    ScopeMissing,
)
from service.http.doors.public_keys import PublicUse
from service.http.exchange.failures import known_failure, overloaded
from service.http.exchange.metrics import Metrics
from service.http.exchange.underway import underway
from service.keys import Key, Keys

WIDGET = "/widget.js"
PUBLIC = {"/", "/docs", "/openapi.json", "/healthz", "/readyz", WIDGET}
# A document's address in the page is public, because the page comes without the document's text.
PUBLIC_FOLDERS = ("/conversations/", "/documents/", "/static/", "/swagger/")
ADMIN_FOLDER = "/v1/admin/"
DOCUMENTS = "/v1/documents"
# Whoever names a folder there can read it: that is for those alone who can read it anyway.
_ONLY_HERE = ("/v1/admin/roots",)
_READING = ("GET", "HEAD", "OPTIONS")

# Behind a proxy on this machine, every client in the world seems to be on this machine.
_PROXY_HEADERS = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
_MOST_LOOKUPS = 2
# Beyond this, a crowd would gather here, in front of the door that limits how many may wait.
_MOST_WAITING = 64

_log = logging.getLogger("pincite")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Caller:
    """The sender of a request, as far as its connection and its headers tell.

    token: the bearer token that it sends, None without one. is_local: whether its connection comes
    from this machine and through no proxy.
    """

    token: str | None
    is_local: bool


class Rules:
    """Decides whether a caller may send a request.

    allow_anyone: whether other machines, too, need no key until the first one is created.
    """

    def __init__(self, keys: Keys, allow_anyone: bool) -> None:
        self._keys, self._allow_anyone = keys, allow_anyone

    @property
    def need_no_lookup(self) -> bool:
        """Whether `check` can answer from memory, without reading the disk."""
        return self._keys.at_hand

    def check(self, caller: Caller, admin: bool) -> Key | None:
        """Return the caller's key; None where no key is needed, even if one was sent.

        admin: whether the request needs a key of scope admin.
        Raises KeyNeeded, KeyUnknown, KeyExpired or ScopeMissing; DatabaseFailed if the keys cannot
        be read.
        """
        if not self._keys.exist():
            if caller.is_local or (self._allow_anyone and not admin):
                return None
            if admin:
                raise KeyNeeded(
                    "from another machine this needs an API key of scope admin; make one on the "
                    "server's machine: pincite key create NAME --scope admin; from then on, "
                    "everybody needs one"
                )
            raise KeyNeeded(
                "without an API key this server answers only its own machine; make a key there: "
                "pincite key create NAME"
            )
        if caller.token is None:
            raise KeyNeeded("this server needs an API key; send it as: Authorization: Bearer KEY")
        return self._checked(caller.token, admin)

    def _checked(self, token: str, admin: bool) -> Key:
        key = self._keys.find(token)
        if key is None or key.revoked_at is not None:
            raise KeyUnknown("this API key is unknown to the server, or it was revoked")
        if self._keys.expired(key):
            raise KeyExpired(f"this API key expired at {key.expires_at}; ask for a new one")
        if admin and key.scope != "admin":
            raise ScopeMissing("this address needs an API key of scope admin; yours has scope ask")
        return key


class Access:
    """Puts each request's key into its `state.key`, or refuses the request.

    The key is None where none is needed.
    """

    def __init__(self, app: ASGIApp, rules: Rules, public_use: PublicUse, metrics: Metrics) -> None:
        self._app, self._rules, self._metrics = app, rules, metrics
        self._public_use = public_use
        # Threads of their own, so that a refusal need not wait until an answer is finished.
        self._threads = anyio.CapacityLimiter(_MOST_LOOKUPS)
        # The limiter counts a caller only after a pause, in which a burst would slip past it.
        self._looking_up = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_public(scope["path"]):
            is_operation = scope["path"].startswith(ADMIN_FOLDER)
            if self._looking_up >= _MOST_LOOKUPS + _MOST_WAITING and not is_operation:
                self._metrics.count_refused()
                await overloaded()(scope, receive, send)
                return
            try:
                key = await self._key_of(scope)
            except PinciteError as error:
                await known_failure(_for_strangers(error))(scope, receive, send)
                return
            scope.setdefault("state", {})["key"] = key
            underway().key_id = key.key_id if key else None
        await self._app(scope, receive, send)

    async def _key_of(self, scope: Scope) -> Key | None:
        caller, admin = caller_of(scope), needs_admin(scope["method"], scope["path"])
        key = await self._checked(caller, admin)
        if key is not None:
            self._public_use.check(key, scope)
            if self._public_use.waits_for(key):
                await self._in_thread(self._public_use.count_for_all, key)
        if is_only_here(scope["path"]) and not caller.is_local:
            raise NotThisMachine("this address answers only whoever is on the server's machine")
        return key

    async def _checked(self, caller: Caller, admin: bool) -> Key | None:
        if self._rules.need_no_lookup:
            return self._rules.check(caller, admin)
        return await self._in_thread(self._rules.check, caller, admin)

    async def _in_thread(self, look_up: Callable[..., T], *arguments: Any) -> T:
        """Return what a function returns that waits for the disk or a database."""
        self._looking_up += 1
        try:
            return await anyio.to_thread.run_sync(look_up, *arguments, limiter=self._threads)
        finally:
            self._looking_up -= 1


def _for_strangers(error: PinciteError) -> PinciteError:
    """Return the error without the path and the state of the database, which only the log gets."""
    if not isinstance(error, DatabaseFailed):
        return error
    _log.error("%s", error)
    return DatabaseFailed("the API keys cannot be read; the server's log says why")


def is_public(path: str) -> bool:
    """Whether an address never needs a key."""
    return path in PUBLIC or path.startswith(PUBLIC_FOLDERS)


def is_only_here(path: str) -> bool:
    """Whether an address answers only whoever is on the server's machine."""
    return path in _ONLY_HERE


def needs_admin(method: str, path: str) -> bool:
    """Whether a request needs a key of scope admin, once there is a key."""
    if path.startswith(ADMIN_FOLDER):
        return True
    is_of_documents = path == DOCUMENTS or path.startswith(f"{DOCUMENTS}/")
    return is_of_documents and method not in _READING


def is_upload(scope: Scope) -> bool:
    """Whether a request brings files. Its body is read as it comes, and may be large."""
    return bool(scope["method"] == "POST" and scope["path"] == DOCUMENTS)


def caller_of(scope: Scope) -> Caller:
    """Return the sender of a request."""
    headers = Headers(scope=scope)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    is_proxied = any(name in headers for name in _PROXY_HEADERS)
    return Caller(
        token=token.strip() if scheme.lower() == "bearer" else None,
        is_local=not is_proxied and is_loopback((scope.get("client") or ("",))[0]),
    )


def is_loopback(address: str) -> bool:
    """Whether an IP address is this machine's own.

    address: of a connection; a header could name any address.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    return (mapped or ip).is_loopback
