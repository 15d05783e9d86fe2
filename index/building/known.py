"""The files as the generation before knows them, by where they lie.

With other roots an id may name another file, and a file may have another id: paths tell them apart.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from index.documents.files import path_of
from index.generations.manifest import READING
from index.generations.opened import Generation
from index.originals import FileEntry, FileStatus
from index.records import Document, SourceFile


class KnownFiles:
    """What the generation before made of each file. before: None if there is none.

    ocr, password: whether pictures of text are to be read now, and a password was named: a file
    that failed for the want of it is read again.
    """

    def __init__(self, before: Generation | None, ocr: bool, password: bool) -> None:
        self._before, self._ocr, self._password = before, ocr, password
        self._entries: dict[Path, list[FileEntry]] = {}
        self._documents: dict[Path, list[tuple[str, str]]] = {}  # ids, each with its file's id
        if before is None:
            return
        for entry in before.store.files.all():
            self._entries.setdefault(Path(entry.location), []).append(entry)
        locations = {
            entry.file: path for path, entries in self._entries.items() for entry in entries
        }
        roots = [Path(root) for root in before.manifest.roots]
        for document_id, version in before.store.versions().items():
            file = version.origin.file if version.origin else document_id
            if path := locations.get(file) or (path_of(file, roots) if file and roots else None):
                self._documents.setdefault(path, []).append((document_id, file))

    def is_unchanged(self, source: SourceFile, sha256: str) -> bool:
        """Whether the file has the bytes that its documents were read from, by today's readers."""
        if self._before is None or self._before.manifest.reading != READING:
            return False
        entry = next((e for e in self._entries.get(source.path, ()) if e.sha256), None)
        if entry is None or entry.sha256 != sha256 or Path(entry.file).name != source.path.name:
            return False
        wants_more = (self._ocr and not entry.ocr) or self._password
        return entry.report.status is FileStatus.INDEXED and not wants_more

    def documents(self, source: SourceFile) -> Iterator[Document]:
        """Yield the documents of a file as they were read, under its id of today."""
        for document_id, file in self._documents.get(source.path, ()):
            if self._before and (document := self._before.store.document(document_id)):
                name = source.document_id + document_id.removeprefix(file)
                origin = replace(document.origin, file=source.document_id)
                yield replace(document, document_id=name, origin=origin)

    def entries(self, source: SourceFile) -> Iterator[FileEntry]:
        """Yield what came of the file and of its parts, under its id of today."""
        for entry in self._entries.get(source.path, ()):
            path = source.document_id + entry.report.path.removeprefix(entry.file)
            report = replace(entry.report, path=path)
            yield replace(entry, file=source.document_id, report=report)

    def last_good(self, source: SourceFile) -> Iterator[Document]:
        """Yield the documents of a file that cannot be read now."""
        return (replace(document, stale=True) for document in self.documents(source))

    def below(self, folder: Path) -> Iterable[Path]:
        """Return the files below a folder that have documents."""
        return [path for path in self._documents if folder in path.parents]
