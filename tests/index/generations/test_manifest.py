import json
from dataclasses import replace
from pathlib import Path

import pytest

from index.encoder import ModelIdentity
from index.errors import GenerationDamaged, GenerationOutdated
from index.generations.manifest import MANIFEST, Manifest, files_in, record_of

NUMBER = 12


def manifest_of(folder: Path, number: int = NUMBER) -> Manifest:
    identity = ModelIdentity("toy", "ab" * 32)
    files = {name: record_of(folder / name) for name in files_in(folder)}
    return Manifest(number, "2024-01-01", ("/docs é",), identity, 64, 60, 1, 2, 3, files)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A generation of two files, with its manifest."""
    folder = tmp_path / "000012"
    (folder / "lexicon").mkdir(parents=True)
    (folder / "store.sqlite").write_bytes(b"store")
    (folder / "lexicon" / "meta.json").write_bytes(b"{}")
    (folder / MANIFEST).write_bytes(manifest_of(folder).to_bytes())
    return folder


def test_it_reads_back_as_it_was_written(folder: Path) -> None:
    manifest = Manifest.read(folder)
    assert manifest == manifest_of(folder)
    assert manifest.files.keys() == {"store.sqlite", "lexicon/meta.json"}
    manifest.check_files(folder)


def test_lock_files_are_no_part_of_a_generation(folder: Path) -> None:
    (folder / "lexicon" / ".tantivy-meta.lock").touch()
    assert files_in(folder) == ["lexicon/meta.json", "store.sqlite"]
    Manifest.read(folder).check_files(folder)


def _change(folder: Path) -> None:
    (folder / "store.sqlite").write_bytes(b"st0re")


def _shorten(folder: Path) -> None:
    (folder / "store.sqlite").write_bytes(b"stor")


def _remove(folder: Path) -> None:
    (folder / "store.sqlite").unlink()


def _add(folder: Path) -> None:
    (folder / "extra").touch()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_change, "store.sqlite is not as it was written"),
        (_shorten, "store.sqlite is not as it was written"),
        (_remove, "store.sqlite is missing"),
        (_add, "extra does not belong"),
    ],
)
def test_a_damaged_file_is_named(folder: Path, damage: object, message: str) -> None:
    damage(folder)
    with pytest.raises(GenerationDamaged) as refused:
        Manifest.read(folder).check_files(folder)
    assert str(refused.value) == f"generation 12 is damaged: {message}"


def test_every_damaged_file_is_named(folder: Path) -> None:
    _change(folder)
    (folder / "lexicon" / "meta.json").unlink()
    with pytest.raises(
        GenerationDamaged, match=r"meta\.json is missing.*store\.sqlite|store.*meta"
    ):
        Manifest.read(folder).check_files(folder)


def _with(folder: Path, **fields: object) -> bytes:
    return json.dumps(json.loads((folder / MANIFEST).read_bytes()) | fields).encode()


def test_a_manifest_that_was_changed_is_not_trusted(folder: Path) -> None:
    for wrong in (
        b"",
        b"{}",
        b"[]",
        b"\xff",
        (folder / MANIFEST).read_bytes()[:-20],
        _with(folder, passages=99),
        _with(folder, surprise=1),
    ):
        (folder / MANIFEST).write_bytes(wrong)
        with pytest.raises(GenerationDamaged, match="cannot be trusted"):
            Manifest.read(folder)


def test_a_missing_manifest_is_damage(folder: Path) -> None:
    (folder / MANIFEST).unlink()
    with pytest.raises(GenerationDamaged, match="cannot be trusted"):
        Manifest.read(folder)


def test_a_generation_under_another_number_is_refused(folder: Path) -> None:
    other = folder.rename(folder.with_name("000013"))
    with pytest.raises(GenerationDamaged, match="is of generation 12"):
        Manifest.read(other)


def test_the_format_before_is_read_and_what_it_lacks_is_said(folder: Path) -> None:
    assert Manifest.read(folder).outdated is None
    (folder / MANIFEST).write_bytes(replace(manifest_of(folder), format=3).to_bytes())
    manifest = Manifest.read(folder)
    manifest.check_files(folder)
    assert manifest.outdated
    assert manifest.outdated.startswith("An older version of Pincite made this index")


@pytest.mark.parametrize(("reads", "age"), [(0, "a newer"), (99, "an older")])
def test_another_format_is_refused_and_the_way_out_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, reads: int, age: str
) -> None:
    monkeypatch.setattr("index.generations.manifest.FORMAT", reads)
    with pytest.raises(GenerationOutdated) as refused:
        Manifest.read(folder)
    assert f"generation 12 was made by {age} Pincite" in str(refused.value)
    assert f"this one reads {reads}); rebuild it: pincite index" in str(refused.value)
    assert refused.value.roots == ("/docs é",)
