"""Reading files: what comes of one, who reads many, and the reader that does so on the spot."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from index.documents.clean import clean
from index.documents.formats import read
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import Cut, Document, RawDocument

K = TypeVar("K")


@dataclass(slots=True)
class ReadFile:
    """What came of one file.

    documents: cleaned. cut: what cleaning took out of them. reports: of the parts of the file that
    could not be read. failure: why there are no documents; None where the file could be read.
    """

    documents: list[Document] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)
    failure: Unreadable | None = None
    read_seconds: float = 0.0
    clean_seconds: float = 0.0


class FileReader(Protocol):
    """Reads files."""

    def read(self, originals: Iterable[tuple[K, Original]]) -> Iterator[tuple[K, ReadFile]]:
        """Yield what came of each file, under the key that came with it, in any order.

        The originals are taken one by one, as they are read, maybe in another thread.
        """


class DirectReader:
    """Reads files in this process, without limits: for files that are trusted."""

    def read(self, originals: Iterable[tuple[K, Original]]) -> Iterator[tuple[K, ReadFile]]:
        """Yield what came of each file, in order."""
        for key, original in originals:
            yield key, read_file(original)


def read_file(original: Original) -> ReadFile:
    """Return what comes of a file. Raises what only a faulty reader does."""
    started = time.perf_counter()
    done = ReadFile()
    try:
        for part in read(original):
            if isinstance(part, FileReport):
                done.reports.append(part)
            else:
                _take(part, original.name, done)
        if not done.documents:
            _refuse_whole(original.name, done.reports)
    except Unreadable as error:
        done = ReadFile(failure=error)
    done.read_seconds = time.perf_counter() - started - done.clean_seconds
    return done


def _refuse_whole(name: str, reports: list[FileReport]) -> None:
    """Raise Unreadable for a file without documents, unless the reports tell it of its parts."""
    for report in reports:
        if report.path == name:
            raise Unreadable(report.reason, report.status, report.hint)
    if not reports:
        raise Unreadable("it holds no text", FileStatus.EMPTY)


def _take(raw: RawDocument, file: str, done: ReadFile) -> None:
    """Clean a document of the file, and add it to what came of it, or a report if none is left."""
    started = time.perf_counter()
    try:
        document, cut = clean(raw)
        origin = replace(document.origin, file=file)
        done.documents.append(replace(document, origin=origin))
        done.cut += cut
    except Unreadable as error:
        done.reports.append(FileReport(raw.document_id, error.status, str(error), error.hint))
    finally:
        done.clean_seconds += time.perf_counter() - started
