"""What the files say now, against what the index holds: read, clean, compare."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from index.building.report import BuildReport, ProgressListener
from index.documents.clean import clean
from index.documents.files import FoundFiles, join_id, path_of
from index.documents.formats import read
from index.errors import Unreadable
from index.generations.opened import Generation
from index.records import Document, RawDocument, UnreadFile
from index.storage.texts_records import Version


def read_documents(
    found: FoundFiles, before: Generation | None, report: BuildReport, progress: ProgressListener
) -> dict[str, Document]:
    """All documents by id, in order; those that cannot be read now, as they were before."""
    documents: dict[str, Document] = {}
    report.failed += found.failures
    unread: dict[Path, str] = {}
    progress.stage("read", len(found.sources))
    for source in found.sources:
        try:
            with report.timed("read"):
                raw = read(source)
            with report.timed("clean"):
                document, cut = clean(raw)
            documents[document.document_id] = document
            report.cut += cut
        except Unreadable as error:
            report.failed.append(UnreadFile(str(source.path), str(error)))
            unread[source.path] = source.document_id
        progress.advance()
    if before and (unread or found.lost_folders):
        documents.update(_last_good(before, unread, found.lost_folders))
    return dict(sorted(documents.items()))


def clean_corpus(corpus: Iterable[RawDocument], report: BuildReport) -> dict[str, Document]:
    """Documents that lie in no file, by id, in order; one that is empty is reported."""
    documents: dict[str, Document] = {}
    with report.timed("clean"):
        for raw in corpus:
            try:
                documents[raw.document_id], cut = clean(raw)
                report.cut += cut
            except Unreadable as error:
                report.failed.append(UnreadFile(raw.document_id, str(error)))
    return dict(sorted(documents.items()))


def _last_good(
    before: Generation, unread: Mapping[Path, str], lost_folders: Mapping[Path, str]
) -> Iterator[tuple[str, Document]]:
    """The documents of files that cannot be read now, as they were, under the ids of now.

    The path tells which they are: with other roots, the same id may be another file's, and the
    same file may have another id.
    """
    roots = [Path(root) for root in before.manifest.roots]
    for old in before.store.all_documents():
        path = path_of(old.document_id, roots)
        new_id = unread.get(path)
        for folder in path.parents:
            if new_id is None and folder in lost_folders:
                new_id = join_id(lost_folders[folder], path.relative_to(folder))
        if new_id is not None:
            yield new_id, replace(old, document_id=new_id, stale=True)


def compare(
    documents: Mapping[str, Document], old: Mapping[str, Version], report: BuildReport
) -> None:
    """Count what is added, changed, moved and removed. Moved: the same text under a new id."""
    gone = dict.fromkeys(name for name in old if name not in documents)
    new = [name for name in documents if name not in old]
    texts_gone: dict[str, list[str]] = {}
    for name in gone:
        texts_gone.setdefault(old[name].sha256, []).append(name)
    for name in new:
        if waiting := texts_gone.get(documents[name].sha256):
            del gone[waiting.pop()]
            report.moved += 1
    report.added = len(new) - report.moved
    report.changed = sum(not old[name].is_of(d) for name, d in documents.items() if name in old)
    report.removed = len(gone)
    report.removed_documents = list(gone)
