"""The power fails at every step of a build, and what was not synced is lost (model: see `lost`)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.durable import remove_folder, sync_folder, write_file
from index.generations.publish import Generations
from tests.faults.harness.invariants import check_after_fault, check_next_build
from tests.faults.harness.lost import Crash, Disk, recorded, restore
from tests.faults.harness.scenarios import MOST_EXACT, Scenario, broken, scenario
from tests.toy import ToyEncoder

FAST, FULL = 35, 280  # trials in each scenario, at least
FULL_DRAWS = 24
SCENARIOS = ["first", "update", "compressed", "prune"]

Trial = tuple[Crash, str, Disk]


def crashes(case: Scenario, folder: Path, draws: int = 1) -> list[Crash]:
    """The crash points of one build. Where nothing was published, not even the folder exists."""
    folder.mkdir()
    if case.before is not None:
        case.copy(folder)
    with pytest.MonkeyPatch.context() as patch, recorded(folder, draws) as recorder:
        if most := case.environment.get(MOST_EXACT):
            patch.setattr("index.storage.vectors.MOST_EXACT", int(most))
        build(Generations(folder / "data"), ToyEncoder(), [case.documents])
    remove_folder(folder)
    return recorder.crashes


def trials(found: list[Crash]) -> Iterator[Trial]:
    """Each disk that differs from all before it; those at the end count for themselves."""
    seen: list[tuple[bool, Disk]] = []
    for crash in found:
        for model, disk in crash.disks.items():
            if (crash.done, disk) not in seen:
                seen.append((crash.done, disk))
                yield crash, model, disk


def violation(case: Scenario, trial: Trial, folder: Path, next_build: bool = True) -> str:
    """What is wrong after this power loss, and after the next build; empty if nothing."""
    crash, model, disk = trial
    restore(disk, folder)
    data = folder / "data"

    def check() -> None:
        check_after_fault(data, case.before, case.after, succeeded=crash.done)
        if next_build:
            check_next_build(data, case.documents)

    found = broken(check)
    where = f"{case.name}: call {crash.number}, before {crash.call}, model {model}"
    return f"{where}: {found}" if found else ""


def sample(every: list[Trial], size: int) -> list[Trial]:
    """All trials at the end, where the build has said that it succeeded, and others between."""
    last = [trial for trial in every if trial[0].done]
    others = [trial for trial in every if not trial[0].done]
    return [*others[:: max(1, len(others) // size)], *last]


def _assert_no_violation(case: Scenario, folder: Path, chosen: list[Trial]) -> None:
    found = [text for trial in chosen if (text := violation(case, trial, folder))]
    assert not found, f"{len(found)} of {len(chosen)} trials:\n" + "\n".join(found)


@pytest.mark.parametrize(
    "name",
    ["update", *(pytest.param(n, marks=pytest.mark.slow) for n in SCENARIOS if n != "update")],
)
def test_a_sample_of_power_losses(name: str, tmp_path: Path) -> None:
    case = scenario(name, tmp_path)
    chosen = sample(list(trials(crashes(case, tmp_path / "recorded"))), FAST)
    assert len(chosen) >= FAST
    _assert_no_violation(case, tmp_path / "restored", chosen)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_every_power_loss(name: str, tmp_path: Path) -> None:
    case = scenario(name, tmp_path)
    chosen = list(trials(crashes(case, tmp_path / "recorded", FULL_DRAWS)))
    assert len(chosen) >= FULL
    _assert_no_violation(case, tmp_path / "restored", chosen)


def test_the_model_knows_a_synced_file_from_one_that_was_not(tmp_path: Path) -> None:
    """And a synced name from one that was not: the disks after these calls are as said."""
    root = tmp_path / "root"
    root.mkdir()
    with recorded(root) as recorder:
        write_file(root / "synced", b"abcd")
        (root / "not").write_bytes(b"efgh")
        sync_folder(root)
        (root / "synced").rename(root / "renamed")
    disks = recorder.crashes[-1].disks
    assert disks["strict"] == {"synced": b"abcd", "not": b""}
    assert disks["names"] == {"renamed": b"abcd", "not": b""}
    assert disks["contents"] == {"synced": b"abcd", "not": b"efgh"}
    assert disks["torn"] == {"renamed": b"abcd", "not": b"ef"}
