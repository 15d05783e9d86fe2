"""The documents of an evaluation -> an index of their own in the cache folder.

It lies under the hash of the documents, so that the next run finds it, wherever they lie by then.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.build import build
from index.documents.contents import read_bytes
from index.documents.formats import read
from index.encoder import Encoder
from index.errors import NothingToIndex, Unreadable
from index.homes.home import home_of, store_beside
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument, SourceFile
from service.evaluation.cases.case_set import Case
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class CaseIndex:
    """The index of a case. settings: None if none of its documents could be indexed.

    unread: the documents that could not be indexed.
    """

    settings: Settings | None
    unread: tuple[FileReport, ...]


def settings_of(settings: Settings, sha256: str) -> Settings:
    """Return the settings with the place in which documents of this hash are indexed."""
    name = sha256 if settings.precision == "float32" else f"{sha256}-{settings.precision}"
    own = {
        "data_dir": settings.cache_dir / "evaluation" / name,
        "store": store_beside(settings.store, f"evaluation_{sha256[:16]}"),
        "uploads": "",
    }
    return settings.model_copy(update=own)


def index_case(case: Case, settings: Settings, encoder: Encoder) -> CaseIndex:
    """Index the documents of a case, as `index_files` does.

    A case without documents has the index that is set. Raises IndexMissing if there is none.
    """
    if case.documents:
        return index_files(case.documents, settings, encoder)
    home_of(settings).require()
    return CaseIndex(settings, ())


def index_files(files: Iterable[SourceFile], settings: Settings, encoder: Encoder) -> CaseIndex:
    """Index a few files; those that an earlier run encoded are not encoded again.

    Raises WriterBusy, StorageFailed.
    """
    documents, unread = read_files(files)
    own = settings_of(settings, _sha256_of(documents))
    try:
        report = build(home_of(own), encoder, corpus=documents)
    except NothingToIndex:
        empty = [FileReport(d.document_id, FileStatus.EMPTY, "it holds no text") for d in documents]
        return CaseIndex(None, (*unread, *empty))
    return CaseIndex(own, (*unread, *report.files))


def read_files(files: Iterable[SourceFile]) -> tuple[list[RawDocument], list[FileReport]]:
    """Return the documents in files, and what could not be read of them."""
    documents: list[RawDocument] = []
    unread: list[FileReport] = []
    for source in files:
        try:
            for part in read(Original(source.document_id, read_bytes(source.path))):
                if isinstance(part, FileReport):
                    unread.append(part)
                else:
                    documents.append(part)
        except Unreadable as error:
            unread.append(FileReport(source.document_id, error.status, str(error)))
    return documents, unread


def _sha256_of(documents: Sequence[RawDocument]) -> str:
    fields = [[d.document_id, d.text, d.title, d.published] for d in documents]
    return hashlib.sha256(json.dumps(fields).encode()).hexdigest()
