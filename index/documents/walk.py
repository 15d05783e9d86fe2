"""Walks through a folder for the files that are to be indexed.

Left out, and counted: hidden files and folders, what a `.gitignore` names, the litter of tools
(`node_modules`, `__pycache__`), and what the patterns of the user leave out. A link is followed as
long as it stays inside the folder, and to what is not found there by its own name.
"""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pathspec import GitIgnoreSpec

from index.documents.litter.litter import reason_against
from index.errors import UsageError
from index.originals import FileReport, FileStatus
from index.records import SourceFile


@dataclass(frozen=True, slots=True)
class Patterns:
    """Which files to index, in the patterns of `.gitignore`, against the path below the root.

    include: if there are any, only files that one of them matches are indexed, also such as are
    left out otherwise. exclude: files that one of them matches are not.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


@dataclass(slots=True)
class FoundFiles:
    """The files under the roots, and what could not be read of them.

    lost_folders: those that could not be read, so that their files are unknown, each with what the
    ids of its files begin with. left_out: how many files and folders were passed over, by
    reason: hidden, ignored, litter, excluded.
    """

    sources: list[SourceFile] = field(default_factory=list)
    failures: list[FileReport] = field(default_factory=list)
    lost_folders: dict[Path, str] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


EVERYTHING = Patterns()


def walk(root: Path, prefix: str, patterns: Patterns, files: FoundFiles) -> None:
    """Add the files below `root` to `files`, and what could not be read there.

    prefix: what their ids begin with. Raises UsageError for a pattern that is none.
    """
    _Walk(root, prefix, patterns, files).run()


def join_id(prefix: str, relative: Path) -> str:
    """Return the id of a file from what ids in its folder begin with, and its path there."""
    return f"{prefix}/{relative.as_posix()}" if prefix else relative.as_posix()


def pattern_spec(patterns: Sequence[str]) -> GitIgnoreSpec:
    """Return what matches these patterns. Raises UsageError for one that is none."""
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except ValueError as error:
        raise UsageError(f"{' '.join(patterns)}: no pattern of files ({error})") from error


class _Walk:
    """The walk through one root."""

    def __init__(self, root: Path, prefix: str, patterns: Patterns, files: FoundFiles) -> None:
        self._root, self._prefix, self._files = root, prefix, files
        self._include, self._exclude = (
            pattern_spec(patterns.include),
            pattern_spec(patterns.exclude),
        )
        self._only_some = bool(patterns.include)
        self._seen: set[tuple[int, int]] = set()  # of folders: links may form rings
        self._ignoring: list[tuple[Path, GitIgnoreSpec]] = []
        self._links: list[Path] = []

    def run(self) -> None:
        """Add all files of the root."""
        self._below(self._root)
        # What a link leads to has its own name, unless that is hidden, ignored or the like.
        links_to_files = list[Path]()
        while self._links:
            link = self._links.pop(0)
            if _told(link.is_dir):
                self._ignore_as_in(link.parent)
                self._below(link)
            else:
                links_to_files.append(link)
        if links_to_files:
            found = {source.path.resolve() for source in self._files.sources}
            for link in links_to_files:
                if (target := _target(link)) not in found:
                    found.add(target)
                    self._add(link)

    def _below(self, folder: Path) -> None:
        """Add the files below a folder, and note the links there."""
        stack = [folder]
        while stack:
            here = stack.pop()
            entries = self._entries(here)
            self._take_ignored(here, entries)
            for entry in entries:
                if self._passed_over(entry):
                    continue
                # What cannot be looked at counts as a file, so that reading it says why.
                if _told(entry.is_symlink):
                    self._links.append(entry)
                elif _told(entry.is_dir):
                    stack.append(entry)
                else:
                    self._add(entry)

    def _entries(self, folder: Path) -> list[Path]:
        """Return what lies in a folder; nothing if it was listed before or cannot be."""
        try:
            status = os.stat(f"{folder}/.")  # noqa: PTH116 - the dot asks whether it may be entered
            if (status.st_dev, status.st_ino) in self._seen:
                return []
            self._seen.add((status.st_dev, status.st_ino))
            return sorted(folder.iterdir())
        except OSError as error:
            lost = self._prefix if folder == self._root else self._id_of(folder)
            self._fail(folder, _folder_reason(error), "let Pincite read it")
            self._files.lost_folders[folder] = lost
            return []

    def _ignore_as_in(self, folder: Path) -> None:
        """Ignore what the `.gitignore` of a folder says, and of those above it."""
        self._ignoring.clear()
        for above in [*reversed(folder.parents), folder]:
            if above == self._root or self._root in above.parents:
                self._take_ignored(above, [above / ".gitignore"])

    def _take_ignored(self, folder: Path, entries: Sequence[Path]) -> None:
        """Take note of the `.gitignore` of a folder; one that cannot be read ignores nothing."""
        # The walk goes depth first, so that those of folders it has left come last.
        while self._ignoring and self._ignoring[-1][0] not in (folder, *folder.parents):
            self._ignoring.pop()
        if folder / ".gitignore" in entries:
            try:
                lines = (folder / ".gitignore").read_text("utf-8", "replace").splitlines()
                self._ignoring.append((folder, GitIgnoreSpec.from_lines(lines)))
            except (OSError, ValueError):
                return

    def _passed_over(self, entry: Path) -> bool:
        """Whether a file or folder is left out, which is then counted."""
        if _told(entry.is_symlink) and not self._stays_inside(entry):
            return True
        is_folder = _told(entry.is_dir)
        path = entry.relative_to(self._root).as_posix() + ("/" if is_folder else "")
        reason = self._reason_against(entry, is_folder)
        if self._exclude.match_file(path):
            reason = "excluded"
        elif self._only_some and is_folder and entry.name != ".git":
            return False  # what is named may lie in it
        elif self._only_some:
            reason = "" if self._include.match_file(path) else reason or "excluded"
        if reason:
            self._files.left_out[reason] += 1
        return bool(reason)

    def _reason_against(self, entry: Path, is_folder: bool) -> str:
        """Return why a file or folder is left out where no pattern names it; "" if it is not."""
        reason = reason_against([entry.name], is_folder)
        return reason or ("ignored" if self._is_ignored(entry, is_folder) else "")

    def _is_ignored(self, entry: Path, is_folder: bool) -> bool:
        """Whether a `.gitignore` names it; the nearest one that says anything decides."""
        for folder, spec in reversed(self._ignoring):
            relative = entry.relative_to(folder).as_posix() + ("/" if is_folder else "")
            result = spec.check_file(relative)
            if result.include is not None:
                return result.include
        return False

    def _stays_inside(self, link: Path) -> bool:
        """Whether a link leads to something inside the root; one that does not is named."""
        target = _target(link)
        if target == self._root or self._root in target.parents or not _told(target.exists, True):
            return True
        self._fail(link, "a link that leads out of its folder", "add its target as a folder")
        return False

    def _add(self, path: Path) -> None:
        document_id = self._id_of(path)
        try:
            document_id.encode("utf-8")
        except UnicodeEncodeError:
            # Such a name could be stored, but not printed, linked or asked for.
            self._fail(path, "the file's name is not valid UTF-8", "rename it")
            return
        self._files.sources.append(SourceFile(document_id, path))

    def _fail(self, path: Path, reason: str, hint: str) -> None:
        name = os.fsencode(self._id_of(path)).decode("utf-8", "replace")
        status = FileStatus.UNSUPPORTED if _told(path.is_symlink) else FileStatus.BROKEN
        self._files.failures.append(FileReport(name, status, reason, hint))

    def _id_of(self, path: Path) -> str:
        return join_id(self._prefix, path.relative_to(self._root))


def _target(link: Path) -> Path:
    """Return where a link leads; where it leads nowhere, the link."""
    try:
        return link.resolve()
    except (OSError, RuntimeError):  # a ring of links: reading it says so
        return link


def _told(ask: Callable[[], bool], otherwise: bool = False) -> bool:
    """Return what the file system tells of a path; `otherwise` where it may not be looked at."""
    try:
        return ask()
    except OSError:
        return otherwise


def _folder_reason(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read this folder"
    return f"cannot read this folder ({os.strerror(error.errno or 0)})"
