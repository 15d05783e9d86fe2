"""The word index of a generation, which ranks passages by BM25 (tantivy)."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tantivy

from index.errors import GenerationDamaged
from index.languages.scripts import ENGLISH
from index.languages.telling import LANGUAGES
from index.records import Mask, Rows
from index.storage.lexicon.lexicon_writer import os_errors
from index.storage.lexicon.row_numbers import RowNumbers
from index.storage.words.analysis import Ways
from index.storage.words.rarity import rarity_of, telling_ways

_MOST_NAMED = 10_000  # rows; to name more takes longer than to drop those that are not allowed


def _without_score(query: tantivy.Query) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, 0.0)


class Lexicon:
    """The word index of one generation, opened for reading.

    languages: those of its passages, by name.
    """

    def __init__(self, folder: Path, firsts: Mapping[int, int]) -> None:
        """Open the index in `folder`, of one segment or joined of several.

        firsts: the row of each segment's first passage by serial, in the order of the segments.
        Raises GenerationDamaged where this is not the index of these segments, and OSError where
        the disk fails.
        """
        try:
            with os_errors(folder):
                self._open(folder, firsts)
        except (ValueError, GenerationDamaged) as error:
            raise GenerationDamaged(f"{folder} is damaged: {error}") from error

    def _open(self, folder: Path, firsts: Mapping[int, int]) -> None:
        index = tantivy.Index.open(str(folder))
        # A generation never changes. A reader that looked for new commits would write a lock
        # file into a folder that is perhaps being pruned.
        index.config_reader(reload_policy="manual")
        self._index = index
        self._searcher = index.searcher()
        self._numbers = RowNumbers(firsts, self.passages)
        count = self._searcher.num_segments  # tantivy's own, each in one of ours
        self._rows_at([tantivy.DocAddress(place, 0) for place in range(count)])
        self._frequency([""])  # raises where a file of the words is missing
        self.languages = self._find_languages()

    @property
    def passages(self) -> int:
        """How many passages it holds."""
        count: int = self._searcher.num_docs
        return count

    def search(
        self, question: str, k: int, among: Mask | None = None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and BM25 scores of the best `k` passages that match, best first.

        Rows: int64, scores: float64, both of shape (matches,). among: bool, shape (passages,); only
        rows that it allows are returned. The rarity of a word is counted in all passages even so.
        """
        ways = self.ways(question)
        if not ways:
            return np.empty(0, np.int64), np.empty(0)
        return self._ranked(self._any_of(set(chain.from_iterable(ways))), k, among)

    def holding(self, words: Iterable[Ways], k: int, among: Mask | None = None) -> Rows:
        """Return the rows of the best `k` passages that hold all of these words, best first.

        int64, shape (matches,). words: at least one, as `ways` returns them. among: as in
        `search`.
        """
        each = [(tantivy.Occur.Must, self._any_of(ways)) for ways in sorted(set(words))]
        return self._ranked(tantivy.Query.boolean_query(each), k, among)[0]

    def ways(self, question: str, asked: str | None = None) -> list[Ways]:
        """Return the ways in which each word of a question may stand here, in order.

        asked: the language of the question; by default it is told from `question`.
        """
        return telling_ways(question, asked, self.languages, self._frequency)

    def _any_of(self, words: Collection[str]) -> tantivy.Query:
        """Return the query for passages with any of the terms."""
        schema = self._index.schema
        queries = (tantivy.Query.term_query(schema, "text", word, "freq") for word in sorted(words))
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, query) for query in queries])

    def _ranked(
        self, query: tantivy.Query, k: int, among: Mask | None
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and scores as `search` does."""
        if among is None:
            return self._best(query, k)
        allowed = np.flatnonzero(among)
        if len(allowed) <= _MOST_NAMED:
            only = tantivy.Query.term_set_query(
                self._index.schema, "row", self._numbers.numbers(allowed)
            )
            both = [(tantivy.Occur.Must, query), (tantivy.Occur.Must, _without_score(only))]
            return self._best(tantivy.Query.boolean_query(both), k)
        return self._best_among(query, k, among, 2 * k * len(among) // max(len(allowed), 1))

    def _best(self, query: tantivy.Query, k: int) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and scores as `search` does, of all passages."""
        hits = self._searcher.search(query, k, count=False).hits
        rows = self._rows_at([address for _, address in hits])
        return rows, np.array([score for score, _ in hits], float)

    def _rows_at(self, addresses: Sequence[tantivy.DocAddress]) -> Rows:
        """Return the rows of the passages at places in the index. Raises GenerationDamaged."""
        return self._numbers.rows(self._searcher.fast_field_values("row", addresses))

    def _best_among(
        self, query: tantivy.Query, k: int, among: Mask, depth: int
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """Return rows and scores as `search` does, where too many rows are allowed to name them.

        depth: how many passages to ask for at first. It grows until `k` of the results are allowed.
        """
        while True:
            rows, scores = self._best(query, depth)
            is_allowed = among[rows]
            if len(rows) < depth or np.count_nonzero(is_allowed) >= k:
                return rows[is_allowed][:k], scores[is_allowed][:k]
            depth *= 4

    def rarity(self, *ways: str) -> float:
        """Return the inverse document frequency of a word, as in BM25.

        It is highest for a word that stands in no passage. ways: the terms that it may be.
        """
        return rarity_of(self._frequency(ways), self.passages)

    def _frequency(self, ways: Sequence[str]) -> int:
        """Return how many passages have any of the terms, each in a language of its own."""
        counts: list[int] = [self._searcher.doc_freq("text", term) for term in ways]
        return min(sum(counts), self.passages)

    def _find_languages(self) -> tuple[str, ...]:
        """Return the languages of all passages; English for an index that does not tell."""
        try:
            counts = {one: self._searcher.doc_freq("language", one) for one in LANGUAGES}
        except ValueError:  # an older one has no such field
            return (ENGLISH,)
        return tuple(sorted(one for one, count in counts.items() if count)) or (ENGLISH,)
