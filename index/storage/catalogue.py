"""The documents of a generation as a list: searched by title and id, in an order, by folder.

Read once, and kept beside the generation that never changes: a list of 100,000 documents, of which
somebody looks at a hundred, is not read and sorted for each look.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Literal

import numpy as np

from index.records import Rows
from index.storage.folding import folded
from index.storage.texts import Store

Order = Literal["id", "title", "newest", "oldest"]
_DAY = 10  # characters of a date; a time may follow it
_NO_DAY = ""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, by its path, and how many documents lie in it or below."""

    folder: str
    documents: int


class Catalogue:
    """Safe to use from any number of threads.

    undated: how many documents say no date. earliest, latest: the days of the others, YYYY-MM-DD.
    stale: of how many the file could not be read at the last indexing.
    """

    def __init__(self, store: Store) -> None:
        heads = sorted(store.heads())
        self._ids = [head[0] for head in heads]
        self._texts = [folded(f"{title or name}\n{name}") for name, _, title, *_ in heads]
        self._days = [(published or _NO_DAY)[:_DAY] for *_, published, _ in heads]
        # All that follows speaks of places in the order of ids.
        self._rows = np.array([head[1] for head in heads], np.int64)
        self._folders = _counted(self._ids)
        self.stale = sum(head[4] for head in heads)
        self.undated = self._days.count(_NO_DAY)
        dated = sorted(filter(None, self._days))
        self.earliest = dated[0] if dated else None
        self.latest = dated[-1] if dated else None
        self._in_order = lru_cache(maxsize=4)(self._sorted)

    def find(self, text: str = "", folder: str | None = None, order: Order = "id") -> Rows:
        """The rows of the documents of a folder, and of those below it, that have every word of
        `text` in their title or id, wherever in a word. Undated ones come after all others.
        """
        first, end = self._ends_of(folder)
        found: Sequence[int] = range(first, end)
        for word in folded(text).split():
            found = [place for place in found if word in self._texts[place]]
        if order == "id":
            return self._rows[np.array(found, np.int64)]
        chosen = np.zeros(len(self._rows), bool)
        chosen[np.array(found, np.int64)] = True
        places = self._in_order(order)
        return self._rows[places[chosen[places]]]

    def folders(self, within: str | None = None) -> list[Folder]:
        """The folders that lie directly in this one, or at the top, by name."""
        prefix = _prefix(within)
        inside = [one for one in self._folders if one.folder.startswith(prefix) and one.folder]
        groups = groupby(inside, lambda one: one.folder[len(prefix) :].partition("/")[0])
        found = [(name, sum(one.documents for one in below)) for name, below in groups if name]
        return [Folder(prefix + name, count) for name, count in found]

    def _ends_of(self, folder: str | None) -> tuple[int, int]:
        if folder is None:
            return 0, len(self._ids)
        prefix = _prefix(folder)
        # Between "folder/" and "folder0", for 0 comes next after the slash.
        return bisect_left(self._ids, prefix), bisect_left(self._ids, f"{prefix[:-1]}0")

    def _sorted(self, order: Order) -> Rows:
        if order == "title":
            return np.array(sorted(range(len(self._ids)), key=self._texts.__getitem__), np.int64)
        by_title = self._in_order("title").tolist()
        dated = [place for place in by_title if self._days[place]]
        dated.sort(key=self._days.__getitem__, reverse=order == "newest")
        undated = [place for place in by_title if not self._days[place]]
        return np.array(dated + undated, np.int64)


def _prefix(folder: str | None) -> str:
    """What the ids of all documents in a folder begin with."""
    return "" if folder is None else folder.rstrip("/") + "/"


def _counted(ids: Sequence[str]) -> list[Folder]:
    """How many documents lie in each folder itself; ordered so that each precedes those in it."""
    counts: dict[str, int] = {}
    for name in ids:
        folder = name.rpartition("/")[0]
        counts[folder] = counts.get(folder, 0) + 1
    return [Folder(*one) for one in sorted(counts.items(), key=lambda one: one[0].split("/"))]
