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
from pathlib import Path

from index.durable import make_folder
from service.database import Stamp, Transaction
from service.database.migrations import MIGRATIONS
from service.errors import DatabaseFailed

FILE = "service.sqlite"
_WAIT_S = 5.0
_REFUSES_WRITES = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


class SqliteDatabase:
    """The database in `data_dir`. The first use creates its file."""

    grace_s = 0.0

    def __init__(self, data_dir: Path) -> None:
        self.path = data_dir / FILE

    @property
    def where(self) -> str:
        """The path of the file."""
        return str(self.path)

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
        return Stamp((status.st_ino, status.st_size, status.st_mtime_ns), status.st_mtime_ns)

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Return a connection that reads the database as it is at one moment.

        Raises DatabaseFailed.
        """
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self, subject: str = "") -> Iterator[Transaction]:
        """Return a connection whose changes are all kept, or all dropped if the block raises.

        subject: of no matter here, for all who write do so one after the other.
        Raises DatabaseFailed.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def copy_to(self, path: Path) -> None:
        """Write all of it, as it is at one moment, into a new file. Raises DatabaseFailed.

        Page by page: whoever writes waits less long than while all rows are read.
        """
        try:
            with closing(self._open()) as connection, closing(sqlite3.connect(path)) as copy:
                connection.backup(copy)
        except (sqlite3.Error, OSError) as error:
            raise DatabaseFailed(self._explained(error)) from error

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Transaction]:
        try:
            with closing(self._open()) as connection:
                connection.execute(begin)
                yield connection
                # If this is not reached, closing the connection rolls back.
                connection.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise DatabaseFailed(self._explained(error)) from error

    def _open(self) -> sqlite3.Connection:
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

    def _migrate(self, connection: sqlite3.Connection) -> None:
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


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
