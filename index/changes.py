"""What the files say now, against what the index holds: read, clean, compare."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from index.clean import clean
from index.errors import Unreadable
from index.generation import Generation
from index.readers import read
from index.readers.files import Found
from index.records import Document, Failure
from index.report import BuildReport, Progress


def read_documents(
    found: Found, before: Generation | None, report: BuildReport, progress: Progress
) -> dict[str, Document]:
    """All documents by id, in order; those that cannot be read now, as they were before."""
    documents: dict[str, Document] = {}
    report.failed += found.failures
    lost: list[str] = []
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
            report.failed.append(Failure(str(source.path), str(error)))
            lost.append(source.document_id)
        progress.advance()
    if before and (lost or found.lost_folders):
        for old in before.store.all_documents():
            if old.document_id not in documents and (
                old.document_id in lost or _lies_in(old.document_id, found.lost_folders)
            ):
                documents[old.document_id] = replace(old, stale=True)
    return dict(sorted(documents.items()))


def _lies_in(document_id: str, folders: Iterable[str]) -> bool:
    """Whether it lies in a folder that could not be listed; "" is the one root itself."""
    return any(not folder or document_id.startswith(f"{folder}/") for folder in folders)


def compare(
    documents: Mapping[str, Document], before: Generation | None, report: BuildReport
) -> None:
    """Count what is added, changed, moved and removed. Moved: the same text under a new id."""
    old = {d.document_id: d for d in before.store.all_documents()} if before else {}
    gone = [name for name in old if name not in documents]
    new = [name for name in documents if name not in old]
    texts_gone: dict[str, list[str]] = {}
    for name in gone:
        texts_gone.setdefault(old[name].sha256, []).append(name)
    for name in new:
        if waiting := texts_gone.get(documents[name].sha256):
            gone.remove(waiting.pop())
            report.moved += 1
    report.added = len(new) - report.moved
    report.changed = sum(documents[name] != old[name] for name in documents if name in old)
    report.removed = len(gone)
    report.removed_documents = gone
