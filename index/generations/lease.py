"""The lock that keeps a verified generation from being pruned while it is read."""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

from index.errors import GenerationDamaged
from index.generations.manifest import MANIFEST, Manifest, place_of, segments_of
from index.generations.opened import Generation
from index.generations.stamps import Stamp, Stamps, stamp_of
from index.generations.verify import verify

_FEW_FILES = 100  # looked at in less than a millisecond
_LOOK_EVERY_S = 0.5


class Lease:
    """A verified generation, kept from being pruned until the lease is released.

    The operating system drops the lock when the process ends, however it ends.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, stamp: Stamp | None, descriptor: int
    ) -> None:
        self.folder, self.manifest = folder, manifest
        self._stamp = stamp
        self._descriptor: int | None = descriptor
        self._seen = 0.0  # when the files were last found untouched

    @property
    def segments(self) -> list[Path]:
        """The folders of its segments, in order; its own where it is of an older format."""
        return segments_of(self.folder, self.manifest)

    def untouched(self) -> bool:
        """Whether no file was written to since the generation was verified.

        Of many files this is found out twice a second, and not for every question.
        """
        now = time.monotonic()
        if len(self.manifest.files) > _FEW_FILES and now - self._seen < _LOOK_EVERY_S:
            return True
        if self._stamp is None or stamp_of(self.folder, self.manifest) != self._stamp:
            return False
        self._seen = now
        return True

    def generation(self) -> Generation:
        """Open the files. Raises GenerationDamaged."""
        return Generation(self)

    def size(self) -> int:
        """Return how many bytes the files take, those that it shares too."""
        files = [place_of(name, self.folder) for name in (*self.manifest.files, MANIFEST)]
        return sum(path.stat().st_size for path in files)

    def problems(self) -> list[str]:
        """Return a message for each problem of the generation; none if it is whole."""
        return verify(self)

    def release(self) -> None:
        """Let the generation be pruned. Calling this twice does no harm."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()

    def __del__(self) -> None:
        self.release()


def take_lease(folder: Path, stamps: Stamps) -> Lease:
    """Lock the generation in `folder` against pruning, then verify it. Raises GenerationDamaged."""
    try:
        descriptor = os.open(folder / MANIFEST, os.O_RDONLY)
    except OSError as error:
        raise GenerationDamaged(f"{folder} has no readable manifest") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        manifest = Manifest.read(folder)
        stamp = stamps.check(folder, manifest)
        manifest.check_links(folder)  # no stamp tells of them
    except BaseException:
        os.close(descriptor)
        raise
    return Lease(folder, manifest, stamp, descriptor)
