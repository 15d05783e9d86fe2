"""Tells uploads from files of folders: whose an id is, and what cannot be removed as an upload."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from index.errors import DocumentMissing, NotUploaded
from index.records import SourceFile
from index.seam.held_texts import Texts
from index.uploads.labels import numbered

Holds = Callable[[str], bool]
"""Whether a file that an index knows by this location is an upload's."""


def is_of_folders(file: str, store: Texts | None, holds: Holds) -> bool:
    """Whether the id of a file is that of a file of a folder."""
    entry = store.files.of(file) if store else None
    return entry is not None and not holds(entry.location)


def why_not(
    document_id: str, is_upload: Callable[[str], bool], store: Texts | None, holds: Holds
) -> NotUploaded | DocumentMissing:
    """Return why a document that is no upload cannot be removed. is_upload: of the id of a file."""
    document = store.document(document_id) if store else None
    file = document.origin.file if document else document_id
    if is_upload(file):
        return NotUploaded(f"this document is a part of {file}, which can only go as a whole")
    entry = store.files.of(file) if store else None
    if (document is None and entry is None) or (entry and holds(entry.location)):
        return DocumentMissing("there is no document with that id, or it was removed just now")
    return NotUploaded(
        "this document is of a folder: remove its file there and index again, or remove the "
        "folder from the index"
    )


def apart_from(sources: Sequence[SourceFile], uploads: Sequence[SourceFile]) -> list[SourceFile]:
    """Return the files of folders, with other ids for those that have the id of an upload.

    An upload keeps the id that people were told when they gave it.
    """
    taken = {upload.document_id for upload in uploads}
    if taken.isdisjoint(source.document_id for source in sources):
        return list(sources)
    everywhere = taken | {source.document_id for source in sources}
    return [_another_id(source, taken, everywhere) for source in sources]


def _another_id(source: SourceFile, taken: set[str], everywhere: set[str]) -> SourceFile:
    if source.document_id not in taken:
        return source
    path, number = PurePosixPath(source.document_id), 2
    while (name := str(path.with_name(numbered(path.name, number)))) in everywhere:
        number += 1
    everywhere.add(name)
    return replace(source, document_id=name)
