"""Reads the documents to index: those of files that changed, and of all others as they were read.

A file is known by where it lies, and unchanged if its bytes are. A file that cannot be read keeps
its last good text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.building.crew import Came, Crew, Wanted
from index.building.known_before.known_files import KnownFiles
from index.building.known_before.known_objects import KnownObjects
from index.building.report import BuildReport, ProgressListener
from index.building.sources import Sources, Start
from index.documents.clean import clean
from index.documents.files import find_files
from index.documents.formats import shaped
from index.documents.objects.listing import list_objects
from index.documents.walk import FoundFiles, join_id
from index.errors import NothingToIndex, Unreadable
from index.originals import FileEntry, FileReport, FileStatus
from index.records import Document, SourceFile
from index.roots import written
from index.uploads.clashes import apart_from

_MOST_NAMED = 10  # files


@dataclass(slots=True)
class FileReading:
    """One reading of all files, or of a corpus that lies in none.

    objects: which bytes they had. entries: what came of each file, complete when `documents` has
    come to its end.
    """

    start: Start
    sources: Sources
    crew: Crew
    report: BuildReport
    progress: ProgressListener
    objects: KnownObjects
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
        files = find_files(self.start.roots, self.start.patterns, list_objects)
        uploads = self.start.uploads
        files.sources = [*apart_from(files.sources, uploads), *uploads]
        self.report.left_out = dict(files.left_out)
        self.entries += [FileEntry(failure.path, "", failure) for failure in files.failures]
        known = KnownFiles(self.start.before, self.sources.ocr, self.sources.password is not None)
        yield from self._lost(files, known)
        self.progress.stage("read", len(files.sources))
        same: list[Came] = []
        for came in self.crew.read(self._wanted(files.sources, known, same)):
            for one in (came, *_drained(same)):
                yield from self._came(one, known)
        for one in _drained(same):
            yield from self._came(one, known)

    def _wanted(
        self, sources: Iterable[SourceFile], known: KnownFiles, same: list[Came]
    ) -> Iterator[Wanted]:
        """Yield the files to read; objects that are as they were go to `same`, unfetched."""
        options = self.sources.password, self.sources.ocr
        for source in sources:
            wanted = Wanted(source, known.unchanged(source), *options)
            sha256 = self.objects.sha256(source)
            if sha256 is not None and sha256 == wanted.known:
                same.append(Came(wanted, sha256, None))
            else:
                yield wanted

    def _came(self, came: Came, known: KnownFiles) -> Iterator[Document]:
        """Yield the documents of a file, those it had or its last good ones; note what came of it.

        It had them if its bytes are the same.
        """
        source, found = came.wanted.source, came.found
        self.progress.advance()
        self.objects.add(source, came.sha256)
        if found is None:
            self.entries += known.entries(source)
            yield from known.documents(source)
            return
        self.report.seconds["read"] += found.read_seconds
        self.report.seconds["clean"] += found.clean_seconds
        self.report.cut += found.cut
        where, documents = (source.document_id, written(source.path)), found.documents
        report = FileReport(source.document_id, FileStatus.INDEXED, "")
        if error := found.failure:
            report = FileReport(source.document_id, error.status, str(error), error.hint)
            if documents := list(known.last_good(source)):
                reason = f"{error}; its last good text stays in the index"
                report = replace(report, status=FileStatus.STALE, reason=reason)
        self.entries.append(FileEntry(*where, report, came.sha256, self.sources.ocr))
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


def _drained(same: list[Came]) -> Iterator[Came]:
    """Yield what is in a list, and empty it."""
    yield from same
    same.clear()


def _nothing(roots: Iterable[Path], files: list[FileReport]) -> str:
    where = ", ".join(written(root) for root in roots) or "the index"
    reasons = "".join(f"\n  {report.path}: {report.reason}" for report in files[:_MOST_NAMED])
    more = f"\n  and {len(files) - _MOST_NAMED} more" if len(files) > _MOST_NAMED else ""
    return f"nothing to index in {where}: no file that can be read{reasons}{more}"
