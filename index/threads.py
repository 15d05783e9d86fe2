"""Thread counts: a model uses those that are set, everything else uses one."""

import os
from pathlib import Path

import threadpoolctl


def usable_cores(
    own: Path = Path("/proc/self/cgroup"), groups: Path = Path("/sys/fs/cgroup")
) -> int:
    """Return how many whole cores this process may use, at least 1.

    It respects the processor affinity and the limits of a container.
    own: the file that names the process's control group. groups: the folder with their limits.
    """
    affinity = getattr(os, "sched_getaffinity", None)  # Linux only
    cores = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min([cores, *_limits(own, groups)]))


def one_for_blas() -> None:
    """Let linear algebra outside the models use one thread, in this whole process.

    Its matrices are small. A second thread saves a twentieth of a millisecond, but costs ten
    milliseconds of waiting when other work takes the cores (docs/speed.md).
    """
    threadpoolctl.threadpool_limits(1, user_api="blas")


def _limits(own: Path, groups: Path) -> list[int]:
    """Return the limits, in whole cores, of the process's control group and of those around it.

    Reads control groups of version 2.
    """
    try:
        lines = own.read_text("utf-8").splitlines()
    except OSError:
        return []
    [path] = [line.removeprefix("0::/") for line in lines if line.startswith("0::/")][:1] or [""]
    limits = []
    for group in (groups / path, *(groups / path).parents):
        try:
            quota, period = (group / "cpu.max").read_text("utf-8").split()
            limits.append(int(quota) // int(period))
        except (OSError, ValueError):  # this group has no limit: no file, or the word "max"
            continue
    return limits
