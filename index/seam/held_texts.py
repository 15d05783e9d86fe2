"""The texts of a generation: what the search, the answers and a build ask of them."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from index.records import Document, Passage, Rows
from index.seam.held_about import HeldFiles, HeldRelated, HeldShapes
from index.storage.lexicon import SearchText
from index.storage.tables.document_conditions import Condition
from index.storage.texts_records import (
    DocumentHead,
    DocumentSummary,
    InStore,
    Outlines,
    StoredPassage,
    Version,
)


class Texts(Protocol):
    """The documents of one generation and their passages, by row. Never changes.

    Rows count from 0, segment after segment, and in a segment documents in the order of their ids;
    the passages of a document have rows that follow each other, and so have the sentences and the
    words of a passage. Safe to use from any number of threads. Any method may raise
    GenerationDamaged, and StoreAway where the generation lies on another machine.

    documents, passages, sentences, words: how many rows of each there are.
    """

    @property
    def documents(self) -> int: ...
    @property
    def passages(self) -> int: ...
    @property
    def sentences(self) -> int: ...
    @property
    def words(self) -> int: ...

    @property
    def live(self) -> Rows:
        """The rows of its documents, ascending: int64.

        Other rows are of documents that are gone, which nothing here returns: they lie in a segment
        that was not written anew without them.
        """
        ...

    def gone(self) -> dict[int, DocumentSummary]:
        """Return the documents that are gone, and lie in a segment nevertheless, by row."""
        ...

    @property
    def shapes(self) -> HeldShapes:
        """The shapes of its documents."""
        ...

    @property
    def related(self) -> HeldRelated:
        """Which of its documents are nearly the same."""
        ...

    @property
    def files(self) -> HeldFiles:
        """What came of the files that it was made from."""
        ...

    @property
    def firsts(self) -> tuple[Rows, Rows]:
        """The first passage of each document, and the first sentence of each passage.

        Each ends with the number of all: int64, of shape (documents + 1,) and (passages + 1,).
        """
        ...

    def in_store(self, version: Version) -> InStore | None:
        """Return from where SQLite can copy a document; None where it lies in no such file.

        version: as `versions` tells it.
        """
        ...

    def document(self, document_id: str) -> Document | None:
        """Return a whole document; None if there is none of that id."""
        ...

    def row_of(self, document_id: str) -> int | None:
        """Return the row of a document; None if there is none of that id."""
        ...

    def documents_where(self, conditions: Sequence[Condition]) -> Rows:
        """Return the rows of the documents that meet all conditions, ascending: int64."""
        ...

    def heads(self) -> list[DocumentHead]:
        """Return what lists of documents need of all of them."""
        ...

    def summaries_of(self, rows: Sequence[int]) -> list[DocumentSummary]:
        """Return the documents at these rows, all of which must exist, in the order of `rows`."""
        ...

    def versions(self) -> dict[str, Version]:
        """Return all documents without their texts, by document id, in order of rows."""
        ...

    def all_documents(self) -> Iterator[Document]:
        """Yield every document in order of rows."""
        ...

    def characters_at(self, rows: Rows) -> int:
        """Return how many characters the documents at these rows have together."""
        ...

    def excerpt(self, document_id: str, sha256: str, start: int, end: int) -> str | None:
        """Return `text[start:end]` of that version of a document; None where no passages hold it.

        Reads these passages alone.
        """
        ...

    def passage(self, row: int) -> StoredPassage:
        """Return the passage at `row`. Raises GenerationDamaged if there is none."""
        ...

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Return the passages at these rows, in their order.

        Raises GenerationDamaged if one is missing.
        """
        ...

    def outlines(self, rows: Sequence[int]) -> Outlines:
        """Return what ranking needs of the passages at these rows, in their order.

        Raises GenerationDamaged if one is missing.
        """
        ...

    def passages_at(self, document: int) -> list[Passage]:
        """Return the passages of the document at this row, in order."""
        ...

    def texts_at(self, document: int) -> list[str]:
        """Return the texts of the passages of the document at this row, in order."""
        ...

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        """Yield the row and the text of every passage, in order of rows."""
        ...

    def search_texts(self) -> Iterator[SearchText]:
        """Yield what each passage is found by, in order of rows."""
        ...

    def passages_of_sentences(self, rows: Rows) -> Rows:
        """Return, for each sentence row, the row of its passage: int64, shape (n,)."""
        ...

    def sentence_rows(self, passages: Rows) -> tuple[Rows, Rows]:
        """Return, for each passage row, the row of its first sentence, and how many it has."""
        ...
