"""Remembers which files were hashed, so that opening their generation again need not hash them.

Hashing a large index takes seconds. Once a file was hashed, its size, times and inode show whether
anything wrote to it since; if so, it is hashed again. Generations share segments, so of a new one
only the files that it does not share are hashed. `pincite verify` always hashes all.
"""

import json
import os
from pathlib import Path

from index.generations.manifest import MANIFEST, SEGMENTS, Manifest

Stamp = dict[str, list[int]]
"""The size in bytes, both times in nanoseconds and the inode of each file, by its name."""

_Hashed = dict[str, list[object]]
"""The stamp of each file, and after it the SHA-256 that the file had, by its name."""


class Stamps:
    """The stamps under DATA_DIR/verified. Losing them costs time, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def check(self, folder: Path, manifest: Manifest) -> Stamp | None:
        """Hash the files of a generation, unless their stamps still hold.

        Returns the stamp of the files; None if one is missing. Raises GenerationDamaged.
        """
        # Taken before hashing: a file that changes meanwhile then differs from its stamp.
        stamp = stamp_of(folder, manifest)
        if stamp is None:
            manifest.check_files(folder)
            return None
        hashed: _Hashed = {
            name: [*entry, manifest.files[name].sha256 if name != MANIFEST else ""]
            for name, entry in stamp.items()
        }
        if hashed != self._remembered(self._path(folder)):
            manifest.check_files(folder, self._shared(hashed))
            self._remember(folder, hashed)
        return stamp

    def forget(self, folder: Path) -> None:
        """Remove the stamp of a generation that was removed."""
        self._path(folder).unlink(missing_ok=True)

    def _shared(self, hashed: _Hashed) -> set[str]:
        """Return the files of segments that were hashed for another generation, and unchanged."""
        shared: set[str] = set()
        for path in self._folder.glob("*.json"):
            remembered = self._remembered(path)
            shared |= {
                name
                for name, entry in hashed.items()
                if name.startswith(f"{SEGMENTS}/") and remembered.get(name) == entry
            }
        return shared

    def _remembered(self, path: Path) -> _Hashed:
        try:
            remembered = json.loads(path.read_text("ascii"))
        except (OSError, ValueError, RecursionError):
            return {}
        return remembered if isinstance(remembered, dict) else {}

    def _remember(self, folder: Path, hashed: _Hashed) -> None:
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._path(folder).write_text(json.dumps(hashed), "ascii")
        except OSError:
            return  # a read-only data folder: the generation is hashed again next time

    def _path(self, folder: Path) -> Path:
        return self._folder / f"{folder.name}.json"


def stamp_of(folder: Path, manifest: Manifest) -> Stamp | None:
    """Return the stamp of the files as they are; None if one is missing. About 2 µs a file."""
    stamp = {}
    here, beside = f"{folder}{os.sep}", f"{folder.parent.parent}{os.sep}"
    for name in [*manifest.files, MANIFEST]:
        try:
            path = (beside if name.startswith(f"{SEGMENTS}/") else here) + name
            status = os.stat(path)  # noqa: PTH116 (every question does this)
        except OSError:
            return None
        # The change time too: unlike the modification time it cannot be set back.
        stamp[name] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
    return stamp
