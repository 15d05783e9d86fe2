"""The suite finds the bugs that it is there for: each is planted, and one check must find it.

Without a bug the same checks find nothing (for `power_loss`, see test_lost_fsync).
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index.build import build
from index.errors import GenerationDamaged, PinciteError
from index.generations.manifest import Manifest, folder_name
from index.generations.opened import Generation
from index.generations.publish import Generations
from tests.conftest import write_files
from tests.faults.disk.test_disk_full import run_limited, sizes
from tests.faults.disk.test_lost_fsync import crashes, trials, violation
from tests.faults.harness import bugs
from tests.faults.harness.forks import Forks
from tests.faults.harness.invariants import (
    check_after_fault,
    check_next_build,
    check_nothing_is_left,
    served_state,
    state_of_files,
)
from tests.faults.harness.scenarios import Scenario, broken, scenario
from tests.toy import ToyEncoder

Bug = Callable[[pytest.MonkeyPatch], None]
Check = Callable[[Path, Bug | None], str]


def without_a_fault(folder: Path, bug: Bug | None) -> str:
    """A build that nothing disturbs, and the next one, hold all invariants."""
    case = scenario("prune", folder)
    folder = folder / "trial"
    folder.mkdir()
    data = case.copy(folder)

    def check() -> None:
        with pytest.MonkeyPatch.context() as plant:
            if bug:
                bug(plant)
            build(Generations(data), ToyEncoder(), [case.documents])
            assert len(Generations(data).numbers()) == 2
            check_nothing_is_left(data)
            newest = max(Generations(data).numbers())
        assert Generations(data).current() == newest == 3
        Generations(data).open(2).release()
        check_after_fault(data, case.before, case.after, succeeded=True)
        check_next_build(data, case.documents)

    return broken(check)


def power_loss(folder: Path, bug: Bug | None) -> str:
    """What is wrong after the first loss of power that breaks anything."""
    for name in ("prune", "first"):
        case = scenario(name, folder)
        with pytest.MonkeyPatch.context() as plant:
            if bug:
                bug(plant)
            found = crashes(case, folder / name / "recorded")
        for trial in trials(found):
            if wrong := violation(case, trial, folder / "restored", next_build=False):
                return wrong
    return ""


def full_disk(folder: Path, bug: Bug | None) -> str:
    """The largest file, one of vectors, lacks room for its last bytes."""
    case = _with_many_sentences(folder)
    largest = sizes(case, folder / "clean")[-1]
    names = [bug.__name__] if bug else []
    with Forks() as forks:
        for missing in (1, 100, 3000):
            if wrong := run_limited(forks, case, folder / str(missing), largest - missing, *names):
                return wrong
    return ""


def _with_many_sentences(folder: Path) -> Scenario:
    """An update that encodes nothing, and writes a large file of vectors."""
    case = scenario("first", folder)
    write_files(case.documents, {"many.txt": " ".join(f"Day {n}. It slept." for n in range(400))})
    build(Generations(case.data), ToyEncoder(), [case.documents])
    before = served_state(case.data)
    (case.documents / "many.txt").rename(case.documents / "moved.txt")
    return replace(case, before=before, after=state_of_files(case.documents))


def damage(folder: Path, bug: Bug | None) -> str:
    """One changed bit in the middle of any file keeps a generation from being opened."""
    case = scenario("update", folder)
    with pytest.MonkeyPatch.context() as plant:
        if bug:
            bug(plant)
        generations = Generations(case.data)
        build(generations, ToyEncoder(), [case.documents])
        number = generations.current()
        folders = [case.data / "generations" / folder_name(number)]
        folders += [case.data / "segments" / n for n in Manifest.read(folders[0]).segments]
        files = [p for f in folders for p in f.rglob("*") if p.is_file() and not p.is_symlink()]
        for path in sorted(path for path in files if path.stat().st_size):
            whole = path.read_bytes()
            changed = bytearray(whole)
            changed[len(whole) // 2] ^= 1
            path.write_bytes(changed)
            try:
                generations.open_current().release()
                return f"{path.name} was changed, and is served"
            except GenerationDamaged:
                path.write_bytes(whole)
        generations.open_current().release()
    return ""


def lost_work(folder: Path, bug: Bug | None) -> str:
    """What a build had encoded when it failed is not encoded again."""
    case = scenario("first", folder)
    with pytest.MonkeyPatch.context() as plant:
        if bug:
            bug(plant)
        with pytest.MonkeyPatch.context() as full:
            full.setattr("index.building.steps.write_generation", _fail)
            with pytest.raises(PinciteError, match="is full"):
                build(Generations(case.data), ToyEncoder(), [case.documents])
        again = build(Generations(case.data), ToyEncoder(), [case.documents])
    return f"{again.encoded} passages were encoded again" if again.encoded else ""


def _fail(*_: object) -> None:
    raise OSError(28, "No space left on device")


def reader(folder: Path, bug: Bug | None) -> str:
    """A generation that is being read is there, whole, as long as it is read."""
    case = scenario("update", folder)
    with pytest.MonkeyPatch.context() as plant:
        if bug:
            bug(plant)
        generation = Generation.open_current(Generations(case.data))
        for day in range(3):
            write_files(case.documents, {"day.txt": f"It is day {day}."})
            build(Generations(case.data), ToyEncoder(), [case.documents])

        def check() -> None:
            with Generations(case.data).open(1):
                rows, _ = generation.passages.search(np.ones(64, np.float32), 1)
                assert generation.store.passage(int(rows[0])).text

        return broken(check)


PLANTED = [
    pytest.param(bugs.no_sync_of_files, power_loss, marks=pytest.mark.slow),
    pytest.param(bugs.no_sync_of_folders, power_loss, marks=pytest.mark.slow),
    pytest.param(bugs.no_sync_of_what_libraries_write, power_loss, marks=pytest.mark.slow),
    pytest.param(bugs.no_sync_of_the_generations_folder, power_loss, marks=pytest.mark.slow),
    pytest.param(bugs.no_sync_of_the_segments_folder, power_loss, marks=pytest.mark.slow),
    pytest.param(bugs.current_is_flipped_before_the_rename, power_loss, marks=pytest.mark.slow),
    (bugs.the_manifest_is_not_last, power_loss),
    pytest.param(bugs.current_is_written_in_place, power_loss, marks=pytest.mark.slow),
    pytest.param(bugs.prune_comes_before_the_publish, power_loss, marks=pytest.mark.slow),
    (bugs.faiss_writes_its_files, full_disk),
    (bugs.no_hash_is_checked, damage),
    (bugs.the_manifest_has_no_hashes, damage),
    (bugs.the_work_is_dropped_before_it_is_published, lost_work),
    (bugs.the_work_is_never_kept, lost_work),
    (bugs.prune_minds_no_reader, reader),
    (bugs.prune_keeps_the_oldest, without_a_fault),
    (bugs.prune_keeps_all, without_a_fault),
    (bugs.the_lexicon_is_not_waited_for, without_a_fault),
    (bugs.the_store_is_not_committed, without_a_fault),
    (bugs.numbers_come_again, without_a_fault),
    (bugs.a_document_is_left_out, without_a_fault),
    (bugs.a_changed_document_stays_as_it_was, without_a_fault),
    (bugs.segments_of_the_one_before_are_cleared, without_a_fault),
    (bugs.segments_are_never_cleared, without_a_fault),
    (bugs.success_is_said_when_nothing_was_published, without_a_fault),
]


CHECKS = [without_a_fault, full_disk, damage, lost_work, reader]


def _name(value: object) -> str:
    return getattr(value, "__name__", "")


@pytest.mark.parametrize(("bug", "check"), PLANTED, ids=_name)
def test_a_planted_bug_is_found(bug: Bug, check: Check, tmp_path: Path) -> None:
    found = check(tmp_path, bug)
    assert found, f"{check.__name__} does not find that {bug.__name__}"


@pytest.mark.parametrize("check", CHECKS, ids=_name)
def test_without_a_bug_nothing_is_found(check: Check, tmp_path: Path) -> None:
    assert check(tmp_path, None) == ""
