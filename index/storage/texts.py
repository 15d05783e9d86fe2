"""Reads the texts of one store and where everything stands in them (SQLite).

A published file never changes, so readers open it immutable: no locks, no journal, nothing written
beside it. `texts_schema` tells what the tables hold.
"""

import itertools
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from index.errors import GenerationDamaged
from index.records import Context, Document, Origin, Passage, Rows
from index.storage import texts_schema
from index.storage.folding import folded
from index.storage.lexicon import SearchText
from index.storage.origins import origin_tables
from index.storage.related import related_tables
from index.storage.related.related_documents import RelatedDocuments
from index.storage.shapes import contexts
from index.storage.shapes.stored_shapes import StoredShapes
from index.storage.tables.connections import Connections, SqlRow
from index.storage.tables.document_conditions import Condition, where
from index.storage.texts_records import (
    DocumentHead,
    DocumentSummary,
    InStore,
    Outlines,
    Starts,
    StoredDocument,
    StoredPassage,
    Version,
)
from index.storage.words import passage_languages

_HEAD = "document_id, title, sha256, published, stale"
_ORIGIN = f"{origin_tables.ORIGIN}, {related_tables.TOLD}"
_JOIN_ORIGINS = "LEFT JOIN origins ON origins.document = documents.row"
_NEWER = related_tables.SUPERSEDED_BY
_DOCUMENTS = f"SELECT row, tail, {_HEAD}, {_NEWER}, {_ORIGIN} FROM documents {_JOIN_ORIGINS}"
_SUMMARIES = (
    f"SELECT row, {_HEAD}, characters,"
    " (SELECT count(*) FROM passages WHERE document = documents.row), author, site,"
    f" origins.language, url FROM documents {_JOIN_ORIGINS}"
)
_PASSAGES = (
    "SELECT passages.row, start, end, sentence, word, passages.text, passages.sentences,"
    f" contexts.text, above, contexts.sentences, {passage_languages.LANGUAGE}, documents.row, tail,"
    f" {_HEAD}, {related_tables.LEADER}, {_NEWER}, {_ORIGIN} FROM passages"
    f" JOIN documents ON documents.row = passages.document {contexts.JOIN} {_JOIN_ORIGINS}"
    f" {passage_languages.JOIN}"
)
_DOCUMENT = 11  # the place of the document's row among these columns
_OUTLINES = (
    "SELECT passages.row, title, word, passages.sentences, passages.terms, above, contexts.terms,"
    " contexts.sentences FROM passages JOIN documents ON documents.row = document"
    f" {contexts.JOIN}"
)
_ALONE = Starts()


class Store:
    """The texts of one store, opened for reading by any number of threads.

    documents, passages, sentences, words: how many of each it holds.
    """

    def __init__(self, path: Path) -> None:
        self._connections = Connections(path, _prepare)
        try:
            self.documents = self._count("documents")
            self.passages = self._count("passages")
            self._begins = self._begins_of_passages()
            self.sentences, self.words = self._begins[-1].tolist()
        except sqlite3.Error as error:
            raise GenerationDamaged(f"{path} is no store: {error}") from error

    @property
    def live(self) -> Rows:
        """The rows of its documents, ascending: int64, shape (documents,)."""
        return np.arange(self.documents)

    def gone(self) -> dict[int, DocumentSummary]:
        """Return the documents that are gone: none, since only a generation leaves some out."""
        return {}

    @property
    def shapes(self) -> StoredShapes:
        """The shapes of its documents."""
        return StoredShapes(self._connections)

    @property
    def related(self) -> RelatedDocuments:
        """Which of its documents are nearly the same, and which replace others."""
        return RelatedDocuments(self._connections)

    @property
    def files(self) -> origin_tables.StoredFiles:
        """What came of the files, in stores of formats 3 to 5; later see index.storage.joined."""
        return origin_tables.StoredFiles(self._connections)

    def in_store(self, version: Version) -> InStore:
        """Return from where SQLite can copy a document."""
        return InStore(self._connections.uri, version)

    def document(self, document_id: str) -> Document | None:
        """Return a whole document; None if there is none of that id."""
        rows = self._query(f"{_DOCUMENTS} WHERE document_id = ?", document_id)
        return next((self._document(row, head, tail) for row, tail, *head in rows), None)

    def row_of(self, document_id: str) -> int | None:
        """Return the row of a document; None if there is none of that id."""
        rows = self._query("SELECT row FROM documents WHERE document_id = ?", document_id)
        return next((row for (row,) in rows), None)

    def all_documents(self) -> Iterator[Document]:
        """Yield every document in order of rows."""
        for row, tail, *head in self._rows(_DOCUMENTS):
            yield self._document(row, head, tail)

    def versions(self) -> dict[str, Version]:
        """Return all documents without their texts, by document id, in order of rows."""
        rows = self._query(
            f"SELECT documents.row, {_HEAD}, hash, min(passages.row), max(passages.row) + 1,"
            f" {_ORIGIN} FROM documents JOIN passages ON passages.document = documents.row"
            f" LEFT JOIN shapes ON shapes.document = documents.row {_JOIN_ORIGINS}"
            " GROUP BY documents.row ORDER BY documents.row"
        )
        versions = {}
        for row, name, title, sha256, published, stale, shape, first, end, *origin in rows:
            (sentence, word), (last_sentence, last_word) = self._begins[[first, end]].tolist()
            ranges = (first, end), (sentence, last_sentence), (word, last_word)
            known = shape, origin_tables.origin_of(tuple(origin))
            versions[name] = Version(*(row, title, sha256, published, bool(stale)), *known, *ranges)
        return versions

    def heads(self) -> list[DocumentHead]:
        """Return what the catalogue needs of all documents."""
        rows = self._query(
            "SELECT document_id, row, title, published, stale, author, site FROM documents"
            f" {_JOIN_ORIGINS}"
        )
        return [
            DocumentHead(name, row, title, published, bool(stale), author, site)
            for name, row, title, published, stale, author, site in rows
        ]

    def summaries(self) -> list[DocumentSummary]:
        """Return all documents without their texts, by document id."""
        return [_summary(values) for _, *values in self._query(f"{_SUMMARIES} ORDER BY 2")]

    def summaries_of(self, rows: Sequence[int]) -> list[DocumentSummary]:
        """Return the documents at these rows, all of which must exist, in the order of `rows`."""
        marks = ",".join("?" * len(rows))
        by_row = {
            row: _summary(values)
            for row, *values in self._query(f"{_SUMMARIES} WHERE row IN ({marks})", *rows)
        }
        return [by_row[row] for row in rows]

    def characters_at(self, rows: Rows) -> int:
        """Return how many characters the documents at these rows have together."""
        characters = self._numbers("SELECT characters FROM documents ORDER BY row")
        return int(characters[rows].sum())

    def documents_where(self, conditions: Sequence[Condition]) -> Rows:
        """Return the rows of the documents that meet all conditions, ascending.

        int64, shape (documents that do,).
        """
        sql, values = where(conditions)
        # Sorted here: for ORDER BY it would read the table, and not its index.
        return np.sort(self._numbers(f"SELECT row FROM documents WHERE {sql}", *values))

    def excerpt(self, document_id: str, sha256: str, start: int, end: int) -> str | None:
        """Return `text[start:end]` of that version of a document; None where no passages hold it.

        Reads these passages alone.
        """
        pieces: Iterator[tuple[int, str]] = self._connections.each(
            "SELECT end, text FROM passages WHERE document ="
            " (SELECT row FROM documents WHERE document_id = ? AND sha256 = ?)"
            " AND end > ? ORDER BY end",
            *(document_id, sha256, start),
        )
        excerpt = ""
        for piece_end, text in pieces:
            begin = piece_end - len(text)
            excerpt += text[max(start - begin, 0) : end - begin]
            if piece_end >= end:
                return excerpt
        return None

    def passage(self, row: int) -> StoredPassage:
        """Return the passage at `row`. Raises GenerationDamaged if there is none."""
        [stored] = self.stored_passages([row])
        return stored

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Return the passages at these rows, in their order.

        Raises GenerationDamaged if one is missing.
        """
        return [self.stored_from(values) for values in self.passage_rows(rows)]

    def passage_rows(self, rows: Sequence[int]) -> list[SqlRow]:
        """Return what `stored_from` makes passages of, for those at these rows, in order.

        Raises GenerationDamaged if one is missing.
        """
        return self._at(_PASSAGES, rows)

    @staticmethod
    def document_in(values: SqlRow) -> int:
        """Return the row of the document of a passage in `passage_rows`."""
        return int(values[_DOCUMENT])

    def all_passages(self) -> Iterator[StoredPassage]:
        """Yield every passage in order of rows."""
        return map(self.stored_from, self._rows(_PASSAGES, "passages.row"))

    def outlines(self, rows: Sequence[int]) -> Outlines:
        """Return what ranking needs of the passages at these rows, in their order.

        Raises GenerationDamaged if one is missing.
        """
        return outlines_from(rows, self.outline_rows(rows))

    def outline_rows(self, rows: Sequence[int]) -> list[SqlRow]:
        """Return what `outlines_from` makes outlines of, for the passages at these rows, in order.

        Raises GenerationDamaged if one is missing.
        """
        return self._at(_OUTLINES, rows)

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        """Yield the row and the text of every passage, in order of rows."""
        rows = self._rows("SELECT row, end - start, text FROM passages")
        return ((row, piece[len(piece) - length :]) for row, length, piece in rows)

    def search_texts(self) -> Iterator[SearchText]:
        """Yield what each passage is found by, in order of rows: what it stands under, its text."""
        rows = self._rows(
            "SELECT passages.row, end - start, passages.text, contexts.text,"
            f" {passage_languages.LANGUAGE} FROM passages {contexts.JOIN} {passage_languages.JOIN}",
            "passages.row",
        )
        for _, length, piece, above, language in rows:
            text = piece[len(piece) - length :]
            yield SearchText(f"{above}\n{text}" if above else text, language)

    def passages_at(self, document: int) -> list[Passage]:
        """Return the passages of the document at this row, in order.

        Raises GenerationDamaged where a context cannot be.
        """
        rows = self._query(
            "SELECT start, end, passages.sentences, above, contexts.sentences,"
            f" {passage_languages.LANGUAGE} FROM passages {contexts.JOIN} {passage_languages.JOIN}"
            " WHERE document = ? ORDER BY end",
            document,
        )
        return [
            Passage(
                *(start, end, texts_schema.spans_and_word_counts(sentences)[0]),
                _context(above, contexts_of_sentences),
                language,
            )
            for start, end, sentences, above, contexts_of_sentences, language in rows
        ]

    def texts_at(self, document: int) -> list[str]:
        """Return the texts of the passages of the document at this row, in order."""
        rows = self._query(
            "SELECT end - start, text FROM passages WHERE document = ? ORDER BY end", document
        )
        return [piece[len(piece) - length :] for length, piece in rows]

    def passages_of_sentences(self, rows: Rows) -> Rows:
        """Return, for each sentence row, the row of its passage.

        rows: int64, shape (n,), as is the result.
        """
        return np.searchsorted(self._begins[:, 0], rows, side="right") - 1

    def sentence_rows(self, passages: Rows) -> tuple[Rows, Rows]:
        """Return, for each passage row, the row of its first sentence, and how many it has.

        passages: int64, shape (n,), as are both results.
        """
        firsts = self._begins[passages, 0]
        return firsts, self._begins[passages + 1, 0] - firsts

    @cached_property
    def firsts(self) -> tuple[Rows, Rows]:
        """The first passage of each document, and the first sentence of each passage.

        Each ends with the number of all, where the next one's first would be: int64, of shape
        (documents + 1,) and (passages + 1,).
        """
        passages = self._numbers("SELECT min(row) FROM passages GROUP BY document")
        return np.append(passages, self.passages), self.first_sentences

    @property
    def first_sentences(self) -> Rows:
        """The first sentence of each passage, and the number of all: int64, (passages + 1,)."""
        return self._begins[:, 0]

    def _begins_of_passages(self) -> Rows:
        """Return the rows of each passage's first sentence and first word; last, of the next one's.

        int64, shape (passages + 1, 2). Kept in memory, 16 bytes a passage: every question asks for
        those of a hundred.
        """
        rows = self._query("SELECT sentence, word FROM passages ORDER BY sentence")
        last = self._query("SELECT sentences FROM passages ORDER BY row DESC LIMIT 1")
        end = (0, 0)
        if rows:
            table = texts_schema.sentence_table(last[0][0])
            end = (rows[-1][0] + len(table), rows[-1][1] + int(table[:, texts_schema.WORDS].sum()))
        return np.array([*rows, end], np.int64)

    def stored_from(
        self,
        values: SqlRow,
        starts: Starts = _ALONE,
        leader: int | None = None,
        successor: str | None = None,
    ) -> StoredPassage:
        """Return a passage. values: of it in `passage_rows`.

        starts: where the rows of this store begin. leader, successor: of its document, as the
        others tell; None to believe the store. See StoredDocument.
        """
        row, start, end, sentence, word, piece, blob, text_above, *context = values[:10]
        language, document, tail, *head = values[10:]
        document_id, title, sha256, published, stale, cluster, newer, *origin = head
        if leader is None:
            leader = document if cluster is None else cluster
        spans, words = texts_schema.spans_and_word_counts(blob)
        sentence, word = sentence + starts.sentence, word + starts.word
        return StoredPassage(
            row + starts.passage,
            StoredDocument(
                document + starts.document,
                *(document_id, title, sha256, published, bool(stale)),
                origin_tables.origin_of(tuple(origin)) or Origin(),
                leader,
                newer if successor is None else successor,
                partial(self._text, document, tail),
            ),
            Passage(start, end, spans, _context(*context), language),
            piece[len(piece) - (end - start) :],
            tuple(text_above.split("\n")) if text_above else (),
            tuple(range(sentence, sentence + len(words))),
            tuple(itertools.accumulate(words, initial=word)),
        )

    def _document(self, row: int, head: Sequence[Any], tail: str) -> Document:
        document_id, title, sha256, published, stale, newer, *origin = head
        return Document(
            document_id,
            title,
            self._text(row, tail),
            sha256,
            published,
            bool(stale),
            self.shapes.of(row),
            origin_tables.origin_of(tuple(origin)) or Origin(),
            newer,
        )

    def _text(self, document: int, tail: str) -> str:
        pieces = self._query("SELECT text FROM passages WHERE document = ? ORDER BY end", document)
        return "".join(text for (text,) in pieces) + tail

    def _at(self, select: str, rows: Sequence[int]) -> list[SqlRow]:
        """Return the result of `select` for the passages at these rows, in their order.

        select: gives the row of the passage first. Raises GenerationDamaged if one is missing.
        """
        marks = ",".join("?" * len(rows))
        results = self._query(f"{select} WHERE passages.row IN ({marks})", *rows)
        by_row = {values[0]: values for values in results}
        if missing := [row for row in rows if row not in by_row]:
            raise GenerationDamaged(f"the store has no passage {missing[0]}")
        return [by_row[row] for row in rows]

    def _count(self, table: str) -> int:
        [(count,)] = self._query(f"SELECT count(*) FROM {table}")
        return int(count)

    def _query(self, sql: str, *values: object) -> list[SqlRow]:
        return self._connections.all(sql, *values)

    def _numbers(self, sql: str, *values: object) -> Rows:
        """Return the only column of the result: int64, shape (rows,)."""
        rows = self._connections.each(sql, *values)
        return np.fromiter((number for (number,) in rows), np.int64)

    def _rows(self, select: str, order: str = "row") -> Iterator[SqlRow]:
        """Yield a whole table in order of rows, read as it is used."""
        return self._connections.each(f"{select} ORDER BY {order}")


def outlines_from(rows: Sequence[int], values: Sequence[SqlRow]) -> Outlines:
    """Return what ranking needs of the passages at these rows. values: of each, in order."""
    _, titles, first_words, tables, terms, *context = zip(*values, strict=True)
    table = texts_schema.sentence_table(b"".join(tables))
    sizes = np.array([len(blob) for blob in tables]) // texts_schema.SENTENCE_BYTES
    words = table[:, texts_schema.WORDS]
    word_counts = np.add.reduceat(words, np.cumsum(sizes) - sizes)
    return Outlines(
        rows=rows,
        titles=titles,
        word_ranges=list(zip(first_words, (first_words + word_counts).tolist(), strict=True)),
        sentences=sizes,
        words=words,
        terms=table[:, texts_schema.TERMS],
        term_numbers=texts_schema.term_numbers(b"".join(terms)),
        contexts=contexts.context_tables(zip(*context, strict=True), sizes.tolist()),
    )


def _prepare(connection: sqlite3.Connection) -> None:
    for tables in texts_schema.LATER:
        tables.stand_in(connection)
    connection.create_function("folded", 1, folded, deterministic=True)


def _context(above: bytes | None, sentences: bytes | None) -> Context:
    try:
        return contexts.context_of(above, sentences)
    except (struct.error, IndexError) as error:
        raise GenerationDamaged(f"the store's context of a passage: {error}") from error


def _summary(values: Sequence[Any]) -> DocumentSummary:
    name, title, sha256, published, stale, *rest = values
    return DocumentSummary(name, title, sha256, published, bool(stale), *rest)
