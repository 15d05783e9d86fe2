"""Takes from a process all that reading a file does not need, and says what this system granted."""

import os
import resource
import signal
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.documents.confinement.landlock import EXECUTE, LIST, READ, WRITE, restrict, version
from index.documents.confinement.limits import ChildLimits
from index.documents.confinement.system_calls import (
    drop_capabilities,
    end_with_parent,
    gain_no_privileges,
    leave_network,
    refuse_calls,
)

PACKAGE = Path(__file__).parents[2]
_OPEN_FILES = 64
_SITES = ("site-packages", "dist-packages")
_SHARED_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/nix/store")
_SYSTEM = ("/usr", "/bin", "/opt", "/etc", "/proc/cpuinfo", "/sys/devices/system/cpu")
_DEVICES = ("/dev/null", "/dev/urandom")


@dataclass(frozen=True, slots=True)
class Containment:
    """What holds for the child processes that read files, on this system.

    memory: whether the kernel limits it; else the parent measures it. network: whether they have a
    network of their own, with nothing in it. landlock: the version of Landlock that keeps them from
    files; 0 for none. calls: whether the kernel refuses sockets, signals and new processes.
    """

    memory: bool
    network: bool
    landlock: int
    calls: bool

    def lines(self) -> list[str]:
        """Return it in words for a person, one fact each."""
        memory = "limited by the kernel" if self.memory else "measured twice a second"
        files = f"none but Pincite's own (Landlock {self.landlock})" if self.landlock else "open"
        closed = [name for name, is_so in self._closing() if is_so]
        network = f"none ({' and '.join(closed)})" if closed else "open"
        return [
            f"memory: {memory}",
            f"files: {files}",
            f"network: {network}",
            f"other programs: {'none (seccomp)' if self.calls else 'open'}",
        ]

    def _closing(self) -> list[tuple[str, bool]]:
        return [("namespaces", self.network), ("seccomp", self.calls)]


def confine(limits: ChildLimits) -> Containment:
    """Take from this process, for ever, whatever it does not need to read files.

    It must have no second thread. What the system does not grant is left as it is.
    """
    if sys.platform != "linux":
        _limit(limits)
        return Containment(memory=False, network=False, landlock=0, calls=False)
    parent = os.getppid()
    _granted(lambda: Path("/proc/self/oom_score_adj").write_text("1000", "ascii"))
    network = _granted(leave_network)
    _limit(limits)
    _limit_memory(limits.memory)
    # The namespaces reset this signal, so that it comes after them.
    _granted(lambda: end_with_parent(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(1)
    _granted(drop_capabilities)
    _granted(gain_no_privileges)
    landlock = version() if _granted(lambda: restrict(readable(limits.programs))) else 0
    calls = _granted(lambda: refuse_calls(limits.programs))
    return Containment(True, network, landlock, calls)


def allow_cpu(seconds: int) -> None:
    """Let this process use so many seconds of CPU from now on; the kernel then ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def library_folders() -> list[Path]:
    """Return the folders of Python's standard library and of the installed packages."""
    paths = sysconfig.get_paths()
    sites = [path for path in sys.path if Path(path).name in _SITES]
    return [Path(path) for path in dict.fromkeys([paths["stdlib"], paths["platstdlib"], *sites])]


@cache
def readable(programs: bool) -> dict[Path, int]:
    """Return what may be read: code alone, since libraries load parts of themselves late.

    programs: whether also the programs of the system, and what they need. A process that will
    fork calls this before, so that no child has to find it out.
    """
    code = READ | LIST
    allowed = {PACKAGE: code, **dict.fromkeys(library_folders(), code)}
    allowed |= {Path(folder): code for folder in _SHARED_LIBRARIES}
    if programs:
        allowed = {path: access | EXECUTE for path, access in allowed.items()}
        allowed |= {Path(path): code | EXECUTE for path in _SYSTEM}
        if tessdata := os.environ.get("TESSDATA_PREFIX"):
            allowed[Path(tessdata)] = code
        allowed |= {Path(path): READ | WRITE for path in _DEVICES}
    return allowed


def _granted(step: Callable[[], object]) -> bool:
    try:
        step()
    except OSError:
        return False
    return True


def _limit(limits: ChildLimits) -> None:
    most = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
    }
    if not limits.programs:
        most[resource.RLIMIT_NPROC] = 0
    for what, value in most.items():
        resource.setrlimit(what, (value, value))


def _limit_memory(beyond: int) -> None:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    most = pages * resource.getpagesize() + beyond
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
