"""Kills at known moments: once, again while the next build recovers, and while wrecks are cleared.

The builds are killed before each change to the disk that Python makes itself.
"""

import bisect
import itertools
import random
import shutil
import signal
from pathlib import Path

import pytest

from index.durable import remove_folder
from tests.faults.harness.editions import PLACES, put, text_of
from tests.faults.harness.forks import Forks
from tests.faults.harness.invariants import (
    check_after_fault,
    check_next_build,
    served_state,
    state_of_files,
)

_PARTS = 8


class Place:
    """An index of two generations, and documents that changed since: what a build begins with."""

    def __init__(self, forks: Forks, folder: Path) -> None:
        self._forks, self._folder = forks, folder
        self.data_dir, self.documents = folder / "data", folder / "documents"
        for edition in (1, 2):
            self.edit(edition)
            assert forks.build(self.data_dir, self.documents) == 0
        self.edit(3)
        shutil.copytree(self.data_dir, folder / "kept", symlinks=True)

    def edit(self, edition: int) -> None:
        change = {f"{p}.txt": text_of(p, edition) for p in PLACES[edition : edition + 4]}
        put(self.documents, {f"same/{p}.txt": text_of(p, 0) for p in PLACES[:4]} | change)

    def again(self) -> None:
        """Everything as it was at first."""
        remove_folder(self.data_dir)
        shutil.copytree(self._folder / "kept", self.data_dir, symlinks=True)

    def killed_before(self, change: int) -> bool:
        """Build, killed before that change; whether it came so far. Checks what is served then."""
        before = served_state(self.data_dir)
        build = self._forks.start(self.data_dir, self.documents, die_at=change)
        code = build.wait()
        assert code in (0, -signal.SIGKILL), build.said
        after = state_of_files(self.documents)
        check_after_fault(self.data_dir, before, after, succeeded=code == 0)
        return code != 0

    def changes(self) -> int:
        """How many changes a whole build makes."""

        def comes_so_far(change: int) -> bool:
            self.again()
            return self.killed_before(change)

        count = bisect.bisect_left(range(1, 1000), True, key=lambda k: not comes_so_far(k))
        self.again()
        return count


@pytest.fixture(scope="module")
def place(forks: Forks, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(forks, tmp_path_factory.mktemp("recovery"))


@pytest.fixture(scope="module")
def changes(place: Place) -> int:
    return place.changes()


@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.slow)])
def test_a_kill_before_any_change_to_the_disk_is_mended_by_the_next_build(
    step: int, place: Place
) -> None:
    place.again()
    change = 1
    while place.killed_before(change):
        check_next_build(place.data_dir, place.documents)
        place.again()
        change += step
    assert change > 20, "a build makes more changes"


@pytest.mark.slow
@pytest.mark.parametrize("part", range(_PARTS))
def test_a_second_kill_during_the_recovery_changes_nothing(
    part: int, place: Place, changes: int
) -> None:
    """Every pair of moments, in parts: what has passed need not run again after an interruption."""
    moments = range(1, changes + 1)
    for first, second in itertools.product(moments[part::_PARTS], moments):
        place.again()
        assert place.killed_before(first)
        place.killed_before(second)  # a short recovery may be done before it comes to that
        check_next_build(place.data_dir, place.documents)


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [5, 100])
def test_builds_that_die_one_after_another_leave_no_more_than_one(
    rounds: int, place: Place, changes: int
) -> None:
    rng = random.Random(rounds)
    place.again()
    for edition in range(4, 4 + rounds):
        place.edit(edition % 12)
        for _ in range(4):
            place.killed_before(rng.randint(1, changes))
    check_next_build(place.data_dir, place.documents)


@pytest.mark.parametrize("kills", [4, pytest.param(None, marks=pytest.mark.slow)])
def test_a_kill_while_dead_parts_are_cleared_leaves_the_rest_to_the_next(
    kills: int | None, place: Place
) -> None:
    def with_wrecks() -> None:
        place.again()
        generations = place.data_dir / "generations"
        for old, dead in (("000002", "000003.partial"), ("000001", "000007.partial")):
            shutil.copytree(generations / old, generations / dead, symlinks=True)
        (generations / "000007.partial" / "manifest.json").unlink()
        segments = place.data_dir / "segments"
        whole = next(path for path in segments.iterdir() if path.is_dir())
        shutil.copytree(whole, segments / "000003-001")

    with_wrecks()
    at = 0
    while kills is None or at < kills:
        at += 1
        with_wrecks()
        if not place.killed_before(at):
            break
        check_next_build(place.data_dir, place.documents)
    assert at >= (kills or 20), "there was less to clear than thought"
