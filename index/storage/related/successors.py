"""Which document replaces which: what documents say of themselves, resolved to documents.

A document points to its successor by an address, by a path from its own folder, or by a name. Where
one page was saved on several days (one address, one title), the newest replaces the others.
"""

import posixpath
import sqlite3
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

_SAVED_AGAIN = (
    "SELECT documents.row, url, title, substr(published, 1, 10) FROM documents"
    " JOIN origins ON origins.document = documents.row"
    " WHERE url IS NOT NULL AND published IS NOT NULL ORDER BY documents.row"
)


def successors(connection: sqlite3.Connection) -> dict[int, int]:
    """Return the row of the successor of each document that has one among all, by row.

    A successor that is replaced itself gives way to its own. Documents that replace each other in
    a circle have none.
    """
    found = _newest_of_page(connection)
    told = connection.execute(
        "SELECT documents.row, document_id, told FROM documents JOIN superseded"
        " ON superseded.document = documents.row WHERE told <> ''"
    ).fetchall()
    names = _Names(connection) if told else None
    for row, document_id, pointer in told:
        successor = names.row_of(pointer, document_id) if names else None
        if successor is not None and successor != row:
            found[row] = successor
    ends = {row: _end(row, found) for row in found}
    return {row: end for row, end in ends.items() if end is not None}


def _newest_of_page(connection: sqlite3.Connection) -> dict[int, int]:
    pages: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for row, url, title, day in connection.execute(_SAVED_AGAIN):
        pages.setdefault((_address(url), title), []).append((day, row))
    found: dict[int, int] = {}
    for saved in pages.values():
        newest_day, newest = max(saved)
        found |= {row: newest for day, row in saved if day < newest_day}
    return found


def _end(row: int, found: Mapping[int, int]) -> int | None:
    """Return the last document on the way from one to its successor; None for a circle."""
    seen = {row}
    while row in found:
        row = found[row]
        if row in seen:
            return None
        seen.add(row)
    return row


class _Names:
    """All documents by what another may call them. A name that two of them have is none."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._rows: dict[str, int | None] = {}
        documents = connection.execute(
            "SELECT documents.row, document_id, title, url FROM documents LEFT JOIN origins"
            " ON origins.document = documents.row"
        ).fetchall()
        self._ids: dict[str, int] = {name: row for row, name, _, _ in documents}
        for row, document_id, title, url in documents:
            names = {_address(url)} if url else set()
            names |= {title.casefold(), posixpath.basename(_stem(document_id)).casefold()}
            for name in names:
                self._rows[name] = row if name not in self._rows else None

    def row_of(self, pointer: str, from_id: str) -> int | None:
        """Return the row of the document that `pointer` leads to from another; None if none."""
        try:
            parts = urlsplit(pointer.strip())
        except ValueError:
            return None
        if parts.scheme and parts.netloc:
            return self._rows.get(_address(pointer))
        path = unquote(parts.path)
        folder = "" if path.startswith("/") else posixpath.dirname(from_id)
        wanted = posixpath.normpath(posixpath.join(folder, path.lstrip("/"))) if path else ""
        for end in ("", ".md", ".html", ".txt", "/index.md", "/index.html"):
            if wanted + end in self._ids:
                return self._ids[wanted + end]
        # As wikis link: by the title or the name of the file.
        name = path.casefold()
        by_stem = self._rows.get(posixpath.basename(_stem(path)).casefold())
        return self._rows.get(name) if self._rows.get(name) is not None else by_stem


def _stem(path: str) -> str:
    return posixpath.splitext(path.rstrip("/"))[0]


def _address(url: str) -> str:
    """Return an address without what two links to one page may differ in."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    return f"{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"
