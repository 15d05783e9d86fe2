"""Where the service keeps keys, conversations and what an LLM took: one small protocol, two homes.

In: statements with `?` for each value, in the SQL that both homes understand.
Out: rows; or DatabaseFailed, in words for people and without a password.
Unknown here: what the rows mean.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


class Rows(Protocol):
    """What a statement gave. rowcount: how many rows it changed."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...


class Transaction(Protocol):
    """A transaction that has begun. It ends with the block that it was made for."""

    def execute(self, statement: str, values: Sequence[Any] = (), /) -> Rows: ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """A sign of what the database holds: while it stays equal, rows that were read still hold.

    changed_ns: when the database last changed, on the clock `time.time_ns`. Another change within
    the same tick of a file system's clock may leave the stamp as it is.
    """

    sign: tuple[int, ...]
    changed_ns: int = 0


class Database(Protocol):
    """A database that any number of threads, processes and servers may use at once.

    where: what it is called in messages. grace_s: seconds for which rows that were read hold on
    while the database cannot be read.
    """

    @property
    def where(self) -> str: ...

    @property
    def grace_s(self) -> float: ...

    def stamp(self) -> Stamp | None:
        """Return the stamp of now, without a wait; None if nothing was ever written.

        Raises DatabaseFailed.
        """
        ...

    def reading(self) -> AbstractContextManager[Transaction]:
        """Return a connection that reads the database as it is at one moment.

        Raises DatabaseFailed.
        """
        ...

    def writing(self, subject: str = "") -> AbstractContextManager[Transaction]:
        """Return a connection whose changes are all kept, or all dropped if the block raises.

        subject: what is changed. Of those that write on one subject, on whatever server, the next
        begins when the one before has ended, and sees all that it wrote.
        Raises DatabaseFailed.
        """
        ...
