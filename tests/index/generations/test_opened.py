from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build
from index.errors import GenerationDamaged
from index.generations.manifest import MANIFEST, Manifest
from index.generations.opened import Generation, check_counts
from index.generations.publish import Generations
from index.generations.verify import verify
from tests.conftest import write_files
from tests.toy import ToyEncoder


@pytest.fixture
def folder(tmp_path: Path, generations: Generations, encoder: ToyEncoder) -> Path:
    """The folder of a generation of two documents, each one passage and one sentence."""
    texts = {"a.txt": "Otters dive.", "b.txt": "Kelp grows."}
    build(generations, encoder, [write_files(tmp_path / "documents", texts)])
    return generations.data_dir / "generations" / "000001"


def test_a_generation_holds_what_its_manifest_says(folder: Path, generations: Generations) -> None:
    opened = Generation.open_current(generations)
    assert (opened.number, opened.manifest.documents) == (1, 2)
    assert len(opened.passages) == len(opened.sentences) == opened.store.passages == 2
    assert opened.lexicon.passages == 2


def test_every_file_is_in_the_manifest(folder: Path, generations: Generations) -> None:
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    recorded = Generation.open_current(generations).manifest.files.keys()
    assert {name for name in names if not name.endswith(".lock")} == {*recorded, MANIFEST}


def test_a_part_that_lacks_something_is_named_with_both_counts(folder: Path) -> None:
    manifest = Manifest.read(folder)
    check_counts(folder, manifest)
    with pytest.raises(GenerationDamaged, match=r"2 passages in the lexicon, not 3; .*vectors"):
        check_counts(folder, replace(manifest, passages=3))


def test_a_whole_generation_has_no_problems(folder: Path, generations: Generations) -> None:
    with generations.open_current() as lease:
        assert verify(lease) == []


def test_verify_names_a_damaged_file_though_its_stamp_holds(
    folder: Path, generations: Generations
) -> None:
    lease = generations.open_current()
    path = folder / "vectors" / "passages.faiss"
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert verify(lease) == [
        "generation 1 is damaged: vectors/passages.faiss is not as it was written"
    ]


def test_verify_counts(folder: Path, generations: Generations) -> None:
    lease = generations.open_current()
    lease.manifest = replace(lease.manifest, sentences=7)
    [problem] = verify(lease)
    assert "2 sentences in the store, not 7" in problem
