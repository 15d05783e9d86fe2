"""The words of a generation: which passages they stand in, and the vectors of each."""

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.records import Bits, Mask, Rows
from index.storage.vectors.row_files import Range
from index.storage.words.analysis import Ways


class WordIndex(Protocol):
    """Which passages hold which words, ranked by BM25. Safe to use from any number of threads.

    languages: those of its passages, by name.
    """

    @property
    def languages(self) -> tuple[str, ...]: ...

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        ...

    def search(
        self, question: str, k: int, among: Mask | None = None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and BM25 scores of the best `k` passages that match, best first.

        Rows: int64, scores: float64, both of shape (matches,). among: bool, shape (passages,); only
        rows that it allows are returned. The rarity of a word is counted in all passages even so.
        """
        ...

    def holding(self, words: Iterable[Ways], k: int, among: Mask | None = None) -> Rows:
        """Return the rows of the best `k` passages that hold all of these words, best first."""
        ...

    def ways(self, question: str, asked: str | None = None) -> list[Ways]:
        """Return the ways in which each word of a question may stand here, in order.

        asked: the language of the question; by default it is told from `question`.
        """
        ...

    def rarity(self, *ways: str) -> float:
        """Return the inverse document frequency of a word, as in BM25."""
        ...


class WordVectors(Protocol):
    """The vectors of words, one bit a dimension, by row."""

    def __len__(self) -> int: ...

    def take(self, ranges: Iterable[Range]) -> Bits:
        """Return the rows of all ranges, one after another: uint8, shape (rows, bytes)."""
        ...
