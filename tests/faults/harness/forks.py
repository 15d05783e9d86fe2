"""Builds in processes of their own that start at once, so that thousands of them can be killed.

`python -m tests.faults.harness.forks` loads everything once and then forks: `start` begins a build
of `worker`, `wait` gives its exit code (negative: the signal that ended it).
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from tests.faults.harness import worker

_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chmod", "sqlite3.connect"}
_WRITES = os.O_WRONLY | os.O_RDWR


class Build:
    """One build that was started."""

    def __init__(self, forks: "Forks", pid: int, log: Path) -> None:
        self.pid = pid
        self._forks, self._log = forks, log

    def kill(self) -> None:
        """kill -9. Its number is not free for another process before `wait`."""
        os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        return int(self._forks.ask({"wait": self.pid}))

    @property
    def said(self) -> str:
        """What it wrote on standard error."""
        return self._log.read_text("utf-8")


class Forks:
    """Starts builds, by way of a process that has the libraries loaded."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._started = folder, 0

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.harness.forks"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def start(self, data_dir: Path, documents: Path, die_at: int | None = None) -> Build:
        """Begin a build; `die_at`: it kills itself before its so many-th change to the disk."""
        self._started += 1
        log = self._folder / f"{self._started}.log"
        paths = [str(data_dir), str(documents), str(log)]
        return Build(self, int(self.ask({"start": paths, "die_at": die_at})), log)

    def build(self, data_dir: Path, documents: Path, die_at: int | None = None) -> int:
        """Do a whole build; its exit code."""
        return self.start(data_dir, documents, die_at).wait()

    def ask(self, request: dict[str, Any]) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


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


def _child(data_dir: str, documents: str, log: str, die_at: int | None) -> None:
    code = 70
    try:
        errors = os.open(log, os.O_WRONLY | os.O_CREAT)
        os.dup2(errors, 2)
        if die_at is not None:
            _die_before(die_at)
        code = worker.main(data_dir, documents)
        sys.stderr.flush()
    except BaseException as error:
        os.write(2, repr(error).encode())
    finally:
        os._exit(code)


def main() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        else:
            answer = os.fork()
            if not answer:
                _child(*request["start"], request["die_at"])
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
