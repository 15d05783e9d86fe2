"""The documents of a generation as a list: searched by what names them, in an order, by folder.

It is read once and kept with the generation, which never changes. So a list of 100,000 documents is
not read and sorted anew for somebody who looks at a hundred of them.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal, Protocol

import numpy as np

from index.records import Rows
from index.storage.folding import folded
from index.storage.texts_records import DocumentHead

Order = Literal["id", "title", "newest", "oldest"]
_DAY = 10  # characters of a date; a time may follow it
_NO_DAY = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, by its path, and how many documents lie in it or below."""

    folder: str
    documents: int


class ListedTexts(Protocol):
    """The documents of a generation, as far as their list asks: see index.seam.held_texts."""

    def heads(self) -> list[DocumentHead]: ...


class Catalogue:
    """The list of documents. Safe to use from any number of threads.

    undated: how many documents have no date. earliest, latest: the first and the last day of the
    others, YYYY-MM-DD; None without any. stale: how many had a file that could not be read when
    the index was built.
    """

    def __init__(self, store: ListedTexts) -> None:
        heads = sorted(store.heads())
        # All these lists are in the order of ids; a place counts in that order.
        self._ids = [head.document_id for head in heads]
        self._texts = [folded("\n".join(filter(None, _naming(head)))) for head in heads]
        self._days = [(head.published or _NO_DAY)[:_DAY] for head in heads]
        self._rows = np.array([head.row for head in heads], np.int64)
        self._folders = _counted(self._ids)
        self.stale = sum(head.stale for head in heads)
        self.undated = self._days.count(_NO_DAY)
        dated = sorted(filter(None, self._days))
        self.earliest = dated[0] if dated else None
        self.latest = dated[-1] if dated else None
        self._in_order = lru_cache(maxsize=4)(self._sorted)

    def find(self, text: str = "", folder: str | None = None, order: Order = "id") -> Rows:
        """Return the rows of the documents that match, in that order: int64, shape (matches,).

        text: each of its words must stand in the title, the id, the author or the site, even inside
        a word. folder: only documents in it or below it. order: by date, undated documents come
        last.
        """
        first, end = self._ends_of(folder)
        places: Sequence[int] = range(first, end)
        for word in folded(text).split():
            places = [place for place in places if word in self._texts[place]]
        if order == "id":
            return self._rows[np.array(places, np.int64)]
        matches = np.zeros(len(self._rows), bool)
        matches[np.array(places, np.int64)] = True
        in_order = self._in_order(order)
        return self._rows[in_order[matches[in_order]]]

    def folders(self, within: str | None = None) -> list[Folder]:
        """Return the folders that lie directly in `within`, or at the top, by name."""
        prefix = _prefix(within)
        below = [f for f in self._folders if f.folder.startswith(prefix) and f.folder]
        groups = groupby(below, lambda f: f.folder[len(prefix) :].partition("/")[0])
        counts = [(name, sum(f.documents for f in group)) for name, group in groups if name]
        return [Folder(prefix + name, count) for name, count in counts]

    def _ends_of(self, folder: str | None) -> tuple[int, int]:
        """Return the first place of a folder's documents, and the one after the last."""
        if folder is None:
            return 0, len(self._ids)
        prefix = _prefix(folder)
        # Between "folder/" and "folder0", for 0 comes next after the slash.
        return bisect_left(self._ids, prefix), bisect_left(self._ids, f"{prefix[:-1]}0")

    def _sorted(self, order: Order) -> Rows:
        """Return all places in that order: int64, shape (documents,)."""
        if order == "title":
            return np.array(sorted(range(len(self._ids)), key=self._texts.__getitem__), np.int64)
        by_title = self._in_order("title").tolist()
        dated = [place for place in by_title if self._days[place]]
        dated.sort(key=self._days.__getitem__, reverse=order == "newest")
        undated = [place for place in by_title if not self._days[place]]
        return np.array(dated + undated, np.int64)


def _naming(head: DocumentHead) -> tuple[str | None, ...]:
    """Return what a document is searched by: first its title, by which lists are sorted too."""
    return head.title or head.document_id, head.document_id, head.author, head.site


def _prefix(folder: str | None) -> str:
    """Return what the ids of all documents in a folder begin with."""
    return "" if folder is None else folder.rstrip("/") + "/"


def _counted(ids: Sequence[str]) -> list[Folder]:
    """Return how many documents lie directly in each folder, a folder before those in it."""
    counts: dict[str, int] = {}
    for name in ids:
        folder = name.rpartition("/")[0]
        counts[folder] = counts.get(folder, 0) + 1
    return [Folder(name, counts[name]) for name in sorted(counts, key=lambda f: f.split("/"))]
