"""The tables of origins and of files: made, written, and read."""

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator

from index.originals import FileEntry, FileReport, FileStatus
from index.records import Origin
from index.storage.tables.connections import Connections, SqlRow
from index.storage.tables.later_tables import LaterTables

FILES = LaterTables(
    "files",
    """
-- What came of each file, and of the parts of it that could not be read.
CREATE TABLE {schema}.files (
    path TEXT PRIMARY KEY, file TEXT NOT NULL,
    location BLOB NOT NULL, -- a path may hold bytes that are no text
    sha256 TEXT, -- of its bytes; NULL for what was not read, and for parts
    ocr INTEGER NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL, hint TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX {schema}.files_by_status ON files (status, path);
""",
)
# The files are those of all documents: in a store they are empty since all may lie in several.
TABLES = LaterTables(
    "origins",
    """
CREATE TABLE {schema}.origins (
    document INTEGER PRIMARY KEY, file TEXT NOT NULL, author TEXT, site TEXT, language TEXT,
    url TEXT, warnings TEXT NOT NULL -- a JSON list
) STRICT;
CREATE INDEX {schema}.origins_by_file ON origins (file);
"""
    + FILES.sql,
)
ORIGIN = "origins.file, author, site, origins.language, url, warnings"
_FILE = "path, file, location, sha256, ocr, status, reason, hint"


def add_origin(connection: sqlite3.Connection, document: int, origin: Origin) -> None:
    """Write the origin of the document at this row, but for what it says of its successor."""
    o = origin
    row = (document, o.file, o.author, o.site, o.language, o.url, json.dumps(o.warnings))
    connection.execute("INSERT INTO origins VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def add_files(connection: sqlite3.Connection, files: Iterable[FileEntry]) -> None:
    """Write what came of the files."""
    connection.executemany(
        "INSERT INTO files VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_columns, files)
    )


def _columns(entry: FileEntry) -> tuple[object, ...]:
    report, location = entry.report, os.fsencode(entry.location)
    known = (report.path, entry.file, location, entry.sha256, int(entry.ocr))
    return *known, report.status.value, report.reason, report.hint


def origin_of(values: tuple[str | None, ...]) -> Origin | None:
    """Return the origin in the columns of ORIGIN and in TOLD (storage.related.related_tables).

    None where the store holds none.
    """
    file, author, site, language, url, warnings, superseded = values
    if file is None:
        return None
    told = tuple(json.loads(warnings)) if warnings else ()
    return Origin(file, author, site, language, url, told, superseded)


class StoredFiles:
    """What came of the files, read by any number of threads. connections: to the file of FILES."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    def all(self) -> Iterator[FileEntry]:
        """Yield all files, and the parts that could not be read, by path."""
        rows = self._connections.each(f"SELECT {_FILE} FROM files ORDER BY path")
        return map(_entry, rows)

    def of(self, path: str) -> FileEntry | None:
        """Return what came of the file with that id; None where there is none."""
        rows = self._connections.all(f"SELECT {_FILE} FROM files WHERE path = ?", path)
        return next(map(_entry, rows), None)

    def below(self, folder: str) -> Iterator[FileEntry]:
        """Yield the files whose ids begin with the name of a folder, and their parts, by path."""
        rows = self._connections.each(
            f"SELECT {_FILE} FROM files WHERE path > ? AND path < ? ORDER BY path",
            *(f"{folder}/", f"{folder}0"),  # for 0 comes next after the slash
        )
        return map(_entry, rows)

    def with_status(
        self, status: FileStatus | None, limit: int, after: str = ""
    ) -> list[FileEntry]:
        """Return at most `limit` files of a status whose paths come after `after`, by path.

        status: None for all.
        """
        of_status, values = ("status = ? AND", [status.value]) if status else ("", [])
        rows = self._connections.all(
            f"SELECT {_FILE} FROM files WHERE {of_status} path > ? ORDER BY path LIMIT ?",
            *(*values, after, limit),
        )
        return list(map(_entry, rows))

    def counts(self) -> dict[FileStatus, int]:
        """Return how many files have each status that any has."""
        rows = self._connections.all("SELECT status, count(*) FROM files GROUP BY status")
        counts = Counter({FileStatus(status): count for status, count in rows})
        return {status: counts[status] for status in FileStatus if counts[status]}

    def indexed_at(self, location: str) -> int:
        """Return how many files are plainly indexed that lie at or below an absolute path."""
        path = os.fsencode(location)
        below = path.rstrip(b"/")
        [(count,)] = self._connections.all(
            "SELECT count(*) FROM files WHERE status = ? AND path = file"
            " AND (location = ? OR location > ? AND location < ?)",
            *(FileStatus.INDEXED.value, path, below + b"/", below + b"0"),
        )
        return int(count)


def _entry(row: SqlRow) -> FileEntry:
    path, file, location, sha256, ocr, status, reason, hint = row
    report = FileReport(path, FileStatus(status), reason, hint)
    return FileEntry(file, os.fsdecode(location), report, sha256, bool(ocr))
