"""DATA_DIR/service.sqlite: what the service itself keeps, apart from the index: API keys and
conversations. Opened here alone, and brought up to date by numbered migrations.

Each use is one short connection: no lock outlives it, and no thread shares one. The journal is a
file beside the database rather than SQLite's WAL, which before SQLite 3.51.3 could corrupt a
database that two connections write (sqlite.org/changes.html).
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.durable import make_folder
from service.errors import DatabaseFailed

# Number n leads from version n - 1 to n. What was released is never edited; changes come after it.
MIGRATIONS = (
    # 1: API keys. Times are UTC in ISO 8601; null: never.
    """
    CREATE TABLE keys (
        key_id TEXT PRIMARY KEY, name TEXT NOT NULL, scope TEXT NOT NULL,
        sha256 BLOB NOT NULL, -- of the token, which is stored nowhere
        created_at TEXT NOT NULL, expires_at TEXT, revoked_at TEXT
    ) STRICT;
    """,
)
_PATIENCE_S = 5.0  # for another process to finish writing


class Database:
    """Opens the database at `path`, which the first use creates, readable by its owner alone.

    Both ways of opening raise DatabaseFailed, also for what goes wrong inside them.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection whose every statement sees all that was written before it."""
        try:
            with closing(self._open()) as connection:
                yield connection
        except (sqlite3.Error, OSError) as error:
            raise DatabaseFailed(f"{self.path} cannot be used: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: everything in it is kept, or after an exception nothing."""
        with self.reading() as connection, _transaction(connection):
            yield connection

    def _open(self) -> sqlite3.Connection:
        if not self.path.exists():
            make_folder(self.path.parent)
            os.close(os.open(self.path, os.O_CREAT | os.O_WRONLY, 0o600))
        connection = sqlite3.connect(self.path, timeout=_PATIENCE_S, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # deleted means gone
            connection.execute("PRAGMA trusted_schema = OFF")
            if _version(connection) != len(MIGRATIONS):
                self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        with _transaction(connection):
            version = _version(connection)  # another process may have been faster
            if version > len(MIGRATIONS):
                raise DatabaseFailed(f"{self.path} was written by a newer Pincite; update this one")
            for number, migration in enumerate(MIGRATIONS[version:], version + 1):
                for statement in _statements(migration):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _statements(migration: str) -> Iterator[str]:
    """Its single statements: `executescript` would commit before it runs them."""
    statement = ""
    for line in migration.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
