"""Reads JSON and JSON Lines: a document for each record of a list, else one for the file."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from index.documents.formats.data.json_values import Fields, Value, parsed
from index.documents.formats.data.notebook import is_notebook, notebook_as_markdown
from index.documents.formats.data.record_facts import facts_of, title_of
from index.documents.formats.data.record_text import RecordText
from index.documents.formats.decoding.encodings import decode_with_warnings
from index.documents.formats.markup.markdown import read_markdown
from index.documents.parts import RecordIds
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument

_MOST_RECORDS = 100_000
_MOST_BAD_LINES = 20  # that are named one by one


class _Record(NamedTuple):
    """A record of a file. label: where it stands, for a person: "line 12"."""

    number: int
    label: str
    value: Value


def read_json(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the documents of a JSON file: a list of objects is a list of records.

    Raises Unreadable: BROKEN, TOO_LARGE or EMPTY.
    """
    text, warnings = decode_with_warnings(original.data)
    value = parsed(text)
    if isinstance(value, Fields) and is_notebook(value):
        yield read_markdown(original.name, notebook_as_markdown(value))
    elif isinstance(value, list) and value and all(isinstance(each, Fields) for each in value):
        records = [_Record(n, f"record {n}", each) for n, each in enumerate(value, start=1)]
        yield from _documents(original.name, records, warnings)
    else:
        name = PurePosixPath(original.name).name
        yield _document(original.name, name, value, warnings)


def read_jsonl(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield a document for each line of JSON, and a report of each line that is none.

    Raises Unreadable: TOO_LARGE, or BROKEN where no line is JSON.
    """
    text, warnings = decode_with_warnings(original.data)
    records: list[_Record] = []
    bad: list[FileReport] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        if len(records) > _MOST_RECORDS:
            break
        try:
            records.append(_Record(number, f"line {number}", parsed(line)))
        except Unreadable as error:
            reason = re.sub(r" in line 1\Z", "", str(error))
            bad.append(FileReport(f"{original.name}#{number}", error.status, reason))
    if not records:
        raise Unreadable("none of its lines is JSON")
    yield from _documents(original.name, records, warnings)
    yield from bad[:_MOST_BAD_LINES]
    if len(bad) > _MOST_BAD_LINES:
        reason = f"{len(bad) - _MOST_BAD_LINES:,} more of its lines are no JSON"
        yield FileReport(original.name, FileStatus.BROKEN, reason)


def _documents(
    name: str, records: Sequence[_Record], warnings: tuple[str, ...]
) -> Iterator[RawDocument | FileReport]:
    """Yield a document for each record that holds text."""
    keys = [facts_of(record.value).key or "" for record in records]
    own = all(keys) and len(set(keys)) == len(keys)
    ids = RecordIds(name)
    for record, key in zip(records[:_MOST_RECORDS], keys, strict=False):
        document_id = ids.next(key if own else "", record.number)
        try:
            title = f"{PurePosixPath(name).name}, {record.label}"
            yield _document(document_id, title, record.value, warnings, record)
        except Unreadable as error:
            if error.status is not FileStatus.EMPTY:
                yield FileReport(document_id, error.status, str(error), error.hint)
    if len(records) > _MOST_RECORDS:
        reason = f"it holds more than {_MOST_RECORDS:,} records; the others are left out"
        yield FileReport(name, FileStatus.TOO_LARGE, reason, "split it")


def _document(
    document_id: str,
    title: str,
    value: Value,
    warnings: tuple[str, ...],
    record: _Record | None = None,
) -> RawDocument:
    """Return the document of a value. title: where it has none. Raises Unreadable."""
    text = RecordText()
    try:
        if record is None:
            text.add(value)
        else:
            with text.builder.at("row", str(record.number), record.label):
                text.add(value)
    except RecursionError as error:
        raise Unreadable("its values lie too deep in each other", FileStatus.TOO_LARGE) from error
    content, shape = text.builder.build()
    if not content:
        raise Unreadable("data without text", FileStatus.EMPTY)
    facts = facts_of(value)
    return RawDocument(
        document_id,
        content,
        title=title_of(value) or title,
        author=facts.author,
        published=facts.published,
        language=facts.language,
        url=facts.url,
        shape=shape,
        warnings=(*warnings, *sorted(text.warnings)),
    )
