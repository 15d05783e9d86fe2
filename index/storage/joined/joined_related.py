"""Which documents are nearly the same, and the shapes of documents, of several stores as one."""

from collections.abc import Callable, Sequence

import numpy as np

from index.records import Block, Link, Place, Rows, Shape, Span
from index.storage.joined.about import About
from index.storage.joined.bases import Bases
from index.storage.joined.joined_store import JoinedStore
from index.storage.related.shingles import NUMBERS, Signatures
from index.storage.shapes.stored_shapes import StoredShapes


class JoinedShapes:
    """The shapes of all documents. See HeldShapes in index.seam."""

    def __init__(self, segments: Sequence[JoinedStore], documents: Bases) -> None:
        self._segments, self._documents = segments, documents

    def of(self, document: int) -> Shape:
        shapes, row = self._at(document)
        return shapes.of(row)

    def blocks_between(self, document: int, span: Span) -> dict[int, Block]:
        shapes, row = self._at(document)
        return shapes.blocks_between(row, span)

    def blocks_at(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        shapes, row = self._at(document)
        return shapes.blocks_at(row, numbers)

    def blocks_above(self, document: int, numbers: Sequence[int]) -> dict[int, Block]:
        shapes, row = self._at(document)
        return shapes.blocks_above(row, numbers)

    def links_between(self, document: int, span: Span) -> list[Link]:
        shapes, row = self._at(document)
        return shapes.links_between(row, span)

    def places_at(self, document: int, span: Span) -> list[Place]:
        shapes, row = self._at(document)
        return shapes.places_at(row, span)

    def _at(self, document: int) -> tuple[StoredShapes, int]:
        number, row = self._documents.at(document)
        return self._segments[number].store.shapes, row


class JoinedRelated:
    """The clusters of all documents. See HeldRelated in index.seam.

    row_of: tells the row of a document by its id.
    """

    def __init__(
        self,
        segments: Sequence[JoinedStore],
        documents: Bases,
        about: About,
        row_of: Callable[[str], int | None],
    ) -> None:
        self._segments, self._documents, self._about = segments, documents, about
        self._row_of = row_of

    def leaders(self, documents: int) -> Rows:
        return self._about.leaders()

    def lengths(self) -> Rows:
        lengths = [segment.store.related.lengths() for segment in self._segments]
        return np.concatenate([np.empty(0, np.int64), *lengths])

    def signatures(self) -> Signatures:
        signatures = [segment.store.related.signatures() for segment in self._segments]
        return np.concatenate([np.empty((0, NUMBERS), np.uint16), *signatures])

    def copies(self, leader: int) -> list[int]:
        return self._about.copies(leader)

    def ids_of_copies(self, document_id: str) -> list[str]:
        row = self._row_of(document_id)
        if row is None:
            return []
        leader, _ = self._about.standings_of([row]).get(row, (row, None))
        copies = self.copies(leader)
        return sorted({*self._ids_of(copies)} - {document_id})

    def _ids_of(self, documents: Sequence[int]) -> list[str]:
        """Return the ids of documents, in any order."""
        return [
            name
            for number, (_, rows) in self._documents.by_store(documents).items()
            for name in self._segments[number].store.related.ids_of(rows)
        ]

    def passages_holding(self, text: str, documents: Sequence[int]) -> list[int]:
        return [
            self._segments[number].starts.passage + passage
            for number, (_, rows) in sorted(self._documents.by_store(documents).items())
            for passage in self._segments[number].store.related.passages_holding(text, rows)
        ]
