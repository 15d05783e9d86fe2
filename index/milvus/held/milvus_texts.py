"""The texts of a generation in Milvus, read by key as they are needed. See Texts."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np

from index.errors import GenerationDamaged
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.expressions import expression, meets
from index.milvus.engine.generation_tables import DOCUMENTS, RECORDS, Tables
from index.milvus.engine.record_parts import Records, numbers_in
from index.milvus.held.document_records import DocumentRecord
from index.milvus.held.milvus_about import MilvusFiles, MilvusRelated, MilvusShapes
from index.milvus.held.passage_records import PassageRecord, outlines_of
from index.records import Document, Passage, Rows
from index.storage.lexicon import SearchText
from index.storage.tables.document_conditions import Condition, DocumentField, Relation
from index.storage.texts_records import (
    DocumentHead,
    DocumentSummary,
    Outlines,
    StoredDocument,
    StoredPassage,
    Version,
)

_PASSAGES_KEPT = 4096  # records; a question and its answer look at the same ones
_DOCUMENTS_KEPT = 1024
_NAMED = (DocumentField.ID, Relation.ONE_OF)
_WINDOW = 16_000  # rows; Milvus gives no more of one query


class MilvusTexts:
    """The documents and passages of one generation. Safe to use from any number of threads.

    documents, passages, sentences, words: how many of each it holds.
    """

    def __init__(self, connection: MilvusConnection, tables: Tables) -> None:
        self._connection, self._table = connection, tables[DOCUMENTS]
        self._records = Records(connection, tables[RECORDS])
        self._begins: Rows = numbers_in(self._records.one("begins"), "<i8").reshape(-1, 2)
        self._firsts: Rows = numbers_in(self._records.one("firsts"), "<i8")
        self.documents, self.passages = len(self._firsts) - 1, len(self._begins) - 1
        self.sentences, self.words = self._begins[-1].tolist()
        self._one_document = lru_cache(_DOCUMENTS_KEPT)(self._read_document)
        self._one_passage = lru_cache(_PASSAGES_KEPT)(self._read_passage)
        self.shapes = MilvusShapes(self._records)
        self.files = MilvusFiles(self._records)

    @cached_property
    def related(self) -> MilvusRelated:
        return MilvusRelated(self._records, self._documents, self.row_of, self._passages_of)

    @property
    def live(self) -> Rows:
        return np.arange(self.documents)

    def gone(self) -> dict[int, DocumentSummary]:
        return {}

    @property
    def firsts(self) -> tuple[Rows, Rows]:
        return self._firsts, self._begins[:, 0]

    def in_store(self, version: Version) -> None:
        """Milvus keeps no file that SQLite could copy from."""

    def document(self, document_id: str) -> Document | None:
        row = self.row_of(document_id)
        return None if row is None else self._document(row, self._one_document(row))

    def row_of(self, document_id: str) -> int | None:
        rows = self.documents_where([Condition(DocumentField.ID, Relation.ONE_OF, (document_id,))])
        return int(rows[0]) if len(rows) else None

    def documents_where(self, conditions: Sequence[Condition]) -> Rows:
        if any(c.relation is Relation.ONE_OF and not c.values for c in conditions):
            return np.empty(0, np.int64)
        fields = ["row", *{condition.field.value for condition in conditions}]
        found: list[int] = []
        for window in self._windows(conditions):
            where = " and ".join(filter(None, [window, expression(conditions)]))
            rows = self._connection.query(self._table, where, fields)
            found += [row["row"] for row in rows if all(meets(row, c) for c in conditions)]
        return np.array(sorted(found), np.int64)

    def _windows(self, conditions: Sequence[Condition]) -> list[str]:
        """Return expressions for parts of all rows, so that Milvus gives all that meet a query."""
        named = [c for c in conditions if (c.field, c.relation) == _NAMED]
        if any(len(condition.values) <= _WINDOW for condition in named):
            return [""]
        firsts = range(0, self.documents, _WINDOW)
        return [f"row >= {first} and row < {first + _WINDOW}" for first in firsts]

    def heads(self) -> list[DocumentHead]:
        return [record.head(row) for row, record in enumerate(self._all_documents())]

    def summaries_of(self, rows: Sequence[int]) -> list[DocumentSummary]:
        return [record.summary() for record in self._documents(rows)]

    def versions(self) -> dict[str, Version]:
        records = enumerate(self._all_documents())
        return {record.document_id: record.version(row) for row, record in records}

    def all_documents(self) -> Iterator[Document]:
        for row, record in enumerate(self._all_documents()):
            yield self._document(row, record)

    def characters_at(self, rows: Rows) -> int:
        return int(self.related.lengths()[rows].sum())

    def excerpt(self, document_id: str, sha256: str, start: int, end: int) -> str | None:
        row = self.row_of(document_id)
        if row is None or self._one_document(row).sha256 != sha256:
            return None
        excerpt = ""
        for record in self._passages_of(row):
            begin = record.start - len(record.gap)
            piece_end = record.start + len(record.text)
            if piece_end <= start:
                continue
            excerpt += (record.gap + record.text)[max(start - begin, 0) : end - begin]
            if piece_end >= end:
                return excerpt
        return None

    def passage(self, row: int) -> StoredPassage:
        return self.stored_passages([row])[0]

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        records = self._passages(rows)
        owners = dict.fromkeys(record.document for record in records)
        documents = dict(zip(owners, self._documents([*owners]), strict=True))
        return [
            record.stored(row, self._stored_document(record.document, documents[record.document]))
            for row, record in zip(rows, records, strict=True)
        ]

    def outlines(self, rows: Sequence[int]) -> Outlines:
        return outlines_of(rows, self._passages(rows))

    def passages_at(self, document: int) -> list[Passage]:
        return [record.passage for record in self._passages_of(document)]

    def texts_at(self, document: int) -> list[str]:
        return [record.text for record in self._passages_of(document)]

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        return ((row, record.text) for row, record in enumerate(self._all_passages()))

    def search_texts(self) -> Iterator[SearchText]:
        for record in self._all_passages():
            yield SearchText("\n".join([*record.above, record.text]), record.language)

    def passages_of_sentences(self, rows: Rows) -> Rows:
        return np.searchsorted(self._begins[:, 0], rows, side="right") - 1

    def sentence_rows(self, passages: Rows) -> tuple[Rows, Rows]:
        firsts = self._begins[passages, 0]
        return firsts, self._begins[passages + 1, 0] - firsts

    def passages_of_words(self, word: int) -> int:
        """Return the row of the passage that holds the word at a row."""
        return int(np.searchsorted(self._begins[:, 1], word, side="right") - 1)

    def first_word(self, passage: int) -> int:
        """Return the row of the first word of a passage; of all words, for the one after last."""
        return int(self._begins[passage, 1])

    def _stored_document(self, row: int, record: DocumentRecord) -> StoredDocument:
        return StoredDocument(
            *(row, record.document_id, record.title, record.sha256),
            *(record.published, record.stale, record.origin, record.leader),
            record.superseded_by,
            lambda: self._text(row, record),
        )

    def _document(self, row: int, record: DocumentRecord) -> Document:
        return Document(
            *(record.document_id, record.title, self._text(row, record), record.sha256),
            *(record.published, record.stale, self.shapes.of(row), record.origin),
            record.superseded_by,
        )

    def _text(self, row: int, record: DocumentRecord) -> str:
        pieces = [passage.gap + passage.text for passage in self._passages_of(row)]
        return "".join(pieces) + record.tail

    def _passages_of(self, document: int) -> list[PassageRecord]:
        first, end = self._firsts[[document, document + 1]].tolist()
        return self._passages(range(first, end))

    def _passages(self, rows: Sequence[int]) -> list[PassageRecord]:
        """Return the records of passages, in order. Raises GenerationDamaged if one is missing."""
        if len(rows) == 1:
            return [self._one_passage(rows[0])]
        return [PassageRecord(*record) for record in self._records.many("passage", rows)]

    def _all_passages(self) -> Iterator[PassageRecord]:
        return (PassageRecord(*r) for r in self._records.each("passage", self.passages))

    def _read_passage(self, row: int) -> PassageRecord:
        return PassageRecord(*self._records.one("passage", row))

    def _documents(self, rows: Sequence[int]) -> list[DocumentRecord]:
        return [DocumentRecord(*record) for record in self._records.many("document", rows)]

    def _all_documents(self) -> Iterator[DocumentRecord]:
        return (DocumentRecord(*r) for r in self._records.each("document", self.documents))

    def _read_document(self, row: int) -> DocumentRecord:
        if not 0 <= row < self.documents:
            raise GenerationDamaged(f"there is no document {row}")
        return self._documents([row])[0]
