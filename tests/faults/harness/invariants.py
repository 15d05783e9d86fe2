"""What must hold after any fault, and after the next build.

I1  CURRENT names a complete generation: hashes, counts, offsets.
I2  It is the one before the fault or the one being made, nothing else.
I3  Every document that is visible is whole, and every document of that generation is visible.
I4  The next build needs no help and leaves nothing behind.
I5  A build that said it succeeded is the one that is served.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from index.build import build
from index.generations.manifest import MANIFEST, Manifest, folder_name, place_of
from index.generations.opened import Generation
from index.generations.publish import KEEP, Generations
from index.generations.verify import verify
from tests.toy import ToyEncoder

State = Mapping[str, str]
"""Document ids and the hashes of their texts."""


def state_of_files(documents: Path) -> State:
    """What an index of this folder of plain one-paragraph files must hold."""
    return {
        path.relative_to(documents).as_posix(): _hash(path.read_text("utf-8").strip())
        for path in documents.rglob("*.txt")
    }


def served_state(data_dir: Path) -> State:
    """What is served now; fails where that is not a whole generation (I1, I3)."""
    with Generations(data_dir).open_current() as lease:
        problems = verify(lease)
        assert not problems, problems
    generation = Generation.open_current(Generations(data_dir))
    return {d.document_id: _hash(d.text) for d in generation.store.all_documents()}


def check_after_fault(data_dir: Path, before: State | None, after: State, succeeded: bool) -> None:
    """I1, I2, I3 and I5. before: None where nothing was published before the fault."""
    if before is None and not (data_dir / "CURRENT").exists():
        assert not succeeded, "it said it published, but there is nothing"
        return
    served = served_state(data_dir)
    assert served in (before, after), f"served: {sorted(served)}"
    if succeeded:
        assert served == after, "it said it published, but the old generation is served"


def check_next_build(data_dir: Path, documents: Path) -> None:
    """I4: a build now succeeds, serves the files as they are, and leaves no orphan bytes."""
    build(Generations(data_dir), ToyEncoder(), [documents])
    assert served_state(data_dir) == state_of_files(documents)
    numbers = Generations(data_dir).numbers()
    assert len(numbers) <= KEEP, numbers
    check_nothing_is_left(data_dir)
    known = {"CURRENT", "HIGHEST", "generations", "segments", "verified", "writer.lock"}
    assert {path.name for path in data_dir.iterdir()} <= known


def check_nothing_is_left(data_dir: Path) -> None:
    """There are the generations and the segments that they name, and nothing else."""
    folders = [data_dir / "generations" / folder_name(n) for n in Generations(data_dir).numbers()]
    left = {path.name for path in (data_dir / "generations").iterdir()}
    assert left == {folder.name for folder in folders}, left
    segments = data_dir / "segments"
    left = {path.name for path in segments.iterdir()} if segments.is_dir() else set()
    assert left == {name for folder in folders for name in Manifest.read(folder).segments}, left


def files_of(data_dir: Path, number: int) -> list[Path]:
    """All files of a generation, those that it shares too, the manifest and no links."""
    folder = data_dir / "generations" / folder_name(number)
    return [place_of(name, folder) for name in (*Manifest.read(folder).files, MANIFEST)]


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
