"""The files as the generation before knows them, by where they lie.

With other roots an id may name another file, and a file may have another id: paths tell them apart.
Uploads of the same bytes share a path, and differ by name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.documents.files import path_of
from index.generations.homes import HeldGeneration
from index.generations.manifest import READING
from index.originals import FileEntry, FileStatus
from index.records import Document, SourceFile

_Key = tuple[Path, str]
"""Where a file lies, and the last part of its id."""


class KnownFiles:
    """What the generation before made of each file. before: None if there is none.

    ocr, password: whether pictures of text are to be read now, and a password was named: a file
    that failed for the want of it is read again.
    """

    def __init__(self, before: HeldGeneration | None, ocr: bool, password: bool) -> None:
        self._before, self._ocr, self._password = before, ocr, password
        self._entries: dict[_Key, list[FileEntry]] = {}
        self._documents: dict[_Key, list[tuple[str, str]]] = {}  # ids, each with its file's id
        if before is None:
            return
        for entry in before.store.files.all():
            self._entries.setdefault(_key(entry.location, entry.file), []).append(entry)
        locations = {
            entry.file: path for (path, _), entries in self._entries.items() for entry in entries
        }
        roots = [Path(root) for root in before.manifest.roots]
        for document_id, version in before.store.versions().items():
            file = version.origin.file if version.origin else document_id
            if path := locations.get(file) or (path_of(file, roots) if file and roots else None):
                self._documents.setdefault(_key(path, file), []).append((document_id, file))

    def unchanged(self, source: SourceFile) -> str | None:
        """Return the SHA-256 of the bytes that the documents of a file were read from.

        A file that still has these bytes need not be read again. None where it must, since there is
        no such file, it failed, or today's readers make more of it.
        """
        if self._before is None or self._before.manifest.reading != READING:
            return None
        entries = self._entries.get(_key(source.path, source.document_id), [])
        entry = next((e for e in entries if e.sha256), None)
        if entry is None or entry.report.status is not FileStatus.INDEXED:
            return None
        encrypted = any(e.report.status is FileStatus.ENCRYPTED for e in entries)  # parts of it
        wants_more = (self._ocr and not entry.ocr) or (self._password and encrypted)
        return None if wants_more else entry.sha256

    def documents(self, source: SourceFile) -> Iterator[Document]:
        """Yield the documents of a file as they were read, under its id of today."""
        for document_id, file in self._documents.get(_key(source.path, source.document_id), ()):
            if self._before and (document := self._before.store.document(document_id)):
                name = source.document_id + document_id.removeprefix(file)
                origin = replace(document.origin, file=source.document_id)
                yield replace(document, document_id=name, origin=origin)

    def entries(self, source: SourceFile) -> Iterator[FileEntry]:
        """Yield what came of the file and of its parts, under its id of today."""
        for entry in self._entries.get(_key(source.path, source.document_id), ()):
            path = source.document_id + entry.report.path.removeprefix(entry.file)
            report = replace(entry.report, path=path)
            yield replace(entry, file=source.document_id, report=report)

    def last_good(self, source: SourceFile) -> Iterator[Document]:
        """Yield the documents of a file that cannot be read now."""
        return (replace(document, stale=True) for document in self.documents(source))

    def below(self, folder: Path) -> Iterable[Path]:
        """Return the files below a folder that have documents."""
        return [path for path, _ in self._documents if folder in path.parents]


def _key(location: Path | str, file: str) -> _Key:
    return Path(location), PurePosixPath(file).name
