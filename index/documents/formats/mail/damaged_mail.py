"""Names what a parser of messages raises for a damaged one."""

from collections.abc import Iterator
from contextlib import contextmanager

from index.errors import Unreadable
from index.originals import FileStatus


@contextmanager
def damage_told(reason: str) -> Iterator[None]:
    """Raise whatever the `with` block raises as Unreadable. reason: of all but deep nesting."""
    try:
        yield
    except Unreadable:
        raise
    except RecursionError as error:
        raise Unreadable("its parts lie too deep in each other", FileStatus.TOO_LARGE) from error
    except Exception as error:  # the parser raises what its own code meets in a damaged message
        raise Unreadable(reason) from error
