"""What is whole of a damaged generation, for the next build to take over.

Generations share segments, so one damaged file may damage all that are kept. The other segments are
as good as before: what they hold need not be encoded again. Which files it was made from is
forgotten, so that all are read again, those too whose documents were in a segment that is lost.
"""

import tempfile
import weakref
from dataclasses import replace
from pathlib import Path

from index.durable import remove_folder
from index.errors import GenerationDamaged, StorageFailed
from index.generations.manifest import SEGMENTS, Manifest, place_of
from index.generations.opened import Generation, put_together


class Remains:
    """The whole segments of a damaged generation, put together anew. See FolderLease.

    manifest: of that generation, naming these segments alone.
    """

    def __init__(self, folder: Path, manifest: Manifest, names: list[str]) -> None:
        known = {name: rows for name, rows in manifest.gone.items() if name in names}
        self.manifest = replace(manifest, segments=tuple(names), gone=known)
        self.segments = [place_of(f"{SEGMENTS}/{name}", folder) for name in names]
        self.folder = Path(tempfile.mkdtemp(prefix="pincite-remains-"))
        weakref.finalize(self, remove_folder, self.folder)
        put_together(self.folder, self.segments, (), [known.get(name, []) for name in names])

    def untouched(self) -> bool:
        """Nobody else knows of it."""
        return True


def remains_of(folder: Path) -> Generation | None:
    """Return what is whole of the generation in `folder`; None if nothing is.

    Hashes all its files. Raises StorageFailed where no temporary files can be written.
    """
    try:
        manifest = Manifest.read(folder)
        if names := manifest.whole_segments(folder):
            return Generation(Remains(folder, manifest, names))
    except GenerationDamaged:
        return None
    except OSError as error:
        raise StorageFailed(
            f"what is whole of the index cannot be put together among temporary files: {error}"
        ) from error
    return None
