"""Makes a new SQLite file, which is whole or an error."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote


@contextmanager
def new_database(path: Path) -> Iterator[sqlite3.Connection]:
    """Make the new file `path`; what was written is in it when the `with` block ends.

    Raises OSError, errno ENOSPC where the disk is full, else EIO.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rwc", uri=True)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = OFF")  # publishing syncs the whole file
            yield connection
            connection.commit()
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, f"{path}: {error}") from error
