"""The texts of a generation and where everything stands in them, written (SQLite)."""

import errno
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

from index.records import Document, Passage

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
-- All that documents are filtered by: read instead of the table, which holds their texts.
CREATE INDEX documents_to_filter ON documents (published, title, document_id);
"""
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
