"""The texts of a generation and where everything stands in them, read (SQLite).

Rows count from 0 and are the row numbers of the vector indexes and of the lexicon. A published
file never changes, so readers open it immutable: no locks, no journal, nothing written beside it.
"""

import itertools
import sqlite3
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from index.errors import GenerationDamaged
from index.records import Document, Passage, Rows, Span
from index.storage.folding import folded
from index.storage.texts_records import (
    DocumentSummary,
    Outlines,
    StoredDocument,
    StoredPassage,
    Version,
)

_HEAD = "document_id, title, sha256, published, stale"
_DOCUMENTS = f"SELECT row, tail, {_HEAD} FROM documents"
_SUMMARIES = (
    f"SELECT row, {_HEAD}, characters,"
    " (SELECT count(*) FROM passages WHERE document = documents.row) FROM documents"
)
_PASSAGES = (
    f"SELECT passages.row, start, end, sentence, word, text, sentences, document, tail, {_HEAD}"
    " FROM passages JOIN documents ON documents.row = document"
)
_OUTLINES = (
    "SELECT passages.row, title, word, sentences, terms"
    " FROM passages JOIN documents ON documents.row = document"
)

_TABLE_ROW, _WORDS, _TERMS = 16, 2, 3  # of the table in `sentences`: bytes a row, columns

_Row = Sequence[Any]


class Store:
    """The texts of one generation, opened for reading by any number of threads.

    uri: of the file, as SQLite opens it for reading.
    """

    def __init__(self, path: Path) -> None:
        self.uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self._threads = threading.local()
        try:
            self.documents = self._count("documents")
            self.passages = self._count("passages")
            self._begins = self._begins_of_passages()
            self.sentences, self.words = self._begins[-1].tolist()
        except sqlite3.Error as error:
            raise GenerationDamaged(f"{path} is no store: {error}") from error

    def document(self, document_id: str) -> Document | None:
        rows = self._query(f"{_DOCUMENTS} WHERE document_id = ?", document_id)
        return next((_document(head, self._text(row, tail)) for row, tail, *head in rows), None)

    def all_documents(self) -> Iterator[Document]:
        pieces = _grouped(self._rows("SELECT document, text FROM passages"))
        for row, tail, *head in self._rows(_DOCUMENTS):
            yield _document(head, "".join(text for (text,) in pieces(row)) + tail)

    def versions(self) -> dict[str, Version]:
        """All documents without their texts, by document id, in order of rows."""
        rows = self._query(
            f"SELECT documents.row, {_HEAD}, min(passages.row), max(passages.row) + 1"
            " FROM documents JOIN passages ON document = documents.row"
            " GROUP BY documents.row ORDER BY documents.row"
        )
        found = {}
        for row, name, title, sha256, published, stale, first, end in rows:
            (sentence, word), (last_sentence, last_word) = self._begins[[first, end]].tolist()
            ranges = (first, end), (sentence, last_sentence), (word, last_word)
            found[name] = Version(row, title, sha256, published, bool(stale), *ranges)
        return found

    def excerpt(self, document_id: str, sha256: str, start: int, end: int) -> str | None:
        """`text[start:end]` of that version of a document; None where no passages hold it.

        Reads these alone.
        """
        pieces: Iterator[tuple[int, str]] = self._connection().execute(
            "SELECT end, text FROM passages WHERE document ="
            " (SELECT row FROM documents WHERE document_id = ? AND sha256 = ?)"
            " AND end > ? ORDER BY end",
            (document_id, sha256, start),
        )
        found = ""
        for piece_end, text in pieces:
            begin = piece_end - len(text)
            found += text[max(start - begin, 0) : end - begin]
            if piece_end >= end:
                return found
        return None

    def heads(self) -> list[tuple[str, int, str, str | None, bool]]:
        """Of all documents: id, row, title, publication, and whether it is stale."""
        rows = self._query("SELECT document_id, row, title, published, stale FROM documents")
        return [(name, row, title, day, bool(stale)) for name, row, title, day, stale in rows]

    def summaries(self) -> list[DocumentSummary]:
        """All documents without their texts, by document id."""
        return [_summary(values) for _, *values in self._query(f"{_SUMMARIES} ORDER BY 2")]

    def summaries_of(self, rows: Sequence[int]) -> list[DocumentSummary]:
        """The documents at these rows, which there must be, in their order."""
        marks = ",".join("?" * len(rows))
        found = {
            row: _summary(values)
            for row, *values in self._query(f"{_SUMMARIES} WHERE row IN ({marks})", *rows)
        }
        return [found[row] for row in rows]

    def passage(self, row: int) -> StoredPassage:
        """The passage at `row`. Raises GenerationDamaged if there is none."""
        [stored] = self.stored_passages([row])
        return stored

    def stored_passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """The passages at these rows, in their order. Raises GenerationDamaged if one lacks."""
        return [self._stored(values) for values in self._at(_PASSAGES, rows)]

    def all_passages(self) -> Iterator[StoredPassage]:
        """Every passage in order of rows."""
        return map(self._stored, self._rows(_PASSAGES, "passages.row"))

    def outlines(self, rows: Sequence[int]) -> Outlines:
        """What ranking needs of these passages. Raises GenerationDamaged if one lacks."""
        found = zip(*self._at(_OUTLINES, rows), strict=True)
        _, titles, first_words, tables, terms = found
        table = _table(b"".join(tables))
        sizes = np.array([len(blob) for blob in tables]) // _TABLE_ROW
        words = np.add.reduceat(table[:, _WORDS], np.cumsum(sizes) - sizes)
        return Outlines(
            rows=rows,
            titles=titles,
            word_ranges=list(zip(first_words, (first_words + words).tolist(), strict=True)),
            sentences=sizes,
            words=table[:, _WORDS],
            terms=table[:, _TERMS],
            term_numbers=np.frombuffer(b"".join(terms), "<u4"),
        )

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        """The row and the text of every passage, in order."""
        rows = self._rows("SELECT row, end - start, text FROM passages")
        return ((row, piece[len(piece) - length :]) for row, length, piece in rows)

    def passages_at(self, document: int) -> list[Passage]:
        """The passages of the document of this row, in order."""
        rows = self._query(
            "SELECT start, end, sentences FROM passages WHERE document = ? ORDER BY end", document
        )
        return [_passage(start, end, blob)[0] for start, end, blob in rows]

    def texts_at(self, document: int) -> list[str]:
        """The texts of the passages of the document of this row, in order."""
        rows = self._query(
            "SELECT end - start, text FROM passages WHERE document = ? ORDER BY end", document
        )
        return [piece[len(piece) - length :] for length, piece in rows]

    def passages_of_sentences(self, rows: Rows) -> Rows:
        """For each sentence row, the row of its passage."""
        return np.searchsorted(self._begins[:, 0], rows, side="right") - 1

    def sentence_rows(self, passages: Rows) -> tuple[Rows, Rows]:
        """For each of these passage rows, the row of its first sentence, and how many it has."""
        firsts = self._begins[passages, 0]
        return firsts, self._begins[passages + 1, 0] - firsts

    def _stored(self, values: _Row) -> StoredPassage:
        row, start, end, sentence, word, piece, blob, document, tail, *head = values
        document_id, title, sha256, published, stale = head
        passage, words = _passage(start, end, blob)
        return StoredPassage(
            row,
            StoredDocument(
                *(document_id, title, sha256, published, bool(stale)),
                partial(self._text, document, tail),
            ),
            passage,
            piece[len(piece) - (end - start) :],
            tuple(range(sentence, sentence + len(words))),
            tuple(itertools.accumulate(words, initial=word)),
        )

    def documents_where(self, conditions: Mapping[str, Sequence[str]]) -> Rows:
        """The rows of the documents that all conditions hold for, in order.

        conditions: SQL, which may use `folded`, and the values to bind.
        """
        where = " AND ".join(["TRUE", *conditions])
        values = list(itertools.chain(*conditions.values()))
        # Sorted here: for ORDER BY it would read the table, and not its index.
        return np.sort(self._numbers(f"SELECT row FROM documents WHERE {where}", *values))

    @cached_property
    def firsts(self) -> tuple[Rows, Rows]:
        """The first passage of each document, and the first sentence of each passage; each ends
        with the number of all, where the next one's would be.
        """
        passages = self._numbers("SELECT min(row) FROM passages GROUP BY document")
        return np.append(passages, self.passages), self._begins[:, 0]

    def _text(self, document: int, tail: str) -> str:
        pieces = self._query("SELECT text FROM passages WHERE document = ? ORDER BY end", document)
        return "".join(text for (text,) in pieces) + tail

    def _count(self, table: str) -> int:
        [(count,)] = self._query(f"SELECT count(*) FROM {table}")
        return int(count)

    def _begins_of_passages(self) -> Rows:
        """The rows of each passage's first sentence and first word; last, of the next one's.

        Kept at hand, 16 bytes a passage: every question asks for those of a hundred.
        """
        rows = self._query("SELECT sentence, word FROM passages ORDER BY sentence")
        last = self._query("SELECT sentences FROM passages ORDER BY row DESC LIMIT 1")
        end = (0, 0)
        if rows:
            table = _table(last[0][0])
            end = (rows[-1][0] + len(table), rows[-1][1] + int(table[:, _WORDS].sum()))
        return np.array([*rows, end], np.int64)

    def _at(self, select: str, rows: Sequence[int]) -> list[_Row]:
        """What `select` gives for the passages at these rows, in their order; first, the row."""
        marks = ",".join("?" * len(rows))
        given = self._query(f"{select} WHERE passages.row IN ({marks})", *rows)
        found = {values[0]: values for values in given}
        if missing := [row for row in rows if row not in found]:
            raise GenerationDamaged(f"the store has no passage {missing[0]}")
        return [found[row] for row in rows]

    def _query(self, sql: str, *values: object) -> list[_Row]:
        return self._connection().execute(sql, values).fetchall()

    def _numbers(self, sql: str, *values: object) -> Rows:
        found = self._connection().execute(sql, values)
        return np.fromiter((number for (number,) in found), np.int64)

    def _rows(self, select: str, order: str = "row") -> Iterator[_Row]:
        """A whole table in order of rows, read as it is used."""
        return self._connection().execute(f"{select} ORDER BY {order}")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self.uri, uri=True)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.create_function("folded", 1, folded, deterministic=True)
            self._threads.connection = connection
        return connection


def _grouped(rows: Iterator[_Row]) -> Callable[[int], list[_Row]]:
    """Gives what follows the first column of the rows that begin with a number, asked in order."""
    waiting = next(rows, None)

    def take(number: int) -> list[_Row]:
        nonlocal waiting
        taken = []
        while waiting is not None and waiting[0] == number:
            taken.append(waiting[1:])
            waiting = next(rows, None)
        return taken

    return take


def _table(blob: bytes) -> Rows:
    """Of each sentence where it starts and ends, and how many words and terms it has."""
    return np.frombuffer(blob, "<u4").reshape(-1, 4).astype(np.int64)


def _passage(start: int, end: int, blob: bytes) -> tuple[Passage, Sequence[int]]:
    """The passage, and how many words each of its sentences has."""
    # As `_table`, in a quarter of the time where rows are few.
    numbers = struct.unpack(f"<{len(blob) // 4}I", blob)
    return Passage(start, end, tuple(map(Span, numbers[::4], numbers[1::4]))), numbers[_WORDS::4]


def _summary(values: _Row) -> DocumentSummary:
    name, title, sha256, published, stale, characters, passages = values
    return DocumentSummary(name, title, sha256, published, bool(stale), characters, passages)


def _document(head: _Row, text: str) -> Document:
    document_id, title, sha256, published, stale = head
    return Document(document_id, title, text, sha256, published, bool(stale))
