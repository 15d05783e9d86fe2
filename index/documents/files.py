"""Roots on disk -> the files to index, each with its document id."""

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import UsageError
from index.records import SourceFile, UnreadFile


@dataclass(slots=True)
class FoundFiles:
    """What lies under the roots.

    lost_folders: those that could not be listed, so that their files are unknown; for each, what
    the ids of its files begin with.
    """

    sources: list[SourceFile] = field(default_factory=list)
    failures: list[UnreadFile] = field(default_factory=list)
    lost_folders: dict[Path, str] = field(default_factory=dict)


def find_files(roots: Sequence[Path], suffixes: frozenset[str]) -> FoundFiles:
    """List the files under `roots` that end in one of `suffixes`, sorted by document id.

    Hidden files and folders are passed over. Links are followed, each folder once.
    Raises UsageError for a root that does not exist, or is a file of another kind.
    """
    found = FoundFiles()
    for root, prefix in _prefixes(_outermost(_checked(roots, suffixes))).items():
        if root.is_file():
            found.sources.append(SourceFile(prefix or root.name, root))
            continue
        for path in _walk(root, prefix, found, set()):
            if path.suffix.lower() in suffixes:
                _add(path, _document_id(root, prefix, path), found)
    found.sources.sort(key=lambda source: source.document_id)
    return found


def path_of(document_id: str, roots: Sequence[Path]) -> Path:
    """Where the file of that document lay when `roots`, as they were resolved, were indexed."""
    for root, prefix in _prefixes(_outermost(list(roots))).items():
        if not prefix:
            return root if document_id == root.name and not root.is_dir() else root / document_id
        if document_id == prefix:
            return root
        if document_id.startswith(f"{prefix}/"):
            return root / document_id.removeprefix(f"{prefix}/")
    raise ValueError(f"{document_id} is of none of these roots: {roots}")


def _checked(roots: Sequence[Path], suffixes: frozenset[str]) -> list[Path]:
    checked = []
    for root in roots:
        if not root.exists():
            raise UsageError(f"{root}: no such file or folder; nothing was changed")
        if not root.is_dir() and root.suffix.lower() not in suffixes:
            kinds = ", ".join(sorted(suffixes))
            raise UsageError(f"{root}: Pincite reads {kinds}; nothing was changed")
        checked.append(root.resolve())
    return checked


def _outermost(roots: list[Path]) -> list[Path]:
    """Drop a root that lies inside another one: its files would be indexed twice."""
    unique = sorted(set(roots))
    return [r for r in unique if not any(o != r and r.is_relative_to(o) for o in unique)]


def _prefixes(roots: list[Path]) -> dict[Path, str]:
    """What each root's ids begin with: nothing for one root, else enough of its path to differ."""
    if len(roots) == 1:
        return {roots[0]: ""}
    depth = 1
    while True:
        names = ["/".join(root.parts[1:][-depth:]) for root in roots]
        if len(set(names)) == len(names):
            return dict(zip(roots, names, strict=True))
        depth += 1


def _document_id(root: Path, prefix: str, path: Path) -> str:
    return join_id(prefix, path.relative_to(root))


def join_id(prefix: str, relative: Path) -> str:
    """The id of a file, from what ids in its folder begin with and its path in that folder."""
    return f"{prefix}/{relative.as_posix()}" if prefix else relative.as_posix()


def _walk(
    folder: Path, prefix: str, found: FoundFiles, seen: set[tuple[int, int]]
) -> Iterator[Path]:
    """Yield the files below `folder`. `seen` holds the folders on the way: links may form rings."""
    stack = [folder]
    while stack:
        here = stack.pop()
        try:
            status = here.stat()
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            entries = sorted(here.iterdir())
        except OSError as error:
            found.failures.append(UnreadFile(str(here), _folder_reason(error)))
            lost = prefix if here == folder else _document_id(folder, prefix, here)
            found.lost_folders[here] = lost
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                stack.append(entry)
            else:
                yield entry


def _folder_reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to list this folder"
    return f"cannot list this folder ({os.strerror(error.errno or 0)})"


def _add(path: Path, document_id: str, found: FoundFiles) -> None:
    try:
        document_id.encode("utf-8")
    except UnicodeEncodeError:
        # A name that is not text could be stored, but not printed, linked or asked for.
        name = os.fsencode(path).decode("utf-8", "replace")
        found.failures.append(UnreadFile(name, "the file's name is not valid UTF-8"))
        return
    found.sources.append(SourceFile(document_id, path))


def regular_file_size(path: Path) -> int:
    """The size in bytes. Raises OSError, or ValueError for a pipe, socket or device."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a regular file")
    return status.st_size
