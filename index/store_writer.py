"""The texts of a generation and where everything stands in them, written (SQLite).

A document's text lies in pieces, one with each passage: a question reads the few passages that it
looks at, however long their documents are.
"""

import errno
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from index.lexicon import number_of, terms
from index.records import Document, Passage

_SCHEMA = """
CREATE TABLE documents (
    row INTEGER PRIMARY KEY, document_id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
    sha256 TEXT NOT NULL, published TEXT, stale INTEGER NOT NULL,
    characters INTEGER NOT NULL, tail TEXT NOT NULL -- the text after the last passage
) STRICT;
CREATE TABLE passages (
    row INTEGER PRIMARY KEY, document INTEGER NOT NULL REFERENCES documents (row),
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    sentence INTEGER NOT NULL, word INTEGER NOT NULL, -- the rows of its first
    text TEXT NOT NULL, -- the document's, from the end of the passage before to the end of this
    -- uint32, little endian: of each sentence its start, its end, how many words and how many
    -- terms it has; and of each of these terms its number (index.lexicon).
    sentences BLOB NOT NULL, terms BLOB NOT NULL
) STRICT;
CREATE INDEX passages_of_document ON passages (document, end);
CREATE INDEX first_rows ON passages (sentence, word);
-- All that documents are filtered by.
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
    writer = _PassageRows(iter(word_counts))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = OFF")  # publishing syncs the whole file
        connection.executescript(_SCHEMA)
        for row, (d, passages) in enumerate(documents):
            connection.executemany(
                "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                writer.of(row, d.text, passages),
            )
            tail = d.text[passages[-1].end if passages else 0 :]
            head = (d.document_id, d.title, d.sha256, d.published, int(d.stale))
            connection.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (row, *head, len(d.text), tail),
            )
        connection.commit()


class _PassageRows:
    """The rows of the table of passages, one after another; counts what was before."""

    def __init__(self, word_counts: Iterator[int]) -> None:
        self._word_counts = word_counts
        self._passage = self._sentence = self._word = 0

    def of(
        self, document: int, text: str, passages: Sequence[Passage]
    ) -> Iterator[tuple[object, ...]]:
        end = 0
        for passage in passages:
            spans = passage.sentences
            said = [terms(span.of(text)) for span in spans]
            words = list(itertools.islice(self._word_counts, len(spans)))
            table = [
                (span.start, span.end, count, len(found))
                for span, count, found in zip(spans, words, said, strict=True)
            ]
            numbers = [number_of(term) for found in said for term in found]
            place = (document, passage.start, passage.end, self._sentence, self._word)
            yield (self._passage, *place, text[end : passage.end], _blob(table), _blob(numbers))
            self._passage += 1
            self._sentence += len(spans)
            self._word += sum(words)
            end = passage.end


def _blob(numbers: Sequence[object]) -> bytes:
    return np.array(numbers, "<u4").tobytes()
