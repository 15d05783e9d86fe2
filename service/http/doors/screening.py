"""The checks on a request's head: its size, the host it names, the site it comes from."""

import re
from collections.abc import Collection

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from service.http.doors.access import is_upload
from service.http.doors.limit_refusals import body_too_large, files_too_large, head_too_large
from service.http.doors.origins import Origins
from service.http.exchange.failures import failure_response, http_failure
from service.http.exchange.limits import Limits

_HOST = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::\d*)?")
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Bytes that a request line has besides its method and address, and a field besides its two parts.
_AROUND_LINE, _AROUND_FIELD = len("  HTTP/1.1\r\n"), len(": \r\n")


def refusal(
    scope: Scope, hosts: Collection[str], origins: Origins, limits: Limits
) -> Response | None:
    """Return the refusal of a request that must not come in, or None.

    hosts: the names by which the server may be reached, in lower case and without port. origins:
    tells which pages of other sites may use the server.
    """
    headers = Headers(scope=scope)
    if len(headers.raw) > limits.head_fields or _head_bytes(scope) > limits.head_bytes:
        return head_too_large(limits)
    # Another site can let its own name resolve to this address (DNS rebinding). Given two names, a
    # proxy in front may have checked the other one.
    named = headers.getlist("host")
    if len(named) != 1 or _host_name(named[0]) not in hosts:
        message = (
            "the Host header names a host that this server does not answer to; to allow it, add "
            "its name to PINCITE_ALLOWED_HOSTS"
        )
        return failure_response(400, "host_not_allowed", message)
    is_let_in = origins.granted(scope) is not None or origins.lets_load(scope)
    if not is_let_in and _is_from_another_site(headers, scope["method"], named[0]):
        message = "this server answers its own pages and programs, but not pages of other sites"
        return failure_response(403, "cross_site", message)
    # The router would ignore a line end at the end of a path.
    if "\n" in scope["path"]:
        return http_failure(404)
    return _refusal_of_body(scope, headers, limits)


def _refusal_of_body(scope: Scope, headers: Headers, limits: Limits) -> Response | None:
    """Return the refusal of a request whose head announces a body we do not take, or None."""
    if "transfer-encoding" in headers and "content-length" in headers:
        # A proxy in front may disagree on where this body ends and the next request begins.
        response = http_failure(400)
        response.headers["Connection"] = "close"
        return response
    if headers.get("content-encoding", "identity").lower() != "identity":
        return http_failure(415)
    length = _declared_length(headers)
    if is_upload(scope):
        return files_too_large(limits) if length > limits.upload_bytes else None
    return body_too_large(limits) if length > limits.body_bytes else None


def _head_bytes(scope: Scope) -> int:
    path = scope.get("raw_path") or b""
    line = len(scope["method"]) + len(path) + 1 + len(scope["query_string"])
    fields = sum(len(name) + len(value) + _AROUND_FIELD for name, value in scope["headers"])
    return line + _AROUND_LINE + fields


def _host_name(header: str) -> str:
    """Return the name in a Host header, in lower case and without its port; "" if it has none.

    An IPv6 address keeps its brackets.
    """
    match = _HOST.fullmatch(header)
    return match[1].lower() if match else ""


def _is_from_another_site(headers: Headers, method: str, host: str) -> bool:
    """Whether a browser sends this for a page of another site, or of another server here.

    Following a link is allowed. A browser says where a request comes from in Sec-Fetch-Site. A
    browser too old for that names the page in Origin if the request could change something
    (https://web.dev/fetch-metadata and Go's net/http.CrossOriginProtection). Programs send neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        follows_link = (
            method == "GET"
            and headers.get("sec-fetch-mode") == "navigate"
            and headers.get("sec-fetch-dest") == "document"
        )
        return site not in ("same-origin", "none") and not follows_link
    origin = headers.get("origin")
    if origin is None or method in _SAFE_METHODS:
        return False
    return origin.partition("://")[2].lower() != host.lower()


def _declared_length(headers: Headers) -> int:
    """Return the body's length in bytes as the sender states it; 0 if it states none."""
    value = headers.get("content-length", "")
    # Python refuses to convert very long numbers, and 20 digits are too large for any limit.
    return int(value[:20]) if value.isdecimal() else 0
