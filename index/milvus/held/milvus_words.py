"""The word index of a generation in Milvus. See WordIndex."""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt

from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.record_parts import Records, numbers_in
from index.milvus.held.bm25 import dimension_of, question_vector
from index.milvus.held.milvus_vectors import FieldSearch
from index.records import Mask, Rows
from index.storage.words.analysis import Ways
from index.storage.words.rarity import rarity_of, telling_ways


class MilvusWords:
    """Finds passages by their words. How many passages have each term is kept in memory.

    languages: those of its passages, by name.
    """

    def __init__(
        self, connection: MilvusConnection, collection: str, records: Records, passages: int
    ) -> None:
        self._connection, self._collection, self.passages = connection, collection, passages
        languages, terms, counts = records.one("terms")
        self.languages: tuple[str, ...] = tuple(languages)
        self._terms = numbers_in(terms, "<u4")
        self._counts = numbers_in(counts, "<u4")

    def search(
        self, question: str, k: int, among: Mask | None = None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        terms = sorted(set(chain.from_iterable(self.ways(question))))
        return self._best(terms, k, among, "")

    def holding(self, words: Iterable[Ways], k: int, among: Mask | None = None) -> Rows:
        each = sorted(set(words))
        hold = [
            f"array_contains_any(terms, {[dimension_of(term) for term in ways]})" for ways in each
        ]
        terms = sorted(set(chain.from_iterable(each)))
        return self._best(terms, k, among, " and ".join(hold))[0]

    def ways(self, question: str, asked: str | None = None) -> list[Ways]:
        return telling_ways(question, asked, self.languages, self._frequency)

    def rarity(self, *ways: str) -> float:
        return rarity_of(self._frequency(ways), self.passages)

    def _best(
        self, terms: Sequence[str], k: int, among: Mask | None, also: str
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        known = {term: self.rarity(term) for term in terms if self._frequency([term])}
        if not known:
            return np.empty(0, np.int64), np.empty(0)
        search = FieldSearch(self._connection, self._collection, "sparse", {}, also)
        rows, scores = search.best(question_vector(known), k, among)
        matching = scores > 0
        return rows[matching], scores[matching]

    def _frequency(self, ways: Sequence[str]) -> int:
        """Return how many passages have any of the terms, each in a language of its own."""
        return min(sum(map(self._count_of, ways)), self.passages)

    def _count_of(self, term: str) -> int:
        number = dimension_of(term)
        place = int(np.searchsorted(self._terms, number))
        found = place < len(self._terms) and self._terms[place] == number
        return int(self._counts[place]) if found else 0
