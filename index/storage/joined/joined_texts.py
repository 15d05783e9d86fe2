"""The texts of several stores as one: see Texts in index.seam.

A row of a store is told apart from a row among all by who gives it: stores know only their own.
A question's passages are read with one query to each store that holds one of them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TypeVar

import numpy as np

from index.errors import GenerationDamaged
from index.records import Document, Mask, Passage, Rows
from index.storage.joined.about import About
from index.storage.joined.bases import Bases
from index.storage.joined.joined_related import JoinedRelated, JoinedShapes
from index.storage.joined.joined_store import JoinedStore, segments_of
from index.storage.lexicon import SearchText
from index.storage.origins.origin_tables import StoredFiles
from index.storage.tables.document_conditions import Condition
from index.storage.texts import Store, outlines_from
from index.storage.texts_records import (
    DocumentHead,
    DocumentSummary,
    InStore,
    Outlines,
    StoredPassage,
    Version,
)

T = TypeVar("T")


class JoinedTexts:
    """The documents of all stores of a generation, in the order of the stores.

    gone: the documents of each store that are not of the generation any more, by their rows there;
    all of its documents are where it names none. documents, passages, sentences, words: how many of
    each all stores hold. Raises GenerationDamaged where `about` knows of another number of
    documents.
    """

    def __init__(
        self, stores: Sequence[Store], about: About, gone: Sequence[Sequence[int]] = ()
    ) -> None:
        self._segments, self._documents, self._passages = segments_of(stores)
        self._about = about
        self._is_live: Mask = np.ones(self._documents.all, np.bool_)
        for segment, rows in zip(self._segments, gone, strict=False):
            self._is_live[[segment.starts.document + row for row in rows]] = False
        self.documents, self.passages = self._documents.all, self._passages.all
        self.sentences = sum(store.sentences for store in stores)
        self.words = sum(store.words for store in stores)
        if about.documents != self.documents:
            raise GenerationDamaged(
                f"the stores hold {self.documents} documents, not {about.documents}"
            )
        of_stores = [s.starts.sentence + s.store.first_sentences[:-1] for s in self._segments]
        self._first_sentences: Rows = np.concatenate([*of_stores, [self.sentences]], dtype=np.int64)

    @property
    def live(self) -> Rows:
        return np.flatnonzero(self._is_live)

    def gone(self) -> dict[int, DocumentSummary]:
        rows = np.flatnonzero(~self._is_live).tolist()
        return dict(zip(rows, self.summaries_of(rows), strict=True))

    @property
    def shapes(self) -> JoinedShapes:
        return JoinedShapes(self._segments, self._documents)

    @property
    def related(self) -> JoinedRelated:
        return JoinedRelated(self._segments, self._documents, self._about, self.row_of)

    @property
    def files(self) -> StoredFiles:
        return self._about.files

    @cached_property
    def firsts(self) -> tuple[Rows, Rows]:
        of_stores = [s.starts.passage + s.store.firsts[0][:-1] for s in self._segments]
        passages: Rows = np.concatenate([*of_stores, [self.passages]], dtype=np.int64)
        return passages, self._first_sentences

    def in_store(self, version: Version) -> InStore:
        segment, _ = self._at(version.row)
        return segment.store.in_store(segment.own_version(version))

    def document(self, document_id: str) -> Document | None:
        row = self.row_of(document_id)
        if row is None:
            return None
        document = self._at(row)[0].store.document(document_id)
        _, successor = self._about.standings_of([row]).get(row, (row, None))
        return document and _replaced(document, successor)

    def row_of(self, document_id: str) -> int | None:
        # One that changed may be in two segments, gone from the earlier.
        rows = (segment.row_of(document_id) for segment in self._segments)
        return next((row for row in rows if row is not None and self._is_live[row]), None)

    def documents_where(self, conditions: Sequence[Condition]) -> Rows:
        found = [s.starts.document + s.store.documents_where(conditions) for s in self._segments]
        rows: Rows = np.concatenate([np.empty(0, np.int64), *found])
        return rows[self._is_live[rows]]

    def heads(self) -> list[DocumentHead]:
        heads = (s.head(head) for s in self._segments for head in s.store.heads())
        return [head for head in heads if self._is_live[head.row]]

    def summaries(self) -> list[DocumentSummary]:
        """Return all documents without their texts, by document id."""
        return sorted(self.summaries_of(self.live.tolist()), key=lambda one: one.document_id)

    def summaries_of(self, rows: Sequence[int]) -> list[DocumentSummary]:
        found = self._gathered(self._documents, rows, lambda s, own: s.store.summaries_of(own))
        return [summary for _, summary in found]

    def versions(self) -> dict[str, Version]:
        of_stores = (
            (name, segment.version(version))
            for segment in self._segments
            for name, version in segment.store.versions().items()
        )
        return {name: version for name, version in of_stores if self._is_live[version.row]}

    def all_documents(self) -> Iterator[Document]:
        successors = self._about.successors()
        of_stores = chain.from_iterable(s.store.all_documents() for s in self._segments)
        return (
            _replaced(one, successors.get(row))
            for row, one in enumerate(of_stores)
            if self._is_live[row]
        )

    def characters_at(self, rows: Rows) -> int:
        return int(self.related.lengths()[rows].sum())

    def excerpt(self, document_id: str, sha256: str, start: int, end: int) -> str | None:
        row = self.row_of(document_id)
        if row is None:
            return None
        return self._at(row)[0].store.excerpt(document_id, sha256, start, end)

    def passage(self, row: int) -> StoredPassage:
        [stored] = self.stored_passages([row])
        return stored

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        found = self._gathered(self._passages, rows, lambda s, own: s.store.passage_rows(own))
        owners = [s.starts.document + s.store.document_in(values) for s, values in found]
        standings = self._about.standings_of([*dict.fromkeys(owners)])
        return [
            s.store.stored_from(values, s.starts, *standings.get(owner, (owner, None)))
            for owner, (s, values) in zip(owners, found, strict=True)
        ]

    def all_passages(self) -> Iterator[StoredPassage]:
        """Yield every passage in order of rows."""
        firsts, _ = self.firsts
        rows = (range(*firsts[[document, document + 1]]) for document in self.live)
        return map(self.passage, chain.from_iterable(rows))

    def outlines(self, rows: Sequence[int]) -> Outlines:
        found = self._gathered(self._passages, rows, lambda s, own: s.store.outline_rows(own))
        return outlines_from(rows, [segment.outline_row(values) for segment, values in found])

    def passages_at(self, document: int) -> list[Passage]:
        segment, row = self._at(document)
        return segment.store.passages_at(row)

    def texts_at(self, document: int) -> list[str]:
        segment, row = self._at(document)
        return segment.store.texts_at(row)

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        for segment in self._segments:
            for row, text in segment.store.passage_texts():
                yield segment.starts.passage + row, text

    def search_texts(self) -> Iterator[SearchText]:
        return chain.from_iterable(s.store.search_texts() for s in self._segments)

    def passages_of_sentences(self, rows: Rows) -> Rows:
        return np.searchsorted(self._first_sentences, rows, side="right") - 1

    def sentence_rows(self, passages: Rows) -> tuple[Rows, Rows]:
        firsts = self._first_sentences[passages]
        return firsts, self._first_sentences[passages + 1] - firsts

    def _at(self, document: int) -> tuple[JoinedStore, int]:
        """Return the segment that holds the document at a row, and its row there."""
        number, row = self._documents.at(document)
        return self._segments[number], row

    def _gathered(
        self,
        bases: Bases,
        rows: Sequence[int],
        read: Callable[[JoinedStore, list[int]], Sequence[T]],
    ) -> list[tuple[JoinedStore, T]]:
        """Return what the stores say of rows, in the order of `rows`, and in which segment.

        read: reads this of the rows of one store, in order.
        """
        found: dict[int, tuple[JoinedStore, T]] = {}
        for number, (places, own) in bases.by_store(rows).items():
            segment = self._segments[number]
            for place, value in zip(places, read(segment, own), strict=True):
                found[place] = segment, value
        return [found[place] for place in range(len(rows))]


def _replaced(document: Document, successor: str | None) -> Document:
    """Return the document with the id of the one that replaces it, if any is known."""
    return document if successor is None else replace(document, superseded_by=successor)
