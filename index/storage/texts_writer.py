"""Writes texts into a new store, and where everything stands in them (SQLite)."""

import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.records import Document, Passage
from index.storage.origins import origin_tables
from index.storage.related import related_tables
from index.storage.shapes.contexts import add_context, copy_contexts
from index.storage.shapes.shape_tables import add_shape, copy_shapes
from index.storage.tables.new_database import new_database
from index.storage.texts_records import Version
from index.storage.texts_schema import LATER, SCHEMA, to_bytes
from index.storage.words import passage_languages
from index.storage.words.analysis import number_of, terms

NewDocument = tuple[Document, Sequence[Passage]]
"""A document that is written with its passages, rather than copied from another store."""


@dataclass(frozen=True, slots=True)
class CopiedDocuments:
    """Documents that follow each other in another store too, with the same texts and shapes.

    uri: of that store. first, last: how the first and the last of them stand there.
    """

    uri: str
    documents: Sequence[Document]
    first: Version
    last: Version


def write_store(
    path: Path,
    parts: Iterable[NewDocument | CopiedDocuments],
    word_counts: Iterable[int],
) -> None:
    """Write documents and their passages, in order, into the new file `path`.

    word_counts: how many words each sentence has, of the documents that are not copied. What hangs
    on all documents of an index is not in it: see index.storage.joined.about_writer. Raises
    OSError, errno ENOSPC where the disk is full.
    """
    with new_database(path) as connection:
        _write(connection, parts, _NextRows(iter(word_counts)))


def _write(
    connection: sqlite3.Connection,
    parts: Iterable[NewDocument | CopiedDocuments],
    rows: "_NextRows",
) -> None:
    connection.executescript(SCHEMA)
    for tables in LATER:
        tables.make(connection)
    source = ""
    for part in parts:
        if not isinstance(part, CopiedDocuments):
            _add(connection, *part, rows)
            continue
        if source != part.uri:
            connection.commit()  # SQLite attaches no other store within a transaction
            if source:
                connection.execute("DETACH other")
            connection.execute("ATTACH ? AS other", (part.uri,))
            source = part.uri
        _copy(connection, part, rows)


def _add(
    connection: sqlite3.Connection, d: Document, passages: Sequence[Passage], rows: "_NextRows"
) -> None:
    tail = d.text[passages[-1].end if passages else 0 :]
    head = (d.document_id, d.title, d.sha256, d.published, int(d.stale))
    connection.execute(
        "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (rows.document, *head, len(d.text), tail),
    )
    add_shape(connection, rows.document, d.shape)
    origin_tables.add_origin(connection, rows.document, d.origin)
    related_tables.add_signature(connection, rows.document, d.text)
    related_tables.add_superseded(connection, rows.document, d.origin.superseded)
    for row, passage in enumerate(passages, start=rows.passage):
        above = [" ".join(span.of(d.text).split()) for span in passage.context.above]
        numbers = [[number_of(term) for term in terms(line, passage.language)] for line in above]
        add_context(connection, row, passage.context, above, numbers)
        passage_languages.add_language(connection, row, passage.language)
    connection.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows.take(d.text, passages)
    )


def _copy(connection: sqlite3.Connection, copied: CopiedDocuments, rows: "_NextRows") -> None:
    first, last = copied.first, copied.last
    connection.executemany(
        "INSERT INTO documents SELECT ?, ?, ?, ?, ?, ?, characters, tail FROM other.documents"
        " WHERE row = ?",
        (
            (row, d.document_id, d.title, d.sha256, d.published, int(d.stale), row_there)
            for row, row_there, d in zip(
                itertools.count(rows.document), itertools.count(first.row), copied.documents
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
    for row, document in enumerate(copied.documents, start=rows.document):
        origin_tables.add_origin(connection, row, document.origin)
        related_tables.add_superseded(connection, row, document.origin.superseded)
    related_tables.copy_signatures(connection, copied.documents, first.row, last.row, rows.document)
    copy_shapes(connection, first.row, last.row, rows.document)
    passages = first.passages[0], last.passages[1], rows.passage
    copy_contexts(connection, *passages)
    passage_languages.copy_languages(connection, *passages)
    rows.document += len(copied.documents)
    rows.passage += last.passages[1] - first.passages[0]
    rows.sentence += last.sentences[1] - first.sentences[0]
    rows.word += last.words[1] - first.words[0]


class _NextRows:
    """The number of the next row of every kind."""

    def __init__(self, word_counts: Iterator[int]) -> None:
        self._word_counts = word_counts
        self.document = self.passage = self.sentence = self.word = 0

    def take(self, text: str, passages: Sequence[Passage]) -> Iterator[tuple[object, ...]]:
        """Yield the rows of a document's passages, and count on behind them."""
        end = 0
        for passage in passages:
            spans = passage.sentences
            terms_of = [terms(span.of(text), passage.language) for span in spans]
            words = list(itertools.islice(self._word_counts, len(spans)))
            table = [
                (span.start, span.end, count, len(of_sentence))
                for span, count, of_sentence in zip(spans, words, terms_of, strict=True)
            ]
            numbers = [number_of(term) for of_sentence in terms_of for term in of_sentence]
            place = (self.document, passage.start, passage.end, self.sentence, self.word)
            piece = text[end : passage.end]
            yield (self.passage, *place, piece, to_bytes(table), to_bytes(numbers))
            self.passage += 1
            self.sentence += len(spans)
            self.word += sum(words)
            end = passage.end
        self.document += 1
