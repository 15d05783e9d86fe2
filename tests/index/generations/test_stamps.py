import time
from collections.abc import Container
from pathlib import Path

import pytest

from index.errors import GenerationDamaged
from index.generations.manifest import Manifest
from index.generations.publish import Generations
from tests.index.generations.test_publish import damage, publish


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the generations whose files were hashed, in order."""
    numbers: list[int] = []
    real = Manifest.check_files

    def check(manifest: Manifest, folder: Path, known: Container[str] = ()) -> None:
        numbers.append(manifest.number)
        real(manifest, folder, known)

    monkeypatch.setattr(Manifest, "check_files", check)
    return numbers


def test_a_generation_is_hashed_when_it_is_first_opened(
    generations: Generations, hashed: list[int]
) -> None:
    publish(generations)
    for _ in range(3):
        generations.open_current().release()
    assert hashed == [1]


def test_a_touched_file_is_hashed_again(generations: Generations, hashed: list[int]) -> None:
    publish(generations)
    generations.open_current().release()
    path = generations.data_dir / "generations" / "000001" / "lexicon" / "store"
    path.write_text(path.read_text())
    generations.open_current().release()
    assert hashed == [1, 1]


def test_damage_never_gets_a_stamp(generations: Generations, hashed: list[int]) -> None:
    publish(generations)
    damage(generations, 1)
    for _ in range(2):
        with pytest.raises(GenerationDamaged):
            generations.open_current()
    assert hashed == [1, 1]


def test_a_spoilt_stamp_only_costs_time(generations: Generations, hashed: list[int]) -> None:
    publish(generations)
    generations.open_current().release()
    (generations.data_dir / "verified" / "000001.json").write_bytes(b"\xff{")
    generations.open_current().release()
    assert hashed == [1, 1]


def test_the_stamp_of_a_pruned_generation_goes_with_it(generations: Generations) -> None:
    for _ in range(2):
        publish(generations)
        generations.open_current().release()
    generations.prune(keep=1)
    assert [p.name for p in (generations.data_dir / "verified").iterdir()] == ["000002.json"]


def test_of_many_files_damage_is_noticed_within_a_second(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(generations)
    monkeypatch.setattr("index.generations.lease._FEW_FILES", 0)
    lease = generations.open_current()
    assert lease.untouched()
    damage(generations, 1)
    end = time.monotonic() + 10
    while lease.untouched():
        assert time.monotonic() < end
        time.sleep(0.05)
