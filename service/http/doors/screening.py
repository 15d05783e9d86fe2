"""What of a request's head turns it away: whom it names, where it comes from, its size."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from service.http.exchange.failures import failure_response, http_failure
from service.http.exchange.limits import Limits

_HOST = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::\d*)?")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# A request line is these bytes more than its method and its address; a field, than its two parts.
_AROUND_LINE, _AROUND_FIELD = len("  HTTP/1.1\r\n"), len(": \r\n")


def refusal(scope: Scope, hosts: Collection[str], limits: Limits) -> Response | None:
    """The answer to a request that must not come in, or None.

    hosts: the names, in lower case and without port, by which the server may be reached.
    """
    headers = Headers(scope=scope)
    if len(headers.raw) > limits.head_fields or _head_bytes(scope) > limits.head_bytes:
        return http_failure(431)
    # A page elsewhere may point its own name at this address; and of two names a proxy in front
    # may have looked at the other.
    named = headers.getlist("host")
    if len(named) != 1 or _host_name(named[0]) not in hosts:
        message = "this server is not reached by that name; see PINCITE_ALLOWED_HOSTS"
        return failure_response(400, "host_not_allowed", message)
    if _is_from_another_site(headers, scope["method"], named[0]):
        message = "this server answers its own pages and programs, not the pages of other sites"
        return failure_response(403, "cross_site", message)
    if "\n" in scope["path"]:
        return http_failure(404)  # the router overlooks one at the end
    return _refusal_of_body(headers, limits)


def _refusal_of_body(headers: Headers, limits: Limits) -> Response | None:
    """The same for what a head says of its body."""
    if "transfer-encoding" in headers and "content-length" in headers:
        # Where this body ends, and the next request begins, a proxy in front may see otherwise.
        response = http_failure(400)
        response.headers["Connection"] = "close"
        return response
    if headers.get("content-encoding", "identity").lower() != "identity":
        return http_failure(415)
    return http_failure(413) if _declared_length(headers) > limits.body_bytes else None


def _head_bytes(scope: Scope) -> int:
    path = scope.get("raw_path") or b""
    line = len(scope["method"]) + len(path) + 1 + len(scope["query_string"])
    fields = sum(len(name) + len(value) + _AROUND_FIELD for name, value in scope["headers"])
    return line + _AROUND_LINE + fields


def _host_name(header: str) -> str:
    """The name in a Host header, without its port; an IPv6 address keeps its brackets."""
    match = _HOST.fullmatch(header)
    return match[1].lower() if match else ""


def _is_from_another_site(headers: Headers, method: str, host: str) -> bool:
    """Whether a browser sends this for a page of another site, or of another server here.

    Following a link is allowed. Browsers say where a request comes from in Sec-Fetch-Site; one too
    old for that names the page in Origin when anything could change (https://web.dev/fetch-metadata
    and Go's net/http.CrossOriginProtection). Programs send neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        followed = (
            method == "GET"
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") == "document"
        )
        return site not in ("same-origin", "none") and not followed
    origin = headers.get("origin")
    if origin is None or method in _SAFE_METHODS:
        return False
    return origin.partition("://")[2].lower() != host.lower()


def _declared_length(headers: Headers) -> int:
    """The body's length in bytes as its sender states it; 0 where it states none."""
    value = headers.get("content-length", "")
    return int(value[:20]) if value.isdecimal() else 0  # of more digits Python would make no number
