"""Segments: whole documents written together, which generations share and never change.

    DATA_DIR/segments/000012-001/    the first segment that was written for generation 12

A segment is there for as long as a generation names it. What none names was left by a build that
died, or by a generation that was pruned.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from index.durable import remove_folder, sync_folder
from index.errors import GenerationDamaged
from index.generations.manifest import SEGMENT, Manifest

MOST = 32_768  # sentences of a segment, unless a single document has more: about 65 MB
_MOST_OF_A_GENERATION = 2**12


def segment_name(number: int, place: int) -> str:
    """Return the name of a segment. number: of the generation that it is written for.

    place: among its segments, counted from 1.
    """
    return f"{number:06d}-{place:03d}"


def serial_of(name: str) -> int:
    """Return a number for a segment that no other of the index has, from its name.

    0, for the folder of a generation that is a segment itself, as in older formats.
    """
    found = SEGMENT.fullmatch(name)
    return int(found[1]) * _MOST_OF_A_GENERATION + int(found[2]) if found else 0


def numbers_of(folder: Path) -> Iterator[int]:
    """Yield the numbers of the generations for which the segments in `folder` were written."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if found := SEGMENT.fullmatch(path.name):
            yield int(found[1])


def clear_segments(folder: Path, generations: Iterable[Path]) -> None:
    """Remove the segments in `folder` that none of the generations names. Raises OSError.

    Removes none while the manifest of a generation cannot be read: it may name any of them.
    """
    try:
        named = {name for one in generations for name in Manifest.read(one).segments}
    except GenerationDamaged:
        return
    left = [path for path in folder.iterdir() if path.name not in named] if folder.is_dir() else []
    for path in left:
        if path.is_dir() and not path.is_symlink():
            remove_folder(path)
        else:
            path.unlink()
    if left:
        sync_folder(folder)
