"""The texts of a generation and where everything stands in them, read (SQLite).

Rows count from 0 and are the row numbers of the vector indexes and of the lexicon. A published
file never changes, so readers open it immutable: no locks, no journal, nothing written beside it.
"""

import itertools
import operator
import sqlite3
import threading
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np

from index.errors import GenerationDamaged
from index.records import Document, Passage, Rows, Span

_Row = tuple[Any, ...]
_SENTENCE = "row, start, end, word, words"
_DOCUMENT = "document_id, title, text, sha256, published, stale"


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage and the rows of its vectors: its own, one for each of its sentences, and those of
    their words, from `word_rows[i]` to `word_rows[i + 1]` for sentence i.
    """

    row: int
    document: Document
    passage: Passage
    sentence_rows: tuple[int, ...]
    word_rows: tuple[int, ...]

    @property
    def text(self) -> str:
        return self.document.text[self.passage.start : self.passage.end]

    @property
    def word_counts(self) -> tuple[int, ...]:
        return tuple(end - first for first, end in itertools.pairwise(self.word_rows))


@dataclass(frozen=True, slots=True)
class Version:
    """A document as it stands in a generation, without its text, and the rows of its passages,
    sentences and words: each the first, and the one after the last.
    """

    row: int
    title: str
    sha256: str
    published: str | None
    stale: bool
    passages: tuple[int, int]
    sentences: tuple[int, int]
    words: tuple[int, int]

    def is_of(self, document: Document) -> bool:
        """Whether it is this document, unchanged."""
        d = document
        return (self.title, self.sha256, self.published, self.stale) == (
            *(d.title, d.sha256, d.published, d.stale),
        )


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document without its text, for lists. characters: code points."""

    document_id: str
    title: str
    sha256: str
    published: str | None
    stale: bool
    characters: int
    passages: int


class Store:
    """The texts of one generation, opened for reading by any number of threads."""

    def __init__(self, path: Path) -> None:
        self._uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self._threads = threading.local()
        try:
            self.documents = self._count("documents")
            self.passages = self._count("passages")
            self.sentences = self._count("sentences")
            last = self._query("SELECT word + words FROM sentences ORDER BY row DESC LIMIT 1")
            self.words = int(last[0][0]) if last else 0
        except sqlite3.Error as error:
            raise GenerationDamaged(f"{path} is no store: {error}") from error

    def document(self, document_id: str) -> Document | None:
        rows = self._query(f"SELECT {_DOCUMENT} FROM documents WHERE document_id = ?", document_id)
        return next((_document(row) for row in rows), None)

    def all_documents(self) -> Iterator[Document]:
        return (_document(row) for row in self._rows(f"SELECT {_DOCUMENT} FROM documents"))

    def versions(self) -> dict[str, Version]:
        """All documents without their texts, by document id, in order of rows."""
        rows = self._query(
            "SELECT document_id, documents.row, title, sha256, published, stale,"
            " min(passages.row), max(passages.row) + 1, min(sentences.row), max(sentences.row) + 1,"
            " min(word), max(word + words) FROM documents"
            " JOIN passages ON passages.document = documents.row"
            " JOIN sentences ON sentences.passage = passages.row"
            " GROUP BY documents.row ORDER BY documents.row"
        )
        return {
            name: Version(row, title, sha256, published, bool(stale), (a, b), (c, d), (e, f))
            for name, row, title, sha256, published, stale, a, b, c, d, e, f in rows
        }

    def summaries(self) -> list[DocumentSummary]:
        """All documents without their texts, by document id."""
        rows = self._query(
            "SELECT document_id, title, sha256, published, stale, length(text),"
            " (SELECT count(*) FROM passages WHERE document = documents.row)"
            " FROM documents ORDER BY document_id"
        )
        return [DocumentSummary(i, t, s, p, bool(old), n, k) for i, t, s, p, old, n, k in rows]

    def passage(self, row: int) -> StoredPassage:
        """The passage at `row`. Raises GenerationDamaged if there is none."""
        for stored in self._passages("WHERE passages.row = ?", row):
            return stored
        raise GenerationDamaged(f"the store has no passage {row}")

    def passage_texts(self) -> Iterator[tuple[int, str]]:
        """The row and the text of every passage, in order."""
        passages = _grouped(self._rows("SELECT document, row, start, end FROM passages"))
        for document, text in self._rows("SELECT row, text FROM documents"):
            for row, start, end in passages(document):
                yield row, text[start:end]

    def word_counts(self, first: int, end: int) -> list[int]:
        """How many words each sentence of these rows has."""
        where = "WHERE row >= ? AND row < ? ORDER BY row"
        return [n for (n,) in self._query(f"SELECT words FROM sentences {where}", first, end)]

    def all_passages(self) -> Iterator[StoredPassage]:
        """Every passage in order of rows."""
        return self._passages("ORDER BY passages.row")

    def passages_at(self, document: int) -> list[Passage]:
        """The passages of the document of this row, in order."""
        rows = self._query(
            "SELECT passages.row, passages.start, passages.end, sentences.start, sentences.end"
            " FROM passages JOIN sentences ON sentences.passage = passages.row"
            " WHERE document = ? ORDER BY passages.row, sentences.row",
            document,
        )
        return [
            Passage(start, end, tuple(Span(*row[3:]) for row in of_passage))
            for (_, start, end), of_passage in itertools.groupby(rows, operator.itemgetter(0, 1, 2))
        ]

    def texts_at(self, document: int) -> list[str]:
        """The texts of the passages of the document of this row, in order."""
        [(text,)] = self._query("SELECT text FROM documents WHERE row = ?", document)
        return [text[passage.start : passage.end] for passage in self.passages_at(document)]

    def passage_of_sentence(self, rows: Sequence[int]) -> dict[int, int]:
        """For each sentence row, the row of its passage."""
        marks = ",".join("?" * len(rows))
        return dict(
            self._query(f"SELECT row, passage FROM sentences WHERE row IN ({marks})", *rows)
        )

    def sentence_rows(self, passages: Sequence[int]) -> list[tuple[int, int]]:
        """For each of these passage rows, its first sentence row and the one after its last."""
        marks = ",".join("?" * len(passages))
        rows = self._query(
            f"SELECT passage, min(row), max(row) + 1 FROM sentences WHERE passage IN ({marks})"
            " GROUP BY passage",
            *passages,
        )
        found = {passage: (first, end) for passage, first, end in rows}
        return [found[passage] for passage in passages]

    def documents_where(self, conditions: Mapping[str, Sequence[str]]) -> Rows:
        """The rows of the documents that all conditions hold for, in order.

        conditions: SQL, which may use `folded`, and the values to bind.
        """
        where = " AND ".join(["TRUE", *conditions])
        values = list(itertools.chain(*conditions.values()))
        # Sorted here: for ORDER BY it would read the table, texts and all, and not its index.
        return np.sort(self._numbers(f"SELECT row FROM documents WHERE {where}", *values))

    @cached_property
    def firsts(self) -> tuple[Rows, Rows]:
        """The first passage of each document, and the first sentence of each passage; each ends
        with the number of all, where the next one's would be.
        """
        return (
            self._firsts("passages", "document", self.passages),
            self._firsts("sentences", "passage", self.sentences),
        )

    def _firsts(self, table: str, of: str, count: int) -> Rows:
        firsts = self._numbers(f"SELECT min(row) FROM {table} GROUP BY {of} ORDER BY {of}")
        return np.append(firsts, count)

    def _passages(self, where: str, *values: object) -> Iterator[StoredPassage]:
        rows = self._query(
            f"SELECT {_DOCUMENT}, passages.row, passages.start, passages.end FROM passages"
            f" JOIN documents ON documents.row = passages.document {where}",
            *values,
        )
        for *document, row, start, end in rows:
            sentences = self._query(
                f"SELECT {_SENTENCE} FROM sentences WHERE passage = ? ORDER BY row", row
            )
            yield _stored(row, start, end, _document(tuple(document)), sentences)

    def _count(self, table: str) -> int:
        [(count,)] = self._query(f"SELECT count(*) FROM {table}")
        return int(count)

    def _query(self, sql: str, *values: object) -> list[_Row]:
        return list(self._connection().execute(sql, values))

    def _numbers(self, sql: str, *values: object) -> Rows:
        found = self._connection().execute(sql, values)
        return np.fromiter((number for (number,) in found), np.int64)

    def _rows(self, select: str) -> Iterator[_Row]:
        """A whole table in order of rows, read as it is used."""
        return self._connection().execute(f"{select} ORDER BY row")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._uri, uri=True)
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.create_function("folded", 1, folded, deterministic=True)
            self._threads.connection = connection
        return connection


def folded(text: str) -> str:
    """What is the same of two texts that differ only in the case of their letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


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


def _stored(
    row: int, start: int, end: int, document: Document, sentences: Sequence[_Row]
) -> StoredPassage:
    numbers, starts, ends, firsts, counts = zip(*sentences, strict=True)
    passage = Passage(start, end, tuple(map(Span, starts, ends)))
    words = (*firsts, firsts[-1] + counts[-1])
    return StoredPassage(row, document, passage, numbers, words)


def _document(row: _Row) -> Document:
    document_id, title, text, sha256, published, stale = row
    return Document(document_id, title, text, sha256, published, bool(stale))
