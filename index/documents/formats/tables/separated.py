"""Reads CSV and TSV: a table of which it has to be found out what parts its cells."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import PurePosixPath

from index.documents.formats.decoding.damages import damage_named
from index.documents.formats.decoding.encodings import decode
from index.documents.formats.tables.sheet_text import SheetRow, SheetWriter
from index.documents.shape import TextBuilder
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument

_MAX_CELLS = 3_000_000
_DELIMITERS = "\t;|,"  # where two fit as well, the one that is rarer in texts and numbers
_TOLD = re.compile(r"\"?sep=(.)\"?\r?\n", re.IGNORECASE)  # a line that Excel writes and reads
_SAMPLE = 200  # records
_MOST_LINES_OF_A_CELL = 200  # more of them were swallowed by a quote that nobody closed


@damage_named
def read_separated(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the document. Raises Unreadable."""
    text = decode(original.data)
    told = _TOLD.match(text)
    first = 1
    if told:
        text, first = text[told.end() :], 2
    delimiter = told[1] if told else delimiter_of(text)
    builder = TextBuilder()
    rows = (
        SheetRow(number, [cell.strip() for cell in record])
        for number, record in enumerate(_records(text, delimiter), first)
    )
    SheetWriter(builder, _MAX_CELLS).add_rows(rows)
    content, shape = builder.build()
    if not content:
        raise Unreadable("it holds no text", FileStatus.EMPTY)
    yield RawDocument(original.name, content, title=PurePosixPath(original.name).stem, shape=shape)


def delimiter_of(text: str) -> str:
    """Return what parts the cells: what cuts most records into the same number of them."""
    best, most = _DELIMITERS[-1], 0.0
    for delimiter in _DELIMITERS:
        records = islice(_reader(text[: 2**20], delimiter), _SAMPLE)
        widths = Counter(len(record) for record in records if any(record))
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        share = round(times / widths.total(), 1) if width > 1 else 0.0
        if share > most:
            best, most = delimiter, share
    return best


def _records(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    """Yield the records; without quotes where one was opened and, it seems, never closed."""
    swallowed = any(
        cell.count("\n") > _MOST_LINES_OF_A_CELL
        for record in _reader(text, delimiter)
        for cell in record
    )
    if swallowed:
        return csv.reader(StringIO(text, newline=""), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return _reader(text, delimiter)


def _reader(text: str, delimiter: str) -> Iterator[Sequence[str]]:
    csv.field_size_limit(2**31 - 1)
    # Programs put blanks behind a delimiter, before a quote.
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
