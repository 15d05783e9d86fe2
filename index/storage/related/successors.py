"""Which document replaces which: what documents say of themselves, resolved to documents.

A document points to its successor by an address, by a path from its own folder, or by a name. Where
one page was saved on several days (one address, one title), the newest replaces the others.
"""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_DAY = 10  # characters of a date; a time may follow it


class NamedDocument(NamedTuple):
    """A document as others may call it. told: where it says that its successor is; "" if it is out
    of date and names none; None if it does not say.
    """

    row: int
    document_id: str
    title: str
    published: str | None
    url: str | None
    told: str | None


class _SavedPage(NamedTuple):
    """A page as it was saved on a day."""

    day: str
    document_id: str
    row: int


def successors(documents: Callable[[], Iterator[NamedDocument]]) -> dict[int, int]:
    """Return the row of the successor of each document that has one among all, by row.

    documents: yields all, each time it is called: a large index is not kept in memory for the few
    that point to others. A successor that is replaced itself gives way to its own. Documents that
    replace each other in a circle have none.
    """
    told: list[tuple[int, str, str]] = []
    pages: dict[tuple[str, str], list[_SavedPage]] = {}
    for one in documents():
        if one.told:
            told.append((one.row, one.document_id, one.told))
        if one.url is not None and one.published is not None:
            saved = _SavedPage(one.published[:_DAY], one.document_id, one.row)
            pages.setdefault((_address(one.url), one.title), []).append(saved)
    found = _newest_of_page(pages.values())
    names = _Names(documents()) if told else None
    for row, document_id, pointer in told:
        successor = names.row_of(pointer, document_id) if names else None
        if successor is not None and successor != row:
            found[row] = successor
    ends = {row: _end(row, found) for row in found}
    return {row: end for row, end in ends.items() if end is not None}


def _newest_of_page(pages: Iterable[list[_SavedPage]]) -> dict[int, int]:
    """Return the newest of each page that was saved on several days, by the rows of the others."""
    found: dict[int, int] = {}
    for saved in pages:
        newest = max(saved)  # of one day the last by its id
        found |= {one.row: newest.row for one in saved if one.day < newest.day}
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

    def __init__(self, documents: Iterable[NamedDocument]) -> None:
        self._rows: dict[str, int | None] = {}
        self._ids: dict[str, int] = {}
        for one in documents:
            self._ids[one.document_id] = one.row
            names = {_address(one.url)} if one.url else set()
            stem = posixpath.basename(_stem(one.document_id))
            for name in names | {one.title.casefold(), stem.casefold()}:
                self._rows[name] = one.row if name not in self._rows else None

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
