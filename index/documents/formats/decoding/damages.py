"""Turns whatever a damaged file makes a parser raise into a failure with a reason."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import ParamSpec, TypeVar

from index.errors import Unreadable

_Parameters = ParamSpec("_Parameters")
_Item = TypeVar("_Item")


def damage_named(
    read: Callable[_Parameters, Iterator[_Item]],
) -> Callable[_Parameters, Iterator[_Item]]:
    """Return a reader that raises Unreadable for every failure on the way.

    Files come from anywhere, and a damage may be of any kind: what a parser does not foresee must
    cost one file, and no more.
    """

    @wraps(read)
    def reading(*args: _Parameters.args, **kwargs: _Parameters.kwargs) -> Iterator[_Item]:
        try:
            yield from read(*args, **kwargs)
        except (Unreadable, MemoryError):
            raise
        except RecursionError as error:
            raise Unreadable("it is nested too deeply") from error
        except Exception as error:
            raise Unreadable(f"a damaged file ({type(error).__name__}: {error})") from error

    return reading
