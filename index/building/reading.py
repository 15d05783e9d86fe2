"""Reads the documents to index: those of files that changed, and of all others as they were read.

A file is known by where it lies, and unchanged if its bytes are. A file that cannot be read keeps
its last good text.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.building.known import KnownFiles
from index.building.report import BuildReport, ProgressListener
from index.building.sources import Sources, Start
from index.documents.clean import clean
from index.documents.contained.file_reader import FileReader, ReadFile
from index.documents.contents import read_bytes
from index.documents.files import find_files
from index.documents.formats import shaped
from index.documents.walk import FoundFiles, join_id
from index.errors import NothingToIndex, Unreadable
from index.originals import FileEntry, FileReport, FileStatus, Original
from index.records import Document, SourceFile
from index.uploads.uploads import apart_from

_MOST_NAMED = 10  # files
_Read = tuple[SourceFile, str]  # with the hash of its bytes


@dataclass(slots=True)
class FileReading:
    """One reading of all files, or of a corpus that lies in none.

    entries: what came of each file, complete when `documents` has come to its end.
    """

    start: Start
    sources: Sources
    reader: FileReader
    report: BuildReport
    progress: ProgressListener
    entries: list[FileEntry] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)  # the ids of documents so far

    def documents(self) -> Iterator[Document]:
        """Yield the documents as they come. No two have one id.

        Raises UsageError for a root that does not exist, and NothingToIndex at the end if there was
        no document, and there should be one.
        """
        found = self._of_files() if self.sources.corpus is None else self._of_corpus()
        for document in found:
            unique = self._unique(document)
            self._taken.add(unique.document_id)
            yield unique
        self._tell()
        if not self._taken and not self.start.may_be_empty:
            raise NothingToIndex(_nothing(self.start.roots, self.report.files))

    def _of_corpus(self) -> Iterator[Document]:
        for raw in self.sources.corpus or ():
            try:
                with self.report.timed("clean"):
                    document, cut = clean(shaped(raw))
            except Unreadable as error:
                report = FileReport(raw.document_id, error.status, str(error), error.hint)
                self.entries.append(FileEntry(raw.document_id, "", report))
                continue
            self.report.cut += cut
            yield document

    def _of_files(self) -> Iterator[Document]:
        files = find_files(self.start.roots, self.start.patterns)
        uploads = self.start.uploads
        files.sources = [*apart_from(files.sources, uploads), *uploads]
        self.report.left_out = dict(files.left_out)
        self.entries += [FileEntry(failure.path, "", failure) for failure in files.failures]
        known = KnownFiles(self.start.before, self.sources.ocr, self.sources.password is not None)
        yield from self._lost(files, known)
        self.progress.stage("read", len(files.sources))
        kept: list[Document] = []
        for (source, sha256), found in self.reader.read(
            self._originals(files.sources, known, kept)
        ):
            self.report.seconds["read"] += found.read_seconds
            self.report.seconds["clean"] += found.clean_seconds
            self.report.cut += found.cut
            yield from self._came(source, sha256, found, known)
            self.progress.advance()
            yield from _drained(kept)
        yield from _drained(kept)

    def _originals(
        self, sources: Iterable[SourceFile], known: KnownFiles, kept: list[Document]
    ) -> Iterator[tuple[_Read, Original]]:
        """Yield the files that must be read; the documents of all others go to `kept`."""
        for source in sources:
            try:
                data = read_bytes(source.path)
            except Unreadable as error:
                kept += self._came(source, None, ReadFile(failure=error), known)
                self.progress.advance()
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            if known.is_unchanged(source, sha256):
                kept += known.documents(source)
                self.entries += known.entries(source)
                self.progress.advance()
                continue
            options = self.sources.password, self.sources.ocr
            yield (source, sha256), Original(source.document_id, data, *options)

    def _came(
        self, source: SourceFile, sha256: str | None, found: ReadFile, known: KnownFiles
    ) -> Iterator[Document]:
        """Yield the documents of a file, or its last good ones, and note what came of it."""
        where, documents = (source.document_id, str(source.path)), found.documents
        report = FileReport(source.document_id, FileStatus.INDEXED, "")
        if error := found.failure:
            report = FileReport(source.document_id, error.status, str(error), error.hint)
            if documents := list(known.last_good(source)):
                reason = f"{error}; its last good text stays in the index"
                report = replace(report, status=FileStatus.STALE, reason=reason)
        self.entries.append(FileEntry(*where, report, sha256, self.sources.ocr))
        self.entries += [FileEntry(*where, part) for part in found.reports]
        yield from documents

    def _lost(self, files: FoundFiles, known: KnownFiles) -> Iterator[Document]:
        """Yield the last good documents of the folders that cannot be listed now."""
        for folder, prefix in files.lost_folders.items():
            for path in known.below(folder):
                file_id = join_id(prefix, path.relative_to(folder))
                yield from known.last_good(SourceFile(file_id, path))

    def found_what_was_known(self) -> bool:
        """Whether the generation before knows the same of the files not plainly indexed."""
        before = self.start.before
        if before is None:
            return False
        known = [e.report for e in before.store.files.all()]
        return [r for r in known if r.status is not FileStatus.INDEXED] == self.report.files

    def _unique(self, document: Document) -> Document:
        """Return the document, under another id if a file has the one that its archive gives it."""
        name, number = document.document_id, 2
        while name in self._taken:
            name, number = f"{document.document_id} ({number})", number + 1
        return document if name == document.document_id else replace(document, document_id=name)

    def _tell(self) -> None:
        """Complete the report with what came of the files."""
        reports = sorted((entry.report for entry in self.entries), key=lambda report: report.path)
        self.report.files = [r for r in reports if r.status is not FileStatus.INDEXED]
        counts: dict[FileStatus, int] = {}
        for report in reports:
            counts[report.status] = counts.get(report.status, 0) + 1
        self.report.statuses = {status: counts[status] for status in FileStatus if status in counts}


def _drained(documents: list[Document]) -> Iterator[Document]:
    """Yield the documents in a list, and empty it."""
    yield from documents
    documents.clear()


def _nothing(roots: Iterable[Path], files: list[FileReport]) -> str:
    where = ", ".join(str(root) for root in roots) or "the index"
    reasons = "".join(f"\n  {report.path}: {report.reason}" for report in files[:_MOST_NAMED])
    more = f"\n  and {len(files) - _MOST_NAMED} more" if len(files) > _MOST_NAMED else ""
    return f"nothing to index in {where}: no file that can be read{reasons}{more}"
