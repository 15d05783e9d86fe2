"""The parent's side of a child process: asks it, and believes nothing that it says."""

import os
import select
import signal
import subprocess
import time
from collections.abc import Collection, Mapping

from index.documents.confinement.confine import Containment
from index.documents.confinement.limits import MIB, Limits
from index.documents.contained.file_reader import ReadFile
from index.documents.contained.forks import Forks
from index.documents.contained.frames import FrameError, receive, send
from index.documents.contained.replies import END, take
from index.documents.contained.worker import FAILED, READ, RESULT
from index.errors import ReadersFailed, Unreadable
from index.originals import FileStatus, Original

_START_S = 10.0
_LOOK_S = 0.5  # between two looks at its memory
_SPLIT = "split it into smaller files"
_PATIENCE_S = 0.5  # for a child that hung up to end


class ChildFailed(Exception):
    """A child did not answer as it should. It is of no use any more.

    reason: what to say of the file. again: whether another child may do better.
    """

    def __init__(self, reason: Unreadable, again: bool = True) -> None:
        super().__init__(str(reason))
        self.reason, self.again = reason, again


class Child:
    """A child process. served: how many requests it has had.

    suffixes: of the files that it may read. Raises ReadersFailed.
    """

    def __init__(self, forks: Forks, limits: Limits, suffixes: Collection[str] = ()) -> None:
        self.served = 0
        self._forks, self._limits = forks, limits
        self._pid, self._connection = forks.start(limits, suffixes)
        self._deadline = time.monotonic() + _START_S
        try:
            held = receive(self._connection, MIB, self._deadline).header
            self.containment = Containment(**held)
        except (OSError, EOFError, FrameError, TypeError) as error:
            self.close()
            raise ReadersFailed(f"a process that reads files does not start ({error!r})") from error
        self._base = 0 if self.containment.memory else _resident(self._pid)

    @property
    def is_spent(self) -> bool:
        """Whether another child should read the next file."""
        return self.served >= self._limits.files

    def read(self, original: Original) -> ReadFile:
        """Return what comes of a file. Raises ChildFailed."""
        arguments = {
            "name": original.name,
            "password": original.password,
            "ocr": original.ocr,
            "depth": original.depth,
        }
        done, _ = self._ask(READ, arguments, original.data, original.name)
        return done

    def run(self, task: str, arguments: Mapping[str, object], data: bytes) -> bytes:
        """Return what a task makes of a file. Raises Unreadable, ChildFailed."""
        done, result = self._ask(task, arguments, data, "")
        if done.failure is not None:
            raise done.failure
        return result

    def stop(self) -> None:
        """End the process, from any thread; one that waits for its answer learns of it."""
        self._forks.end(self._pid)

    def close(self) -> None:
        """End the process and the connection to it."""
        self._end()

    def _ask(
        self, task: str, arguments: Mapping[str, object], data: bytes, name: str
    ) -> tuple[ReadFile, bytes]:
        self.served += 1
        self._deadline = time.monotonic() + self._limits.wall_s
        left, done = self._limits.output, ReadFile()
        try:
            self._connection.settimeout(self._limits.wall_s)
            send(self._connection, {"task": task, "arguments": arguments}, data)
            while True:
                self._watch_memory()
                frame = receive(self._connection, left, self._deadline)
                left -= frame.size
                if FAILED in frame.header:
                    raise ChildFailed(self._without(frame.header[FAILED]))
                if RESULT in frame.header:
                    return done, frame.data
                take(frame, name, done)
                if END in frame.header:
                    return done, b""
        except ChildFailed:
            self._end()
            raise
        except (OSError, EOFError, FrameError) as error:
            raise self._failed(error) from error

    def _watch_memory(self) -> None:
        """Wait for the next frame, where the kernel does not limit the memory of the child."""
        most = self._base + self._limits.memory
        while not self.containment.memory and time.monotonic() < self._deadline:
            if select.select([self._connection], [], [], _LOOK_S)[0]:
                return
            if _resident(self._pid) > most:
                raise ChildFailed(self._without("memory"))

    def _without(self, what: object) -> Unreadable:
        if what == "memory":
            return Unreadable(
                f"reading it took more than {_amount(self._limits.memory)} of memory",
                FileStatus.TOO_LARGE,
                _SPLIT,
            )
        return Unreadable(
            f"it holds more than {_amount(self._limits.output)} of text",
            FileStatus.TOO_LARGE,
            _SPLIT,
        )

    def _failed(self, error: Exception) -> ChildFailed:
        """End the child; return what to say of the file for which this error came."""
        if isinstance(error, TimeoutError):
            self._end()
            reason = f"reading it took longer than {self._limits.wall_s:g} s"
            return ChildFailed(Unreadable(reason, FileStatus.TOO_LARGE, _SPLIT), again=False)
        hung_up = isinstance(error, EOFError | ConnectionError)
        status = self._end(_PATIENCE_S if hung_up else 0)
        if not hung_up or status is None or not os.WIFSIGNALED(status):
            return ChildFailed(Unreadable("its reader failed"))
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            reason = f"reading it took more than {self._limits.cpu_s} s of processor time"
            return ChildFailed(Unreadable(reason, FileStatus.TOO_LARGE, _SPLIT), again=False)
        return ChildFailed(Unreadable(f"its reader failed ({signal.Signals(number).name})"))

    def _end(self, patience_s: float = 0) -> int | None:
        status = self._forks.end(self._pid, patience_s)
        self._connection.close()
        return status


def _amount(size: int) -> str:
    return f"{size / MIB / 1024:g} GiB" if size >= 1024 * MIB else f"{size / MIB:g} MiB"


def _resident(pid: int) -> int:
    """Return how many bytes of memory a process takes; 0 if it has ended."""
    command = ["/bin/ps", "-o", "rss=", "-p", str(pid)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return int(told.stdout.strip() or 0) * 1024
