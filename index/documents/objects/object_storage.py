"""The connection to object storage, and what its failures mean to a person.

Where the storage is and whose keys open it is read from AWS's own variables and files:
AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID and so on.
"""

import importlib.util
import os
from functools import cache
from typing import Any

from index.errors import SourceAway, UsageError

_TIMES = {"connect_timeout": 5, "read_timeout": 60, "retries": {"max_attempts": 3}}
_EXTRA = "s3:// needs s3fs, which is not installed: pip install 'pincite[scale]'"


def need_client() -> None:
    """Raise UsageError unless the client for S3 is installed."""
    if importlib.util.find_spec("s3fs") is None:
        raise UsageError(_EXTRA)


def filesystem() -> Any:
    """Return the file system of fsspec that speaks to the storage. Raises UsageError."""
    need_client()
    names = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_PROFILE")
    return _connected(*(os.environ.get(name) for name in names))


@cache
def _connected(*_: str | None) -> Any:
    """Connect with the variables as they are now."""
    import fsspec

    return fsspec.filesystem(
        "s3", skip_instance_cache=True, use_listings_cache=False, config_kwargs=_TIMES
    )


def ask(method: str, within_s: float, **arguments: Any) -> Any:
    """Make one request of S3's API, and return the answer, with its body read.

    method: as botocore names it. within_s: the time for all of it; then it is broken off with a
    TimeoutError, also where only the body stalls, for which botocore's own times are no limit.
    Raises UsageError, and what s3fs, botocore and the network raise.
    """
    storage = filesystem()
    from fsspec.asyn import sync

    return sync(storage.loop, _answer, storage, method, arguments, timeout=within_s)


async def _answer(storage: Any, method: str, arguments: dict[str, Any]) -> Any:
    answer = await storage._call_s3(method, **arguments)
    if "Body" in answer:
        async with answer["Body"] as body:
            answer["Body"] = await body.read()
    return answer


def in_words(error: Exception) -> str:
    """Return why the storage did not do what it was asked."""
    name = type(error).__name__
    if isinstance(error, FileNotFoundError):
        return "there is no such bucket or object"
    if name in ("NoCredentialsError", "PartialCredentialsError", "ProfileNotFound"):
        return "there are no keys for it; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
    if isinstance(error, PermissionError):
        return "the keys in use do not open it"
    if away_in_time(error):
        return "the storage does not answer"
    return f"the storage fails ({str(error).strip().splitlines()[0] if str(error) else name})"


def away_in_time(error: Exception) -> bool:
    """Whether the storage did not answer, or not in time."""
    name = type(error).__name__
    return isinstance(error, TimeoutError | ConnectionError) or (
        "Connect" in name or "Timeout" in name or "ConnectionClosed" in name
    )


def away(place: str, error: Exception) -> UsageError | SourceAway:
    """Return what to raise for a root that cannot be listed; a wrong name is wrong use."""
    reason = f"{place}: {in_words(error)}; nothing was changed"
    return UsageError(reason) if isinstance(error, FileNotFoundError) else SourceAway(reason)
