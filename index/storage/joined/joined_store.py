"""One of the stores of a generation, and where its rows begin among those of all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.storage.joined.bases import Bases
from index.storage.tables.connections import SqlRow
from index.storage.texts import Store
from index.storage.texts_records import DocumentHead, Starts, Version


@dataclass(frozen=True, slots=True)
class JoinedStore:
    """A store, and where its rows begin among those of all stores."""

    store: Store
    starts: Starts

    def row_of(self, document_id: str) -> int | None:
        """Return the row among all of a document; None if the store holds none of that id."""
        row = self.store.row_of(document_id)
        return None if row is None else self.starts.document + row

    def version(self, version: Version) -> Version:
        """Return a document of the store with its rows among all."""
        return version.moved(self.starts)

    def own_version(self, version: Version) -> Version:
        """Return a document, whose rows are among all, with its rows in the store."""
        return version.moved(self.starts.taken_away())

    def head(self, head: DocumentHead) -> DocumentHead:
        """Return what lists need of a document of the store, with its row among all."""
        return head._replace(row=self.starts.document + head.row)

    def outline_row(self, values: SqlRow) -> SqlRow:
        """Return what outlines are made of, with rows among all."""
        row, title, word, *rest = values
        return self.starts.passage + row, title, self.starts.word + word, *rest


def segments_of(stores: Sequence[Store]) -> tuple[list[JoinedStore], Bases, Bases]:
    """Return the segments in order, and where their documents and their passages begin."""
    documents = Bases("document", (store.documents for store in stores))
    passages = Bases("passage", (store.passages for store in stores))
    firsts: Iterable[tuple[int, ...]] = zip(
        documents.firsts,
        passages.firsts,
        Bases("sentence", (store.sentences for store in stores)).firsts,
        Bases("word", (store.words for store in stores)).firsts,
        strict=True,
    )
    segments = [
        JoinedStore(store, Starts(*first)) for store, first in zip(stores, firsts, strict=True)
    ]
    return segments, documents, passages
