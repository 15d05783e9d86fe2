"""How the documents differ from those of the generation before."""

from collections.abc import Mapping
from dataclasses import dataclass

from index.records import Document
from index.storage.texts_records import Version


@dataclass(frozen=True, slots=True)
class Changes:
    """How many documents were added, changed and moved, and the ids of those removed.

    A document moved if its text now has another id. It counts as neither added nor removed.
    """

    added: int
    changed: int
    moved: int
    removed: list[str]


def compare(documents: Mapping[str, Document], old: Mapping[str, Version]) -> Changes:
    """Compare the documents with the `old` ones, both by id."""
    removed = dict.fromkeys(document_id for document_id in old if document_id not in documents)
    added = [document for document_id, document in documents.items() if document_id not in old]
    removed_by_text: dict[str, list[str]] = {}
    for document_id in removed:
        removed_by_text.setdefault(old[document_id].sha256, []).append(document_id)
    moved = 0
    for document in added:
        if same_text := removed_by_text.get(document.sha256):
            del removed[same_text.pop()]
            moved += 1
    changed = sum(
        not old[document_id].is_of(document)
        for document_id, document in documents.items()
        if document_id in old
    )
    return Changes(len(added) - moved, changed, moved, list(removed))
