"""The refusals of requests that are larger or slower than the limits, which their words name."""

from starlette.responses import JSONResponse

from service.http.exchange.failures import failure_response
from service.http.exchange.limits import Limits

_UNITS = (("MiB", 2**20), ("KiB", 2**10))


def head_too_large(limits: Limits) -> JSONResponse:
    """Return the refusal of a request whose address and headers are too large, or too many."""
    message = (
        f"the request's address and headers are larger than {_size(limits.head_bytes)}, or its "
        f"headers more than {limits.head_fields:,}"
    )
    return failure_response(431, "head_too_large", message)


def body_too_large(limits: Limits) -> JSONResponse:
    """Return the refusal of a body that is too large."""
    message = f"the request's body is larger than {_size(limits.body_bytes)}"
    return failure_response(413, "body_too_large", message)


def files_too_large(limits: Limits) -> JSONResponse:
    """Return the refusal of files that are, all together, too large."""
    most = _size(limits.upload_bytes)
    message = f"the files are together larger than {most}; send fewer at once"
    return _closing(failure_response(413, "body_too_large", message))


def body_too_slow(limits: Limits) -> JSONResponse:
    """Return the refusal of a body that does not arrive in time."""
    message = f"the request's body did not arrive within {_seconds(limits.body_s)}"
    return _closing(failure_response(408, "body_too_slow", message))


def files_too_slow(limits: Limits) -> JSONResponse:
    """Return the refusal of files that do not arrive in time."""
    message = (
        f"the files did not arrive within {_seconds(limits.body_s)}, and one more for each "
        f"{_size(limits.upload_rate)} of them"
    )
    return _closing(failure_response(408, "body_too_slow", message))


def _closing(response: JSONResponse) -> JSONResponse:
    # The rest of the body, if it still came, would be taken for the next request.
    response.headers["Connection"] = "close"
    return response


def _size(count: int) -> str:
    """Return a number of bytes in words: "64 KiB", "1.5 MiB"."""
    name, unit = next((one for one in _UNITS if count >= one[1]), ("bytes", 1))
    return f"{count / unit:,.1f}".removesuffix(".0") + f" {name}"


def _seconds(count: float) -> str:
    return "1 second" if count == 1 else f"{count:g} seconds"
