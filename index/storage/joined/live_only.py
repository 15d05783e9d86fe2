"""Searches that never return what is gone: rows that a segment still holds, and its generation no
longer does.

What is gone is at most an eighth of a segment, so that a few more results than wanted nearly always
leave as many. Where they do not, the search is told which rows are live.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from index.records import Mask, Rows, Vectors
from index.storage.lexicon.lexicon import Lexicon
from index.storage.vectors import VectorIndex
from index.storage.words.analysis import Ways

Score = TypeVar("Score", np.float32, np.float64)

_Search = Callable[[int, Mask | None], tuple[Rows, npt.NDArray[Score]]]
"""The best of so many rows, of those allowed or of all."""


class LiveVectors:
    """Vectors of which some are gone. See VectorIndex.

    live: bool, shape (len(vectors),).
    """

    def __init__(self, vectors: VectorIndex, live: Mask) -> None:
        self._vectors, self._live = vectors, live
        self.dimension = vectors.dimension

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, query: Vectors, k: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        if among is not None:
            return self._vectors.search(query, k, among & self._live)
        return _best(k, self._live, lambda most, only: self._vectors.search(query, most, only))

    def take(self, rows: Rows) -> Vectors:
        return self._vectors.take(rows)


class LiveWords:
    """The words of passages of which some are gone. See WordIndex.

    How rare a word is is counted in all passages, those that are gone too. live: bool, shape
    (passages,).
    """

    def __init__(self, lexicon: Lexicon, live: Mask) -> None:
        self._lexicon, self._live = lexicon, live
        self.languages = lexicon.languages

    @property
    def passages(self) -> int:
        return self._lexicon.passages

    def search(
        self, question: str, k: int, among: Mask | None = None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        if among is not None:
            return self._lexicon.search(question, k, among & self._live)
        return _best(k, self._live, lambda most, only: self._lexicon.search(question, most, only))

    def holding(self, words: Iterable[Ways], k: int, among: Mask | None = None) -> Rows:
        return self._lexicon.holding(words, k, self._live if among is None else among & self._live)

    def ways(self, question: str, asked: str | None = None) -> list[Ways]:
        return self._lexicon.ways(question, asked)

    def rarity(self, *ways: str) -> float:
        return self._lexicon.rarity(*ways)


def _best(k: int, live: Mask, search: _Search[Score]) -> tuple[Rows, npt.NDArray[Score]]:
    """Return the best `k` live rows, and their scores."""
    most = k + k // 4 + 8
    rows, scores = search(most, None)
    is_live = live[rows]
    if len(rows) == most and np.count_nonzero(is_live) < k:
        return search(k, live)
    return rows[is_live][:k], scores[is_live][:k]
