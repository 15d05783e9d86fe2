from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build, plan
from index.errors import GenerationDamaged, StorageFailed
from index.generations.manifest import MANIFEST, Manifest, place_of, segments_of
from index.generations.opened import Generation, check_counts
from index.generations.publish import Generations
from index.generations.verify import verify
from tests.conftest import write_files
from tests.index.generations.test_publish import file_of
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
    manifest = Generation.open_current(generations).manifest
    segment = generations.data_dir / "segments" / manifest.segments[0]
    files = [*folder.rglob("*"), *segment.rglob("*")]
    own = {p for p in files if p.is_file() and not p.is_symlink() and p.suffix != ".lock"}
    recorded = {place_of(name, folder) for name in (*manifest.files, MANIFEST)}
    assert own == recorded


def test_a_file_that_the_manifest_does_not_list_is_damage(
    folder: Path, generations: Generations
) -> None:
    """Nothing would show whether such a file is as it was written."""
    manifest = Manifest.read(folder)
    for name in manifest.files:
        files = {n: record for n, record in manifest.files.items() if n != name}
        (folder / MANIFEST).write_bytes(replace(manifest, files=files).to_bytes())
        with pytest.raises(GenerationDamaged, match=f"{name} does not belong"):
            Generation.open_current(generations)


def test_a_part_that_lacks_something_is_named_with_both_counts(folder: Path) -> None:
    manifest = Manifest.read(folder)
    segments = segments_of(folder, manifest)
    check_counts(folder, segments, manifest)
    with pytest.raises(GenerationDamaged, match=r"2 passages in the store, not 3"):
        check_counts(folder, segments, replace(manifest, passages=3))


def test_a_whole_generation_has_no_problems(folder: Path, generations: Generations) -> None:
    with generations.open_current() as lease:
        assert verify(lease) == []


def test_verify_names_a_damaged_file_though_its_stamp_holds(
    folder: Path, generations: Generations
) -> None:
    lease = generations.open_current()
    path = file_of(generations, 1, "vectors/passages.faiss")
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    name = "segments/000001-001/vectors/passages.faiss"
    assert verify(lease) == [f"generation 1 is damaged: {name} is not as it was written"]


def test_verify_counts(folder: Path, generations: Generations) -> None:
    lease = generations.open_current()
    lease.manifest = replace(lease.manifest, sentences=7)
    [problem] = verify(lease)
    assert "2 sentences in the store, not 7" in problem


@pytest.mark.parametrize("moved", ["generations", "segments"])
def test_a_folder_of_the_index_may_lie_elsewhere(
    moved: str, tmp_path: Path, generations: Generations, encoder: ToyEncoder
) -> None:
    """A link leads to another disk, as a person may have put it there."""
    elsewhere = tmp_path / "another" / "large" / "disk" / moved
    elsewhere.mkdir(parents=True)
    generations.data_dir.mkdir(exist_ok=True)
    (generations.data_dir / moved).symlink_to(elsewhere)
    root = write_files(tmp_path / "documents", {"a.txt": "Otters dive.", "b.txt": "Kelp grows."})
    for text in ("Otters sleep.", "Otters wake."):
        (root / "a.txt").write_text(text)
        build(generations, encoder, [root])
        with generations.open_current() as lease:
            assert verify(lease) == []
    assert any(elsewhere.iterdir())


def test_a_damaged_index_is_mended_where_the_folder_of_temporary_files_is_a_link(
    folder: Path,
    tmp_path: Path,
    generations: Generations,
    encoder: ToyEncoder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "deep" / "down").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "deep" / "down")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "link"))
    (folder / "about.sqlite").unlink()
    encoder.encoded = 0
    assert build(generations, encoder).documents == 2
    assert encoder.encoded == 0


def test_without_room_for_temporary_files_a_damaged_index_is_told_so(
    folder: Path, generations: Generations, encoder: ToyEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "about.sqlite").unlink()
    monkeypatch.setattr("tempfile.tempdir", str(folder / "nowhere"))
    with pytest.raises(StorageFailed, match="among temporary files"):
        plan(generations, encoder)
