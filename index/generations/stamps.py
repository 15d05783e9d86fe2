"""Which generations were hashed already, and a stamp of their files that stands for the hashes.

Hashing a large index takes seconds. After a generation was hashed once, the size, the times and
the inode of each of its files say whether anything touched it since; if so, it is hashed again.
`pincite verify` always hashes.
"""

import json
import os
from pathlib import Path

from index.generations.manifest import MANIFEST, Manifest

Stamp = dict[str, list[int]]


class Stamps:
    """The stamps under DATA_DIR/verified; losing them costs time, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self, folder: Path, manifest: Manifest) -> Stamp | None:
        """Hash the files of a generation unless its stamp still holds. Raises GenerationDamaged.

        Returns the stamp they were found under.
        """
        # Taken before the hashes: a file that changes meanwhile does not fit its stamp.
        stamp = stamp_of(folder, manifest)
        if stamp is None or stamp != self._remembered(folder):
            manifest.check_files(folder)
            if stamp is not None:
                self._remember(folder, stamp)
        return stamp

    def forget(self, folder: Path) -> None:
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
            return  # a data folder that may only be read: hashed again next time

    def _path(self, folder: Path) -> Path:
        return self._folder / f"{folder.name}.json"


def stamp_of(folder: Path, manifest: Manifest) -> Stamp | None:
    """The stamp of the files as they are; None where one is missing. About 2 µs a file."""
    stamp = {}
    prefix = f"{folder}{os.sep}"
    for name in [*manifest.files, MANIFEST]:
        try:
            status = os.stat(prefix + name)  # noqa: PTH116 (asked for with every question)
        except OSError:
            return None
        # The time of the last change too: unlike that of modification it cannot be set back.
        stamp[name] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    return stamp
