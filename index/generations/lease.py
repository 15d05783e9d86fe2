"""A generation that was verified, and is kept from being pruned while somebody reads it."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from index.errors import GenerationDamaged
from index.generations.manifest import MANIFEST, Manifest
from index.generations.stamps import Stamp, Stamps, stamp_of


class Lease:
    """A verified generation, kept from being pruned until it is released.

    The lock is the process's: it falls with it, however that ends.
    """

    def __init__(
        self, folder: Path, manifest: Manifest, stamp: Stamp | None, descriptor: int
    ) -> None:
        self.folder, self.manifest = folder, manifest
        self._stamp = stamp
        self._descriptor: int | None = descriptor

    def untouched(self) -> bool:
        """Whether the files are still those that were verified: nobody wrote to them since."""
        return self._stamp is not None and stamp_of(self.folder, self.manifest) == self._stamp

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.release()

    def __del__(self) -> None:
        self.release()


def take_lease(folder: Path, stamps: Stamps) -> Lease:
    """Lock the generation in `folder` against pruning, and verify it. Raises GenerationDamaged."""
    try:
        descriptor = os.open(folder / MANIFEST, os.O_RDONLY)
    except OSError as error:
        raise GenerationDamaged(f"{folder} has no readable manifest") from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        manifest = Manifest.read(folder)
        stamp = stamps.check(folder, manifest)
    except BaseException:
        os.close(descriptor)
        raise
    return Lease(folder, manifest, stamp, descriptor)
