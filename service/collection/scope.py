"""The documents that a question may be answered from: all of them, or those of its filter."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from index.records import Rows
from index.seam.held_texts import Texts
from index.search import Searcher
from index.storage.document_filter import Allowed, Filter
from index.storage.texts_records import DocumentSummary
from index.storage.words.analysis import Ways


class Scope:
    """The documents of one generation that a filter allows. chosen: None for all."""

    def __init__(self, searcher: Searcher, chosen: Filter | None) -> None:
        self.searcher = searcher
        self.store: Texts = searcher.generation.store
        self._chosen = chosen

    @cached_property
    def allowed(self) -> Allowed | None:
        """What the filter allows; None for all. Most questions are none of the collection."""
        return self.searcher.allowed(self._chosen)

    @cached_property
    def documents(self) -> Rows:
        """The rows of the documents, by title: int64, shape (documents,)."""
        return self.allowed_of(self.searcher.generation.catalogue.find(order="title"))

    def allowed_of(self, documents: Rows) -> Rows:
        """Return those of some rows of documents that are allowed, in the same order."""
        if self.allowed is None:
            return documents
        firsts, _ = self.store.firsts
        seen: Rows = documents[self.allowed.passages[firsts[documents]]]
        return seen

    @property
    def passages(self) -> int:
        if self.allowed is None:
            return self.searcher.generation.manifest.passages
        return int(self.allowed.passages.sum())

    @property
    def sentences(self) -> int:
        if self.allowed is None:
            return self.searcher.generation.manifest.sentences
        return int(self.allowed.sentences.sum())

    def summaries(self, rows: Sequence[int]) -> list[DocumentSummary]:
        """Return the documents at these rows, in their order."""
        return self.store.summaries_of(rows)

    def ways(self, text: str) -> list[Ways]:
        """Return the ways in which each word of a text may stand in the index, in order."""
        return self.searcher.generation.lexicon.ways(text)

    def holding(self, words: Iterable[Ways], most: int) -> Rows:
        """Return the rows of the best `most` passages that hold all of these words, best first."""
        among = None if self.allowed is None else self.allowed.passages
        return self.searcher.generation.lexicon.holding(words, most, among)

    def documents_of(self, passages: Rows) -> Rows:
        """Return, for each passage row, the row of its document. Both: int64, shape (n,)."""
        firsts, _ = self.store.firsts
        return np.searchsorted(firsts, passages, side="right") - 1
