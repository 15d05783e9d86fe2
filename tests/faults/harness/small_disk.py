"""Builds on disks that are too small.

Run as `unshare -m python -m tests.faults.harness.small_disk FOLDER ALL`. FOLDER becomes a file
system in memory that this process alone sees, so that it goes when the process ends. For each step
it holds what is served before, is cut to the room that is left, and the worker builds on it. Then
there is room again, and the next build must need no help. Prints a JSON list of {"step", "code",
"said", "found"}; ALL: 1 for every step, 0 for a sample.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults.harness.forks import Forks
from tests.faults.harness.invariants import (
    check_after_fault,
    check_next_build,
    check_nothing_is_left,
)
from tests.faults.harness.scenarios import Scenario, broken, scenario

_PAGE = 4096
_MOST_PAGES, _MOST_NAMES = 96, 96
_SAMPLE_OF = 24  # one step in so many of each unit, and the first


def main(folder: Path, every: bool) -> None:
    with tempfile.TemporaryDirectory() as outside, Forks() as forks:
        case = scenario("update", Path(outside))
        steps = [("pages", room) for room in range(_MOST_PAGES + 1)]
        steps += [("names", room) for room in range(_MOST_NAMES + 1)]
        chosen = [step for step in steps if every or step[1] % _SAMPLE_OF == 0]
        json.dump([_step(forks, case, folder, unit, room) for unit, room in chosen], sys.stdout)


def _step(forks: Forks, case: Scenario, folder: Path, unit: str, room: int) -> dict[str, object]:
    _mount("-t", "tmpfs", "-o", "size=16m,nr_inodes=10000", "tmpfs", str(folder))
    try:
        data = case.copy(folder)
        used = os.statvfs(folder)
        if unit == "pages":
            limit = f"size={(used.f_blocks - used.f_bfree + room) * _PAGE}"
        else:
            limit = f"nr_inodes={used.f_files - used.f_ffree + room}"
        _mount("-o", f"remount,{limit}", str(folder))
        done = forks.start(data, case.documents)
        code = done.wait()

        def check() -> None:
            check_after_fault(data, case.before, case.after, code == 0)
            check_nothing_is_left(data)
            _mount("-o", "remount,size=16m,nr_inodes=10000", str(folder))
            check_next_build(data, case.documents)

        found = broken(check)
        step = f"room for {room} {unit}"
        return {"step": step, "code": code, "said": done.said, "found": found}
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


if __name__ == "__main__":
    assert shutil.which("mount")
    main(Path(sys.argv[1]), sys.argv[2] == "1")
