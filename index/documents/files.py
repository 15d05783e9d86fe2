"""Lists the files under the roots that are to be indexed, each with its document id."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from index.errors import UsageError
from index.originals import FileReport, FileStatus
from index.records import SourceFile


@dataclass(slots=True)
class FoundFiles:
    """The files under the roots, and what could not be read of them.

    lost_folders: those that could not be listed, so that their files are unknown, each with what
    the ids of its files begin with.
    """

    sources: list[SourceFile] = field(default_factory=list)
    failures: list[FileReport] = field(default_factory=list)
    lost_folders: dict[Path, str] = field(default_factory=dict)


def find_files(roots: Sequence[Path], suffixes: frozenset[str]) -> FoundFiles:
    """Return the files under `roots` that end in one of `suffixes`, sorted by document id.

    Hidden files and folders are passed over. Links are followed, each folder once. Raises
    UsageError for a root that does not exist, or is a file of another kind.
    """
    files = FoundFiles()
    for root, prefix in _prefixes(_outermost(_checked(roots, suffixes))).items():
        if root.is_file():
            files.sources.append(SourceFile(prefix or root.name, root))
            continue
        for path in _walk(root, prefix, files, set()):
            if path.suffix.lower() in suffixes:
                _add(path, _document_id(root, prefix, path), files)
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


def _checked(roots: Sequence[Path], suffixes: frozenset[str]) -> list[Path]:
    """Return the roots, resolved. Raises UsageError for one that cannot be indexed."""
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
    """Return the roots that lie in no other root; the files of one that does would count twice."""
    unique = set(roots)
    return [root for root in sorted(unique) if unique.isdisjoint(root.parents)]


def _prefixes(roots: list[Path]) -> dict[Path, str]:
    """Return what each root's ids begin with, by root.

    That is nothing for a single root, and otherwise the end of its path, as long as the roots need
    to differ.
    """
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
    """Return the id of a file from what ids in its folder begin with, and its path there."""
    return f"{prefix}/{relative.as_posix()}" if prefix else relative.as_posix()


def _walk(
    folder: Path, prefix: str, files: FoundFiles, seen: set[tuple[int, int]]
) -> Iterator[Path]:
    """Yield the files below `folder`, and note in `files` each folder that cannot be listed.

    seen: the device and inode of each folder listed so far, since links may form rings.
    """
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
            files.failures.append(FileReport(str(here), FileStatus.BROKEN, _folder_reason(error)))
            lost = prefix if here == folder else _document_id(folder, prefix, here)
            files.lost_folders[here] = lost
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


def _add(path: Path, document_id: str, files: FoundFiles) -> None:
    try:
        document_id.encode("utf-8")
    except UnicodeEncodeError:
        # Such a name could be stored, but not printed, linked or asked for.
        name = os.fsencode(path).decode("utf-8", "replace")
        reason = "the file's name is not valid UTF-8"
        files.failures.append(FileReport(name, FileStatus.BROKEN, reason, "rename it"))
        return
    files.sources.append(SourceFile(document_id, path))
