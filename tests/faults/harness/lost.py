"""A disk that forgets, on power loss, whatever was not synced: the model, and its recorder.

While `recorded` is in force, the build runs in this process, and the calls of Python's os module
that change names, and fsync, are the crash points: before each of them, and after the last, the
folder is looked at as it is. What is durable is known from the fsyncs alone:

- a file holds what it held at its last fsync; one that was never synced is empty;
- a folder has the names that it had at its last fsync; one that was never synced is empty.

The syncs that SQLite and tantivy make on their own are not counted: Pincite must not rely on
them. From durable and actual content and names, these disks are made for each crash point:

- `whole`: all names and contents, as after a mere kill;
- `strict`: only what was synced, of names and contents;
- `names`: all names, but only synced contents (files whose names overtook their content);
- `contents`: all contents, but only synced names;
- `torn`: all names, and of unsynced contents the first half;
- `mixed`: for each name and each file, by a seeded draw, any of these; as many as are asked for.

A file is its inode, not its name, so that a rename carries what was synced. Two things differ
from a real disk: copies have new inodes and times, so no stamp of an earlier check holds on
them; and a lost write loses a whole file's changes or its second half, never single blocks.
"""

import itertools
import os
import random
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from index.durable import remove_folder

MODELS = ["whole", "strict", "names", "contents", "torn"]
_MIXED = "mixed"
_CALLS = ["fsync", "rename", "replace", "unlink", "rmdir", "mkdir", "symlink"]

Disk = dict[str, bytes | str | None]
"""Paths and contents; a text: a link, and where it leads; None: a folder."""


@dataclass(frozen=True, slots=True)
class Crash:
    """One crash point: how many calls were made before it, the call to come, and the disks."""

    number: int
    call: str
    done: bool
    disks: dict[str, Disk]


class Recorder:
    """What is durable below `root`, and the crash points so far."""

    def __init__(self, root: Path, draws: int) -> None:
        self.root, self._draws = root, draws
        self.crashes: list[Crash] = []
        self._held: dict[int, int] = {}  # inode: descriptor, so that no inode comes back
        self._contents: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int | str]] = {}
        self._numbers = itertools.count()
        for path in [root, *root.rglob("*")]:
            if not path.is_symlink():
                self.sync(path)

    def sync(self, path: Path | int) -> None:
        """What a file or a folder holds now is durable."""
        inode = self._hold(path)
        if self._is_folder(inode):
            self._names[inode] = self._actual_names(inode)
        else:
            self._contents[inode] = self._actual_content(inode)

    def crash(self, call: str, done: bool = False) -> None:
        """The power may fail here."""
        number = next(self._numbers)
        draw = random.Random(number)
        root = self._hold(self.root)
        models = [*MODELS, *(f"{_MIXED} {n}" for n in range(self._draws))]
        disks = {model: self._disk(root, model, draw) for model in models}
        self.crashes.append(Crash(number, call, done, disks))

    def close(self) -> None:
        for descriptor in self._held.values():
            os.close(descriptor)

    def _hold(self, path: Path | int) -> int:
        if isinstance(path, int):
            path = Path(f"/proc/self/fd/{path}")
        inode = path.stat().st_ino
        if inode not in self._held:
            self._held[inode] = os.open(path, os.O_RDONLY)
        return inode

    def _is_folder(self, inode: int) -> bool:
        return stat.S_ISDIR(os.fstat(self._held[inode]).st_mode)

    def _actual_names(self, inode: int) -> dict[str, int | str]:
        """The inode of each file, and where each link leads: that comes and goes with its name."""
        folder = Path(f"/proc/self/fd/{self._held[inode]}")
        return {
            path.name: str(path.readlink()) if path.is_symlink() else self._hold(path)
            for path in sorted(folder.iterdir())
        }

    def _actual_content(self, inode: int) -> bytes:
        descriptor = self._held[inode]
        return os.pread(descriptor, os.fstat(descriptor).st_size, 0)

    def _disk(self, folder: int, model: str, draw: random.Random, prefix: str = "") -> Disk:
        disk: Disk = {}
        for name, inode in self._names_after(folder, model, draw).items():
            path = prefix + name
            if isinstance(inode, str):
                disk[path] = inode
            elif self._is_folder(inode):
                disk[path] = None
                disk |= self._disk(inode, model, draw, path + "/")
            else:
                disk[path] = self._content_after(inode, model, draw)
        return disk

    def _names_after(self, folder: int, model: str, draw: random.Random) -> dict[str, int | str]:
        actual, durable = self._actual_names(folder), self._names.get(folder, {})
        if not model.startswith(_MIXED):
            return durable if model in ("strict", "contents") else actual
        drawn = {}
        for name in sorted(actual.keys() | durable.keys()):
            inode = draw.choice([actual, durable]).get(name)
            if inode is not None:
                drawn[name] = inode
        return drawn

    def _content_after(self, inode: int, model: str, draw: random.Random) -> bytes:
        actual, durable = self._actual_content(inode), self._contents.get(inode, b"")
        torn = durable if actual == durable else actual[: len(actual) // 2]
        if model.startswith(_MIXED):
            return draw.choice([actual, durable, torn])
        return {"whole": actual, "contents": actual, "torn": torn}.get(model, durable)


@contextmanager
def recorded(root: Path, draws: int = 1) -> Iterator[Recorder]:
    """Record the crash points of what is done in here below `root`, which is durable as it is.

    draws: how many disks of the model `mixed` are made for each.
    """
    recorder = Recorder(root, draws)
    with pytest.MonkeyPatch.context() as patch:
        for name in _CALLS:
            patch.setattr(os, name, _spied(recorder, name, getattr(os, name)))
        try:
            yield recorder
        finally:
            patch.undo()
            recorder.crash("the end", done=True)
            recorder.close()


def _spied(recorder: Recorder, name: str, call: Any) -> Any:
    def spy(target: Any, *args: Any, **kwargs: Any) -> Any:
        shown = Path(f"/proc/self/fd/{target}").readlink() if name == "fsync" else target
        recorder.crash(f"{name} of {str(shown).replace(str(recorder.root), '')}")
        done = call(target, *args, **kwargs)
        if name == "fsync":
            recorder.sync(target)
        return done

    return spy


def restore(disk: Disk, folder: Path) -> None:
    """Make `folder` anew, holding what the disk holds."""
    if folder.exists():
        remove_folder(folder)
    folder.mkdir(parents=True)
    for name, content in disk.items():
        if content is None:
            (folder / name).mkdir()
        elif isinstance(content, str):
            (folder / name).symlink_to(content)
        else:
            (folder / name).write_bytes(content)
