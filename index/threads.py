"""Who works on how many threads: the models on those that are set, all others on one."""

import os
from pathlib import Path

import threadpoolctl


def usable_cores(
    own: Path = Path("/proc/self/cgroup"), groups: Path = Path("/sys/fs/cgroup")
) -> int:
    """How many cores this process may run on, and a container's limit lets it use whole.

    own, groups: where Linux tells the process's control group, and the limits of all of them.
    """
    affinity = getattr(os, "sched_getaffinity", None)  # Linux has it
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min([cores, *_limits(own, groups)]))


def one_for_blas() -> None:
    """Have matrices that no model multiplies multiplied on one thread, in this whole process.

    They are small. A second thread saves a twentieth of a millisecond, and where other work takes
    the cores it is waited for as long as that pleases: ten milliseconds (docs/speed.md).
    """
    threadpoolctl.threadpool_limits(1, user_api="blas")


def _limits(own: Path, groups: Path) -> list[int]:
    """The limits of the process's group and of all groups around it (control groups, version 2)."""
    try:
        lines = own.read_text("utf-8").splitlines()
    except OSError:
        return []
    [path] = [line.removeprefix("0::/") for line in lines if line.startswith("0::/")][:1] or [""]
    found = []
    for group in (groups / path, *(groups / path).parents):
        try:
            quota, period = (group / "cpu.max").read_text("utf-8").split()
            found.append(int(quota) // int(period))
        except (OSError, ValueError):  # no limit here: no such file, or the word "max"
            continue
    return found
