"""Reads and cleans the documents to index; a file that cannot be read keeps its last good text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from index.building.report import BuildReport, ProgressListener, tracked
from index.building.sources import Start
from index.documents.clean import clean
from index.documents.contents import read_bytes
from index.documents.files import find_files, join_id, path_of
from index.documents.formats import SUFFIXES, read, shaped
from index.errors import NothingToIndex, Unreadable
from index.generations.opened import Generation
from index.originals import FileReport, Original
from index.records import Document, RawDocument

_MOST_NAMED = 10  # files


def read_documents(
    start: Start,
    corpus: Iterable[RawDocument] | None,
    report: BuildReport,
    progress: ProgressListener,
) -> dict[str, Document]:
    """Return the documents of the corpus, or else of the roots, by id and in order of their ids.

    What cannot be read is reported. Raises UsageError for a root that does not exist, and
    NothingToIndex.
    """
    if corpus is None:
        documents = _read_files(start, report, progress)
    else:
        documents = _clean_corpus(corpus, report)
    if not documents:
        raise NothingToIndex(_nothing(start.roots, report.failed))
    return dict(sorted(documents.items()))


def _read_files(
    start: Start, report: BuildReport, progress: ProgressListener
) -> dict[str, Document]:
    files = find_files(start.roots, SUFFIXES)
    report.failed += files.failures
    documents: dict[str, Document] = {}
    unread: dict[Path, str] = {}
    for source in tracked(progress, "read", files.sources):
        try:
            with report.timed("read"):
                found = list(read(Original(source.document_id, read_bytes(source.path))))
            for part in found:
                if isinstance(part, FileReport):
                    report.failed.append(part)
                else:
                    documents[part.document_id] = _cleaned(part, report)
        except Unreadable as error:
            report.failed.append(FileReport(str(source.path), error.status, str(error), error.hint))
            unread[source.path] = source.document_id
    if start.before and (unread or files.lost_folders):
        documents.update(_last_good(start.before, unread, files.lost_folders))
    return documents


def _clean_corpus(corpus: Iterable[RawDocument], report: BuildReport) -> dict[str, Document]:
    documents: dict[str, Document] = {}
    for raw in corpus:
        try:
            documents[raw.document_id] = _cleaned(shaped(raw), report)
        except Unreadable as error:
            report.failed.append(FileReport(raw.document_id, error.status, str(error)))
    return documents


def _cleaned(raw: RawDocument, report: BuildReport) -> Document:
    with report.timed("clean"):
        document, cut = clean(raw)
    report.cut += cut
    return document


def _last_good(
    before: Generation, unread: Mapping[Path, str], lost_folders: Mapping[Path, str]
) -> Iterator[tuple[str, Document]]:
    """Yield the last good text of each file that cannot be read now, under its id of today.

    unread: the ids of such files. lost_folders: see `FoundFiles`. Paths identify the files: with
    other roots an id may name another file, and a file may have another id.
    """
    roots = [Path(root) for root in before.manifest.roots]
    for old_id in before.store.versions():
        path = path_of(old_id, roots)
        new_id = unread.get(path)
        for folder in path.parents:
            if new_id is None and folder in lost_folders:
                new_id = join_id(lost_folders[folder], path.relative_to(folder))
        if new_id is not None and (old := before.store.document(old_id)):
            yield new_id, replace(old, document_id=new_id, stale=True)


def _nothing(roots: Sequence[Path], failed: Sequence[FileReport]) -> str:
    where = ", ".join(str(root) for root in roots)
    reasons = "".join(f"\n  {failure.path}: {failure.reason}" for failure in failed[:_MOST_NAMED])
    kinds = ", ".join(sorted(SUFFIXES))
    return f"nothing to index in {where}: no readable file ({kinds}){reasons}"
