"""Reads and cleans one file: what comes of it, in this process.

`index.documents.contained` does the same in a process with limits.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from index.documents.clean import clean
from index.documents.formats import read
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Cut, Document, RawDocument


@dataclass(slots=True)
class ReadFile:
    """What came of a file. name: of its original.

    documents: in it, cleaned. cut: what cleaning took out of them. reports: of its parts that could
    not be read. failure: why nothing of it could be read, else None. read_s, clean_s: seconds.
    """

    name: str
    documents: list[Document] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    failure: FileReport | None = None
    read_s: float = 0.0
    clean_s: float = 0.0

    def fail(self, error: Unreadable) -> None:
        """Take note that the whole file cannot be read."""
        self.failure = FileReport(self.name, error.status, str(error), error.hint)


class FileReader(Protocol):
    """Reads files. What comes of them comes in any order, each under the name of its original."""

    def read(self, originals: Iterable[Original]) -> Iterator[ReadFile]:
        """Yield what came of each file. Never raises for what a file holds."""


class DirectReader:
    """A FileReader that reads one file after another in this process, without limits."""

    def read(self, originals: Iterable[Original]) -> Iterator[ReadFile]:
        """Yield what came of each file, in order."""
        return map(read_file, originals)


def read_file(original: Original) -> ReadFile:
    """Return what came of a file."""
    found = ReadFile(original.name)
    start = time.perf_counter()
    try:
        parts = list(read(original))
    except Unreadable as error:
        parts = []
        found.fail(error)
    found.read_s = time.perf_counter() - start
    for part in parts:
        if isinstance(part, FileReport):
            found.reports.append(part)
        else:
            _add_cleaned(part, original, found)
    found.clean_s = time.perf_counter() - start - found.read_s
    if not found.documents and found.failure is None:
        _say_nothing_is_left(found)
    return found


def _add_cleaned(raw: RawDocument, original: Original, found: ReadFile) -> None:
    try:
        document, cut = clean(raw)
    except Unreadable as error:
        found.reports.append(FileReport(raw.document_id, error.status, str(error), error.hint))
        return
    origin = replace(document.origin, file=original.name)
    found.documents.append(replace(document, origin=origin))
    found.cut += cut


def _say_nothing_is_left(found: ReadFile) -> None:
    """Take note of why a file holds no document that can be read."""
    own = [report for report in found.reports if report.path == found.name]
    if own:
        found.failure = own[0]
        found.reports.remove(own[0])
    elif found.reports:
        status = found.reports[0].status
        found.failure = FileReport(found.name, status, "nothing in it can be read")
    else:
        found.fail(Unreadable("it holds no text", FileStatus.EMPTY))
