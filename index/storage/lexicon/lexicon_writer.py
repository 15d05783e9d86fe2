"""Writes the word index of one segment."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from index.storage.lexicon import SearchText
from index.storage.lexicon.row_numbers import number_of
from index.storage.words.analysis import terms

_TOKENIZER = "whitespace"  # tantivy's own; what it gets are terms with blanks between them
_HEAP_BYTES = 64 * 2**20
_OS_ERROR = re.compile(r"(?:os error|code:) (\d+)")


def write_lexicon(folder: Path, passages: Iterable[SearchText], serial: int) -> None:
    """Write an index of the passages into the new `folder`; row i is the i-th passage.

    serial: of the segment, below 2**40; no two segments of an index have the same one. One thread
    writes, and merges are awaited, so that the files are final on return. Raises OSError, errno
    ENOSPC where the disk is full, and ValueError where there are too many passages for a segment.
    """
    folder.mkdir()
    with os_errors(folder):
        _write(folder, passages, serial)


def _write(folder: Path, passages: Iterable[SearchText], serial: int) -> None:
    index = tantivy.Index(_schema(), path=str(folder))
    writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
    try:
        _add(writer, passages, serial)
    except ValueError:
        writer.commit()  # its thread died; this raises the cause
        raise
    writer.commit()
    writer.wait_merging_threads()


def _add(writer: tantivy.IndexWriter, passages: Iterable[SearchText], serial: int) -> None:
    for row, (text, language) in enumerate(passages):
        document = tantivy.Document()
        document.add_unsigned("row", number_of(serial, row))
        document.add_text("text", " ".join(terms(text, language)))
        document.add_text("language", language)
        writer.add_document(document)


@contextmanager
def os_errors(folder: Path) -> Iterator[None]:
    """Raise a failing disk as OSError: tantivy raises ValueError with the number in its text."""
    try:
        yield
    except ValueError as error:
        number = _OS_ERROR.search(str(error))
        if not number:
            raise
        raise OSError(int(number[1]), f"{folder}: {error}") from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name=_TOKENIZER, index_option="freq")
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("row", fast=True, indexed=True)
    return builder.build()
