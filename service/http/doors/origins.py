"""Which pages of other sites may read what: CORS (https://fetch.spec.whatwg.org/#http-cors-protocol).

A page may use the API if its origin is allowed by name. No cookie and no password of the browser
is ever sent along or asked for: a key comes in the Authorization header or not at all. What changes
the index, and what answers this machine alone, stays closed to every other site.
"""

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import Scope

from service.http.doors.access import WIDGET, is_only_here, needs_admin

_API, _FILES = "/v1/", "/static/"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
# Longer than most visits, and short enough for a change of the settings to be noticed soon.
_PREFLIGHT_AGE_S = 600
_PREFLIGHT_HEADERS = {
    "Access-Control-Allow-Methods": ", ".join(_METHODS),
    "Access-Control-Allow-Headers": "Authorization, Content-Type, X-Request-Id",
    "Access-Control-Max-Age": str(_PREFLIGHT_AGE_S),
    "Vary": "Access-Control-Request-Method, Access-Control-Request-Headers",
}
# What a page may read of a response's head, beyond what every page may.
_EXPOSED = "Content-Disposition, Retry-After, X-Request-Id"


class Origins:
    """Decides by a request's head whether a page of another site may send it and read the reply.

    allowed: origins as browsers write them; none closes the server to all other sites.
    """

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed = frozenset(allowed)

    def granted(self, scope: Scope) -> str | None:
        """Return the origin of the page that may read the reply to this request; None if none may.

        A request that a browser sends by itself, to follow a link or to load a picture, is none:
        only the scripts of a page speak for its origin.
        """
        headers = Headers(scope=scope)
        origins = headers.getlist("origin")
        by_script = headers.get("sec-fetch-mode", "cors") == "cors"
        if len(origins) != 1 or origins[0] not in self._allowed or not by_script:
            return None
        method: str = scope["method"]
        if method == "OPTIONS":
            method = headers.get("access-control-request-method", method)
        return origins[0] if _is_open(method, scope["path"]) else None

    def lets_load(self, scope: Scope) -> bool:
        """Whether any page may load this as a script: the widget, once some origin is allowed.

        A browser does not say then which page it is. The script is the same for everybody, and can
        ask nothing from a page that is not allowed.
        """
        is_reading = scope["method"] in ("GET", "HEAD")
        return bool(self._allowed) and is_reading and scope["path"] == WIDGET

    def preflight(self, scope: Scope) -> Response | None:
        """Return the answer to a browser that asks before it sends a request; None otherwise."""
        is_preflight = "access-control-request-method" in Headers(scope=scope)
        if scope["method"] != "OPTIONS" or not is_preflight or self.granted(scope) is None:
            return None
        return Response(status_code=204, headers=_PREFLIGHT_HEADERS)

    def mark(self, headers: MutableHeaders, scope: Scope, origin: str | None) -> None:
        """Set the headers that let the page read the response.

        origin: what `granted` returned for the request.
        """
        if not self._allowed:
            return
        headers.add_vary_header("Origin")
        if self.lets_load(scope):
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if origin is not None:
            headers["Access-Control-Allow-Origin"] = origin
            headers["Access-Control-Expose-Headers"] = _EXPOSED


def _is_open(method: str, path: str) -> bool:
    """Whether allowed origins may send this: the API without what changes the index, the files."""
    if path.startswith(_API):
        is_closed = needs_admin(method, path) or is_only_here(path)
        return method in _METHODS and not is_closed
    return method in ("GET", "HEAD") and (path == WIDGET or path.startswith(_FILES))
