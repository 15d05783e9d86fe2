"""Remembers which generations were hashed, so that opening one again need not hash it.

Hashing a large index takes seconds. Once a generation was hashed, the size, times and inode of
each of its files show whether anything wrote to it since; if so, it is hashed again. `pincite
verify` always hashes.
"""

import json
import os
from pathlib import Path

from index.generations.manifest import MANIFEST, Manifest

Stamp = dict[str, list[int]]
"""The size in bytes, both times in nanoseconds and the inode of each file, by its name."""


class Stamps:
    """The stamps under DATA_DIR/verified. Losing them costs time, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self, folder: Path, manifest: Manifest) -> Stamp | None:
        """Hash the files of a generation, unless its stamp still holds.

        Returns the stamp of the files; None if one is missing. Raises GenerationDamaged.
        """
        # Taken before hashing: a file that changes meanwhile then differs from its stamp.
        stamp = stamp_of(folder, manifest)
        if stamp is None or stamp != self._remembered(folder):
            manifest.check_files(folder)
            if stamp is not None:
                self._remember(folder, stamp)
        return stamp

    def forget(self, folder: Path) -> None:
        """Remove the stamp of a generation that was removed."""
        self._path(folder).unlink(missing_ok=True)

    def _remembered(self, folder: Path) -> object:
        try:
            return json.loads(self._path(folder).read_text("ascii"))
        except (OSError, ValueError, RecursionError):
            return None

    def _remember(self, folder: Path, stamp: Stamp) -> None:
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._path(folder).write_text(json.dumps(stamp), "ascii")
        except OSError:
            return  # a read-only data folder: the generation is hashed again next time

    def _path(self, folder: Path) -> Path:
        return self._folder / f"{folder.name}.json"


def stamp_of(folder: Path, manifest: Manifest) -> Stamp | None:
    """Return the stamp of the files as they are; None if one is missing. About 2 µs a file."""
    stamp = {}
    prefix = f"{folder}{os.sep}"
    for name in [*manifest.files, MANIFEST]:
        try:
            status = os.stat(prefix + name)  # noqa: PTH116 (every question does this)
        except OSError:
            return None
        # The change time too: unlike the modification time it cannot be set back.
        stamp[name] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    return stamp
