"""The texts of a generation and where everything stands in them (SQLite).

Rows count from 0 and are the row numbers of the vector indexes and of the lexicon. A published
file never changes, so readers open it immutable: no locks, no journal, nothing written beside it.
"""

import errno
import itertools
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from index.errors import GenerationDamaged
from index.records import Document, Passage, Span

_SCHEMA = """
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    text TEXT NOT NULL, sha256 TEXT NOT NULL, published TEXT, stale INTEGER NOT NULL
) STRICT;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL
) STRICT;
CREATE TABLE sentences (
    row INTEGER PRIMARY KEY, passage INTEGER NOT NULL REFERENCES passages (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    word INTEGER NOT NULL, words INTEGER NOT NULL -- the row of its first word, and how many
) STRICT;
CREATE INDEX passages_of_document ON passages (document);
CREATE INDEX sentences_of_passage ON sentences (passage);
"""
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
class DocumentSummary:
    """A document without its text, for lists. characters: code points."""

    document_id: str
    title: str
    sha256: str
    published: str | None
    stale: bool
    characters: int
    passages: int


DocumentPassages = Iterable[tuple[Document, Sequence[Passage]]]


def write_store(path: Path, documents: DocumentPassages, word_counts: Iterable[int]) -> None:
    """Write documents and their passages, in order, into the new file `path`.

    word_counts: how many words each sentence has. Raises OSError, errno ENOSPC where the disk is
    full.
    """
    try:
        _write(path, documents, word_counts)
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, f"{path}: {error}") from error


def _write(path: Path, documents: DocumentPassages, word_counts: Iterable[int]) -> None:
    counts = iter(word_counts)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = OFF")  # publishing syncs the whole file
        connection.executescript(_SCHEMA)
        passage_row = sentence_row = word_row = 0
        for document_row, (document, passages) in enumerate(documents):
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?)",
                (document_row, *_document_values(document)),
            )
            for passage in passages:
                connection.execute(
                    "INSERT INTO passages VALUES (?, ?, ?, ?)",
                    (passage_row, document_row, passage.start, passage.end),
                )
                for span in passage.sentences:
                    words = next(counts)
                    connection.execute(
                        "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)",
                        (sentence_row, passage_row, span.start, span.end, word_row, words),
                    )
                    sentence_row += 1
                    word_row += words
                passage_row += 1
        connection.commit()


def _document_values(document: Document) -> tuple[str, str, str, str, str | None, int]:
    d = document
    return d.document_id, d.title, d.text, d.sha256, d.published, int(d.stale)


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
        rows = self._query(f"SELECT {_DOCUMENT} FROM documents ORDER BY row")
        return (_document(row) for row in rows)

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

    def contents(self) -> Iterator[tuple[Document, list[StoredPassage]]]:
        """Every document with its passages, in order of rows; a few long queries, not many."""
        passages = _grouped(self._rows("SELECT document, row, start, end FROM passages"))
        sentences = _grouped(self._rows(f"SELECT passage, {_SENTENCE} FROM sentences"))
        for row, *values in self._rows(f"SELECT row, {_DOCUMENT} FROM documents"):
            document = _document(tuple(values))
            yield (
                document,
                [
                    _stored(number, start, end, document, sentences(number))
                    for number, start, end in passages(row)
                ],
            )

    def all_passages(self) -> Iterator[StoredPassage]:
        """Every passage in order of rows."""
        return (stored for _, passages in self.contents() for stored in passages)

    def passages_of(self, document_id: str) -> list[Passage]:
        """The passages of one document, in order."""
        where = "WHERE document_id = ? ORDER BY passages.row"
        return [stored.passage for stored in self._passages(where, document_id)]

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

    def _rows(self, select: str) -> Iterator[_Row]:
        """A whole table in order of rows, read as it is used."""
        return self._connection().execute(f"{select} ORDER BY row")

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._threads, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._uri, uri=True)
            connection.execute("PRAGMA trusted_schema = OFF")
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
