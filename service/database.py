"""DATA_DIR/service.sqlite, which holds conversations, keys and what an LLM took: how it is opened.

It is upgraded here, and its errors are explained.

Each use opens a connection of its own, so any number of threads and processes may use the file at
once; one that finds it locked waits. The database does not use WAL mode. In SQLite before 3.51.3,
two processes that write at the same moment can damage a database in that mode
(https://www.sqlite.org/wal.html#walresetbug), and its log would keep what was deleted.
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
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)

# The n-th entry upgrades a file from version n - 1 to n; the version is the file's `user_version`.
# An entry that has been released must never change: files exist that were upgraded by it.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # Times are UTC in ISO 8601; null means never.
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
        # "references" holds quotes and conflicts as places in documents, without their words.
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
    (
        # As the request had them, in JSON; null where it had none.
        "ALTER TABLE turns ADD COLUMN filters TEXT",
        # What a person says of the answer; null where nobody does.
        "ALTER TABLE turns ADD COLUMN is_right INTEGER CHECK (is_right IN (0, 1))",
        "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0"
        " CHECK (pinned IN (0, 1))",
        "DROP INDEX conversations_of_owner",
        "CREATE INDEX listed_conversations ON conversations (owner, pinned, updated_at, id)",
    ),
    # Of the only web pages that may use the key; null where it is bound to none.
    ("ALTER TABLE keys ADD COLUMN origin TEXT",),
    # What an LLM took on a day (UTC, in ISO 8601).
    ("CREATE TABLE llm_tokens (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL) STRICT",),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The identity, size and time of change of the file.

    A change to the file changes its stamp, unless two changes fall into one tick of the clock.
    """

    inode: int
    size: int
    changed_ns: int


class Database:
    """The database in `data_dir`. The first use creates its file."""

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE

    def stamp(self) -> Stamp | None:
        """Return the file's stamp, or None if there is no file.

        Raises DatabaseFailed if the file system does not tell. The file is not opened for this:
        closing it would release the locks of other threads
        (https://www.sqlite.org/howtocorrupt.html, 2.2).
        """
        try:
            status = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        # A file that we may not look at must not pass for a missing one.
        except OSError as error:
            raise DatabaseFailed(f"{self.path} cannot be read: {error.strerror}") from error
        return Stamp(status.st_ino, status.st_size, status.st_mtime_ns)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Return a connection that reads the database as it is at one moment.

        Raises DatabaseFailed.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Return a connection whose changes are all kept, or all dropped if the block raises.

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
                # If this is not reached, closing the connection rolls back.
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise DatabaseFailed(self._explained(error)) from error

    def _open(self) -> Connection:
        if not self.path.exists():
            make_folder(self.path.parent)
            # Other users of the machine must not read what was asked.
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self.path, timeout=_WAIT_S, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")  # overwrites what is deleted
            self._migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: Connection) -> None:
        if _version(connection) == len(MIGRATIONS):
            return
        connection.execute("BEGIN IMMEDIATE")
        # Read again under the lock, because another process may have upgraded the file meanwhile.
        version = _version(connection)
        if version > len(MIGRATIONS):
            raise DatabaseFailed(
                f"{self.path} was written by a newer Pincite (it has version {version}, and this "
                f"Pincite knows versions up to {len(MIGRATIONS)}); install the newer one, or move "
                "the file away to start without conversations and keys"
            )
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")

    def _explained(self, error: sqlite3.Error | OSError) -> str:
        """Return what went wrong, and what to do."""
        if isinstance(error, OSError):
            return f"{self.path} cannot be created: {error.strerror}"
        code = getattr(error, "sqlite_errorcode", None)
        # The low byte is the kind of error; the rest says where SQLite noticed it.
        primary = code & 0xFF if code is not None else None
        if primary in _DAMAGED:
            return (
                f"{self.path} is damaged; restore a copy, or move the file away to start without "
                "conversations and keys"
            )
        if primary in _BUSY:
            return f"{self.path} is locked by another process; try again"
        if primary == sqlite3.SQLITE_FULL:
            return f"the disk that holds {self.path} is full; nothing was saved"
        if primary in _REFUSES_WRITES:
            return f"{self.path} cannot be written: {error}; check its permissions"
        return f"{self.path} cannot be used: {error}"


def _version(connection: Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
