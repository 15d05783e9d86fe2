"""Lists the files under the roots that are to be indexed, each with its document id.

With one root, ids are paths relative to it; with several, they begin with the root's name.
"""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from index.documents.walk import EVERYTHING, FoundFiles, Patterns, walk
from index.errors import UsageError
from index.records import SourceFile
from index.roots import is_object, resolved

Walk = Callable[[Path, str, Patterns, FoundFiles], None]
"""Adds the files of a root, whose ids begin with a prefix, to those that were found."""


def find_files(
    roots: Sequence[Path], patterns: Patterns = EVERYTHING, list_objects: Walk = walk
) -> FoundFiles:
    """Return the files under `roots` that are to be indexed, sorted by document id.

    A root that is a file itself is always taken. list_objects: for roots in object storage. Raises
    UsageError for a root that does not exist, and for a pattern that is none, and what
    `list_objects` raises.
    """
    files = FoundFiles()
    for root, prefix in _prefixes(_outermost(_checked(roots))).items():
        if is_object(root):
            list_objects(root, prefix, patterns, files)
        elif root.is_file():
            files.sources.append(SourceFile(prefix or root.name, root))
        else:
            walk(root, prefix, patterns, files)
    files.sources.sort(key=lambda source: source.document_id)
    return files


def path_of(document_id: str, roots: Sequence[Path]) -> Path:
    """Return where the document's file lay when these roots, already resolved, were indexed.

    Raises ValueError for a document of none of them.
    """
    for root, prefix in _prefixes(_outermost(list(roots))).items():
        if not prefix:
            return root if document_id == root.name and not root.is_dir() else root / document_id
        if document_id == prefix:
            return root
        if document_id.startswith(f"{prefix}/"):
            return root / document_id.removeprefix(f"{prefix}/")
    raise ValueError(f"{document_id} is of none of these roots: {roots}")


def _checked(roots: Sequence[Path]) -> list[Path]:
    """Return the roots, resolved. Raises UsageError for one that is not there, or out of reach."""
    for root in roots:
        try:
            is_there = is_object(root) or root.exists()
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise UsageError(f"{root}: cannot be read ({reason}); let Pincite read it") from error
        if not is_there:
            raise UsageError(f"{root}: no such file or folder; nothing was changed")
    return [resolved(root) for root in roots]


def _outermost(roots: list[Path]) -> list[Path]:
    """Return the roots that lie in no other root; the files of one that does would count twice."""
    unique = set(roots)
    return [root for root in sorted(unique) if unique.isdisjoint(root.parents)]


def _prefixes(roots: list[Path]) -> dict[Path, str]:
    """Return what each root's ids begin with, by root.

    That is nothing for a single root, and otherwise the end of its path, as long as the roots need
    to differ.
    """
    if len(roots) <= 1:
        return dict.fromkeys(roots, "")
    depth = 1
    while True:
        names = ["/".join(root.parts[1:][-depth:]) for root in roots]
        if len(set(names)) == len(names):
            return dict(zip(roots, names, strict=True))
        depth += 1
