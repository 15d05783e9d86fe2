"""A disk that fills up at every step of a build: it fails, says so, and harms nothing.

Two ways: files that may not grow beyond a size (EFBIG, also in the last block of a C library's
buffer), and a file system in memory with little room (ENOSPC), for bytes and for names.
"""

import json
import shutil
import subprocess
from collections.abc import Iterable
from functools import partial
from pathlib import Path

import pytest

from index.build import build
from index.durable import remove_folder
from index.generations.publish import Generations
from tests.faults.harness.forks import Forks
from tests.faults.harness.invariants import (
    check_after_fault,
    check_next_build,
    check_nothing_is_left,
    files_of,
)
from tests.faults.harness.scenarios import ENVIRONMENT, PYTHON, ROOT, Scenario, broken, scenario
from tests.toy import ToyEncoder

FAST_STEPS, FULL_STEPS = 8, 64
_SAID = "StorageFailed: "


@pytest.fixture(scope="module")
def update(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    return scenario("update", tmp_path_factory.mktemp("full"))


def sizes(case: Scenario, folder: Path) -> list[int]:
    """The sizes of all files that the build publishes, in bytes, smallest first."""
    folder.mkdir()
    data = case.copy(folder)
    number = build(Generations(data), ToyEncoder(), [case.documents]).generation
    return sorted({path.stat().st_size for path in files_of(data, number)} - {0})


def run_limited(forks: Forks, case: Scenario, folder: Path, limit: int, *bug: str) -> str:
    """Build where no file may grow beyond `limit` bytes; what that broke, empty if nothing.

    The limit must be below the largest file, so that the build cannot succeed. bug: see `limited`.
    """
    folder.mkdir()
    data = case.copy(folder)
    done = forks.begin("limited", str(limit), str(data), str(case.documents), *bug)
    code = done.wait()

    def check() -> None:
        check_after_fault(data, case.before, case.after, code == 0)
        assert code == 1, f"exit code {code}"
        _check_said(done.said)
        check_nothing_is_left(data)
        check_next_build(data, case.documents)

    found = broken(check)
    remove_folder(folder)
    return f"files of at most {limit} bytes: {found}\n{done.said[-600:]}" if found else ""


def _check_said(said: str) -> None:
    assert said.startswith(_SAID), f"not told in plain words: {said[-300:]}"
    assert "is full" in said or "cannot be written" in said, said
    assert said.endswith("the index is as it was\n"), said


def _assert_no_violation(forks: Forks, case: Scenario, folder: Path, limits: Iterable[int]) -> None:
    trials = (run_limited(forks, case, folder / f"of-{n}", n) for n in limits)
    found = [text for text in trials if text]
    assert not found, "\n".join(found)


def _steps(published: list[int], count: int) -> list[int]:
    """Limits of `count` steps: one byte less than each file, and evenly between."""
    edges = {size - 1 for size in published}
    between = (published[-1] * n // count for n in range(count))
    return sorted([*edges, *(n for n in between if n not in edges)][:count])


def test_no_file_may_grow_beyond_a_step(forks: Forks, update: Scenario, tmp_path: Path) -> None:
    published = sizes(update, tmp_path / "clean")
    limits = _steps(published, FAST_STEPS)
    assert len(limits) == FAST_STEPS
    assert max(limits) == published[-1] - 1
    _assert_no_violation(forks, update, tmp_path, limits)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["first", "update", "prune"])
def test_no_file_may_grow_beyond_any_step(name: str, forks: Forks, tmp_path: Path) -> None:
    case = scenario(name, tmp_path)
    limits = _steps(sizes(case, tmp_path / "clean"), FULL_STEPS)
    _assert_no_violation(forks, case, tmp_path, limits)


def _reason_not_to_mount() -> str:
    if not (shutil.which("unshare") and shutil.which("mount")):
        return "NOT RUN: unshare or mount is not installed"
    tried = subprocess.run(
        ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], check=False, capture_output=True
    )
    return "" if tried.returncode == 0 else "NOT RUN: a small file system may not be mounted here"


NOT_MOUNTED = _reason_not_to_mount()


@pytest.mark.skipif(bool(NOT_MOUNTED), reason=NOT_MOUNTED)
@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_file_system_with_little_room(tmp_path: Path, every: bool) -> None:
    worker = [*PYTHON, "tests.faults.harness.small_disk", str(tmp_path), str(int(every))]
    done = subprocess.run(
        ["unshare", "-m", *worker],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=ENVIRONMENT,
    )
    assert done.returncode == 0, done.stderr
    steps = json.loads(done.stdout)
    wrong = []
    for step in steps:
        found = step["found"] or (step["code"] and broken(partial(_check_said, step["said"])))
        if found:
            wrong.append(f"{step['step']}: {found}\n{step['said'][-600:]}")
    assert not wrong, "\n".join(wrong)
    # Room for nothing must fail, and room enough must do: the steps reach from one to the other.
    for unit in ("pages", "names"):
        codes = [step["code"] for step in steps if step["step"].endswith(unit)]
        assert (codes[0], codes[-1]) == (1, 0), (unit, codes)
