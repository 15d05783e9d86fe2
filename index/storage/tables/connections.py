"""Reads one SQLite file that never changes, from any number of threads.

An index may have dozens of such files, and a server dozens of threads. So a thread keeps no
connection of its own: each query takes one that no other uses, and gives it back.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

SqlRow = tuple[Any, ...]
_MOST_IDLE = 4  # connections; each has an open file and 2 MB of pages


class Connections:
    """The connections to one file, opened immutable: no locks, no journal, nothing written.

    uri: of the file, as SQLite opens it for reading. prepare: called with each connection that is
    opened. The file is closed when nobody refers to this any more, so `prepare` must not.
    """

    def __init__(
        self, path: Path, prepare: Callable[[sqlite3.Connection], None] = lambda _: None
    ) -> None:
        self.uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self._prepare = prepare
        self._idle: list[sqlite3.Connection] = []

    def all(self, sql: str, *values: object) -> list[SqlRow]:
        """Return all rows of a query. Raises sqlite3.Error."""
        connection = self._take()
        try:
            return connection.execute(sql, values).fetchall()
        finally:
            self._give_back(connection)

    def each(self, sql: str, *values: object) -> Iterator[SqlRow]:
        """Yield the rows of a query, read as they are used. Raises sqlite3.Error."""
        connection = self._take()
        try:
            with closing(connection.execute(sql, values)) as rows:
                yield from rows
        finally:
            self._give_back(connection)

    def __del__(self) -> None:
        # A connection refers to itself: it would stay open until the garbage collector runs.
        for connection in self._idle:
            connection.close()

    def _take(self) -> sqlite3.Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._opened()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        if len(self._idle) < _MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def _opened(self) -> sqlite3.Connection:
        # One thread at a time uses a connection, but not always the same one.
        connection = sqlite3.connect(self.uri, uri=True, check_same_thread=False)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            self._prepare(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection
