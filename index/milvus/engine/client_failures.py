"""Failures of Milvus' client -> ours, in words for people."""

from index.errors import StoreAway, StoreFailed
from index.milvus.engine.address import MilvusAddress

_NOT_FOUND = (4, 100, 1600)  # collections and aliases
_UNAVAILABLE = 2
_AWAY = ("unavailable", "deadline", "timeout")  # in what the client says


class CollectionGone(StoreFailed):
    """A collection or an alias is not there, or no longer."""


def in_our_words(error: Exception, address: MilvusAddress) -> Exception:
    """Return what to raise in place of a failure of Milvus' client; anything else, as it is."""
    from grpc import RpcError
    from pymilvus.exceptions import MilvusException

    code = getattr(error, "code", None)
    if isinstance(error, RpcError):
        told = code() if callable(code) else None
        return StoreAway(
            f"the store at {address} does not answer ({getattr(told, 'name', 'no reason given')}); "
            "see that Milvus runs and can be reached"
        )
    if not isinstance(error, MilvusException):
        return error
    reason = str(getattr(error, "message", "") or error)
    if "Open local milvus failed" in reason:
        return StoreFailed(
            f"the store at {address} cannot be opened: another process has it open, or the file "
            "cannot be written; for several processes run a server: milvus-lite server"
        )
    if code in _NOT_FOUND:
        return CollectionGone(f"the store at {address}: {reason}", _as_number(code))
    if code == _UNAVAILABLE or any(word in reason.lower() for word in _AWAY):
        return StoreAway(
            f"the store at {address} does not answer ({reason}); see that Milvus runs and can be "
            "reached"
        )
    return StoreFailed(f"the store at {address} refuses: {reason}", _as_number(code))


def _as_number(code: object) -> int:
    return code if isinstance(code, int) else 0
