"""Processes that start at once, so that thousands of them can be killed.

`python -m tests.faults.harness.forks` loads everything once and then forks. Each child makes one
build: a plain one (`worker`), or one with a fault (`limited`, `traced`).
"""

import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from tests.faults.harness import limited, traced, worker
from tests.faults.harness.scenarios import ENVIRONMENT, PYTHON, ROOT

_KINDS = {"worker": worker.main, "limited": limited.main, "traced": traced.main}
_CHANGES = {
    *("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.symlink", "os.chmod"),
    "sqlite3.connect",
}
_WRITES = os.O_WRONLY | os.O_RDWR
# Only what hangs takes so long: a build takes a fraction of a second.
_LONGEST_S = 300


class Build:
    """One build that was started."""

    def __init__(self, forks: "Forks", pid: int) -> None:
        self.pid = pid
        self._forks = forks
        self._said = ""

    def kill(self) -> None:
        """kill -9. Its number is not free for another process before `wait`."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Its exit code; negative: the signal that ended it."""
        code, self._said = self._forks.ask({"wait": self.pid})
        return int(code)

    @property
    def said(self) -> str:
        """What it, and whoever it started, wrote on standard output and error. Empty before
        `wait`.
        """
        return self._said


class Forks:
    """Starts builds, by way of a process that has the libraries loaded."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [*PYTHON, "tests.faults.harness.forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=ENVIRONMENT,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def start(self, data_dir: Path, documents: Path, die_at: int | None = None) -> Build:
        """Begin a build; `die_at`: it kills itself before its so many-th change to the disk."""
        return self.begin("worker", str(data_dir), str(documents), die_at=die_at)

    def build(self, data_dir: Path, documents: Path, die_at: int | None = None) -> int:
        """Do a whole build; its exit code."""
        return self.start(data_dir, documents, die_at).wait()

    def begin(
        self,
        kind: str,
        *arguments: str,
        environment: Mapping[str, str] = ENVIRONMENT,
        die_at: int | None = None,
    ) -> Build:
        """Begin a build of that kind, with the arguments of its `main`."""
        start = {"kind": kind, "arguments": arguments, "die_at": die_at}
        return Build(self, int(self.ask({"start": {**start, "environment": dict(environment)}})))

    def ask(self, request: dict[str, Any]) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def _die_before(count: int) -> None:
    """Kill this process before its `count`-th change to the disk that Python makes itself."""
    left = count

    def hook(event: str, args: tuple[Any, ...]) -> None:
        nonlocal left
        if event in _CHANGES or (event == "open" and args[2] & _WRITES):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _child(
    kind: str, arguments: list[str], environment: dict[str, str], die_at: int | None
) -> None:
    code = 70
    try:
        signal.alarm(_LONGEST_S)
        os.environ.update(environment)
        if die_at is not None:
            _die_before(die_at)
        code = _KINDS[kind](*arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _start(start: dict[str, Any], pipes: dict[int, int]) -> int:
    """The number of a new child; `pipes` then holds where to read what it says."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        # A pipe, for a file could be too large for a disk that is full.
        os.dup2(writing, 1)
        os.dup2(writing, 2)
        os.close(writing)
        _child(**start)
    os.close(writing)
    pipes[child] = reading
    return child


def _wait(child: int, pipes: dict[int, int]) -> tuple[int, str]:
    """How it ended, once all who write where it does have ended, and what they said."""
    with os.fdopen(pipes.pop(child), encoding="utf-8", errors="replace") as said:
        told = said.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def main() -> None:
    pipes: dict[int, int] = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "start" in request:
            answer: Any = _start(request["start"], pipes)
        else:
            answer = _wait(request["wait"], pipes)
        sys.stdout.write(f"{json.dumps(answer)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
