"""The texts of a generation and where everything stands in them, written (SQLite).

A document's text lies in pieces, one with each passage: a question reads the few passages that it
looks at, however long their documents are.
"""

import errno
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import numpy as np

from index.records import Document, Passage
from index.storage.lexicon import number_of, terms
from index.storage.texts_records import Version

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
    -- terms it has; and of each of these terms its number (index.storage.lexicon).
    sentences BLOB NOT NULL, terms BLOB NOT NULL
) STRICT;
CREATE INDEX passages_of_document ON passages (document, end);
CREATE INDEX first_rows ON passages (sentence, word);
-- All that documents are filtered by.
CREATE INDEX documents_to_filter ON documents (published, title, document_id);
"""
Anew = tuple[Document, Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Kept:
    """Documents that follow each other in another store too, where they have the same texts.

    uri: of that store. first, last: how the first and the last of them stand there.
    """

    uri: str
    documents: Sequence[Document]
    first: Version
    last: Version


def write_store(path: Path, parts: Iterable[Anew | Kept], word_counts: Iterable[int]) -> None:
    """Write documents and their passages, in order, into the new file `path`.

    word_counts: how many words each sentence has, of those that are not kept. Raises OSError, errno
    ENOSPC where the disk is full.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rwc", uri=True)) as connection:
            _write(connection, parts, _Rows(iter(word_counts)))
    except sqlite3.OperationalError as error:
        full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if full else errno.EIO, f"{path}: {error}") from error


def _write(connection: sqlite3.Connection, parts: Iterable[Anew | Kept], rows: "_Rows") -> None:
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute("PRAGMA synchronous = OFF")  # publishing syncs the whole file
    connection.executescript(_SCHEMA)
    source = ""
    for part in parts:
        if not isinstance(part, Kept):
            _add(connection, *part, rows)
            continue
        if source != part.uri:
            connection.commit()  # no other store can be attached before
            connection.execute("ATTACH ? AS other", (part.uri,))
            source = part.uri
        _copy(connection, part, rows)
    connection.commit()


def _add(
    connection: sqlite3.Connection, d: Document, passages: Sequence[Passage], rows: "_Rows"
) -> None:
    tail = d.text[passages[-1].end if passages else 0 :]
    head = (d.document_id, d.title, d.sha256, d.published, int(d.stale))
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (rows.document, *head, len(d.text), tail),
    )
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.of(d.text, passages)
    )


def _copy(connection: sqlite3.Connection, kept: Kept, rows: "_Rows") -> None:
    first, last = kept.first, kept.last
    connection.executemany(
        "INSERT INTO documents SELECT ?, ?, ?, ?, ?, ?, characters, tail FROM other.documents"
        " WHERE row = ?",
        (
            (row, d.document_id, d.title, d.sha256, d.published, int(d.stale), there)
            for row, there, d in zip(
                itertools.count(rows.document), itertools.count(first.row), kept.documents
            )
        ),
    )
    connection.execute(
        "INSERT INTO passages SELECT row + ?, document + ?, start, end, sentence + ?, word + ?,"
        " text, sentences, terms FROM other.passages WHERE row >= ? AND row < ? ORDER BY row",
        (
            *(rows.passage - first.passages[0], rows.document - first.row),
            *(rows.sentence - first.sentences[0], rows.word - first.words[0]),
            *(first.passages[0], last.passages[1]),
        ),
    )
    rows.document += len(kept.documents)
    rows.passage += last.passages[1] - first.passages[0]
    rows.sentence += last.sentences[1] - first.sentences[0]
    rows.word += last.words[1] - first.words[0]


class _Rows:
    """The row that comes next in every table."""

    def __init__(self, word_counts: Iterator[int]) -> None:
        self._word_counts = word_counts
        self.document = self.passage = self.sentence = self.word = 0

    def of(self, text: str, passages: Sequence[Passage]) -> Iterator[tuple[object, ...]]:
        """Those of a document's passages."""
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
            place = (self.document, passage.start, passage.end, self.sentence, self.word)
            yield (self.passage, *place, text[end : passage.end], _blob(table), _blob(numbers))
            self.passage += 1
            self.sentence += len(spans)
            self.word += sum(words)
            end = passage.end
        self.document += 1


def _blob(numbers: Sequence[object]) -> bytes:
    return np.array(numbers, "<u4").tobytes()
