"""DATA_DIR/service.sqlite: conversations and keys. Opens it, brings it up to date, says what fails.

A connection lives for one use, so any number of threads and processes may use the file at once;
whoever finds it locked waits. Its journal is the plain one, not WAL: in SQLite before 3.51.3 two
processes that write at the same moment can damage a database in WAL mode
(https://www.sqlite.org/wal.html#walresetbug), and a log beside it would keep what was deleted.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.durable import make_folder
from service.errors import DatabaseFailed

Connection = sqlite3.Connection

FILE = "service.sqlite"
_WAIT_S = 5.0
_REFUSES_WRITES = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_NO_DATABASE = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

# The n-th entry leads from version n - 1 to n. One that was released is never changed: another
# is added. The file's version is its `user_version`.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # Times are UTC in ISO 8601; null: never.
        """
        CREATE TABLE keys (
            key_id TEXT PRIMARY KEY, name TEXT NOT NULL, scope TEXT NOT NULL,
            sha256 BLOB NOT NULL, -- of the token, which is stored nowhere
            created_at TEXT NOT NULL, expires_at TEXT, revoked_at TEXT
        ) STRICT
        """,
        "CREATE UNIQUE INDEX names_of_keys ON keys (name) WHERE revoked_at IS NULL",
    ),
    (
        """
        CREATE TABLE conversations (
            id TEXT PRIMARY KEY, owner TEXT, title TEXT NOT NULL,
            created_at TEXT NOT NULL, updated_at TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX conversations_of_owner ON conversations (owner, updated_at, id)",
        # "references": quotes and conflicts, as places in documents; no words of these are kept.
        """
        CREATE TABLE turns (
            conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
            number INTEGER NOT NULL, id TEXT NOT NULL, asked_at TEXT NOT NULL,
            question TEXT NOT NULL, standalone_question TEXT NOT NULL,
            status TEXT NOT NULL, confidence REAL NOT NULL, generation INTEGER NOT NULL,
            "references" TEXT NOT NULL,
            PRIMARY KEY (conversation, number)
        ) STRICT
        """,
    ),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the file system tells of the file. Another change gives another stamp, unless it falls
    into one tick of the clock with the one before.
    """

    inode: int
    size: int
    changed_ns: int


class Database:
    """The file in `data_dir`; it is made by the first use."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE

    def stamp(self) -> Stamp | None:
        """None while there is no file. Raises DatabaseFailed where that cannot be told.

        It is never opened for that: to close it would release the locks that other threads hold on
        it (https://www.sqlite.org/howtocorrupt.html, 2.2).
        """
        try:
            status = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:  # who may not look must not take it for nothing
            raise DatabaseFailed(f"{self.path} cannot be read: {error.strerror}") from error
        return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection to read with, all of it from one moment. Raises DatabaseFailed."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A connection to write with: all of it is kept, or nothing where an error leaves it.

        Raises DatabaseFailed.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        try:
            with closing(self._open()) as connection:
                connection.execute(begin)
                yield connection
                connection.execute("COMMIT")  # closing without it rolls back
        except (sqlite3.Error, OSError) as error:
            raise DatabaseFailed(self._words(error)) from error

    def _open(self) -> Connection:
        if not self.path.exists():
            make_folder(self.path.parent)
            # Nobody else on the machine is to read what was asked.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: Connection) -> None:
        if _version(connection) == len(MIGRATIONS):
            return
        connection.execute("BEGIN IMMEDIATE")
        version = _version(connection)  # another process may have been here first
        if version > len(MIGRATIONS):
            raise DatabaseFailed(
                f"{self.path} was written by a newer Pincite (version {version} of the file; this "
                f"one knows {len(MIGRATIONS)}); install that one, or move the file away"
            )
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")

    def _words(self, error: sqlite3.Error | OSError) -> str:
        """What went wrong, and what to do."""
        if isinstance(error, OSError):
            return f"{self.path} cannot be made: {error.strerror}"
        code = getattr(error, "sqlite_errorcode", None)
        primary = code & 0xFF if code is not None else None  # the rest says where it was noticed
        if primary in _NO_DATABASE:
            return (
                f"{self.path} is damaged; put a copy back, or move it away to start without "
                "conversations and keys"
            )
        if primary in _BUSY:
            return f"{self.path} is busy; try again"
        if primary == sqlite3.SQLITE_FULL:
            return f"the disk that holds {self.path} is full; nothing was kept"
        if primary in _REFUSES_WRITES:
            return f"{self.path} cannot be written: {error}; see to its permissions"
        return f"{self.path} cannot be used: {error}"


def _version(connection: Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
