"""The parent's side of a child process: asks it, and believes nothing that it says."""

import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence

from index.documents.confinement.confine import Containment
from index.documents.confinement.limits import MIB, ChildLimits
from index.documents.contained.file_frames import take
from index.documents.contained.file_reader import ReadFile
from index.documents.contained.forks import Ended, Forks
from index.documents.contained.frames import FrameError, Header, Incoming, Received, packed
from index.documents.contained.worker import FAILED, READ, RESULT
from index.errors import ReadersFailed, Unreadable
from index.originals import FileStatus, Original

_START_S = 10.0
_LOOK_S = 0.5  # between two looks at its memory
_NEARLY_ALL = 0.7
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
    """A child process. served: how many files it has read. Raises ReadersFailed."""

    def __init__(self, forks: Forks, limits: ChildLimits) -> None:
        self.served = 0
        self._size = 0  # of the file that it reads
        self._forks, self._limits = forks, limits
        self._pid, self._connection = forks.start(limits)
        self._connection.settimeout(_START_S)
        self._incoming = Incoming(self._connection)
        try:
            frame = self._incoming.receive(MIB, time.monotonic() + _START_S)
            self.containment = Containment(**frame.header)
        except (OSError, EOFError, FrameError, TypeError) as error:
            self.close()
            raise ReadersFailed(f"a process that reads files does not start ({error!r})") from error
        self._base = 0 if self.containment.memory else _resident(self._pid)

    @property
    def is_spent(self) -> bool:
        """Whether another child should read the next file."""
        return self.served >= self._limits.files

    def read(self, originals: Sequence[Original]) -> Iterator[ReadFile]:
        """Yield what comes of each file, in order; of several, all must be small.

        Raises ChildFailed, at the first file that has no answer.
        """
        self._send([(_request(original), original.data) for original in originals])
        for original in originals:
            found, _ = self._answer(len(original.data), original.name)
            self.served += 1
            yield found

    def run(self, task: str, arguments: Mapping[str, object], data: bytes) -> bytes:
        """Return what a task makes of a file. Raises Unreadable, ChildFailed."""
        self._send([({"task": task, "arguments": arguments}, data)])
        found, result = self._answer(len(data))
        if found.failure is not None:
            raise found.failure
        return result

    def stop(self) -> None:
        """End the process, from any thread; one that waits for its answer learns of it."""
        self._forks.end(self._pid)

    def close(self) -> None:
        """End the process and the connection to it."""
        self._end()

    def _send(self, requests: Sequence[tuple[Header, bytes]]) -> None:
        parts = [part for header, data in requests for part in (packed(header, len(data)), data)]
        try:
            self._connection.settimeout(self._limits.wall_s)
            for part in [b"".join(parts)] if len(requests) > 1 else parts:
                self._connection.sendall(part)
            self._connection.settimeout(min(_LOOK_S, self._limits.wall_s))
        except OSError as error:
            raise self._failed(error) from error

    def _answer(self, size: int, name: str | None = None) -> tuple[ReadFile, bytes]:
        """Return what was found in the file `name`; without a name, the result of a task.

        size: of the file, in bytes. Raises ChildFailed.
        """
        self._size = size
        deadline = time.monotonic() + self._limits.wall_for(size)
        left, found = self._limits.output, ReadFile()
        try:
            while True:
                frame = self._next(left, deadline)
                left -= frame.size
                if FAILED in frame.header:
                    self._end()
                    raise ChildFailed(self._without(frame.header[FAILED]))
                if name is None and RESULT in frame.header:
                    return found, frame.data
                kinds = take(frame, name or "", found)
                if kinds is not None:
                    self._forks.expect(kinds)
                    return found, b""
        except (OSError, EOFError, FrameError) as error:
            raise self._failed(error) from error

    def _next(self, most: int, deadline: float) -> Received:
        while True:
            try:
                return self._incoming.receive(most, deadline)
            except TimeoutError:
                if time.monotonic() >= deadline:
                    raise
            # Where the kernel does not limit the memory of the child, somebody has to look.
            if not self.containment.memory and self._takes_too_much():
                self._end()
                raise ChildFailed(self._without("memory"))

    def _takes_too_much(self) -> bool:
        return _resident(self._pid) - self._base > self._limits.memory

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
            reason = f"reading it took longer than {self._limits.wall_for(self._size):g} s"
            return ChildFailed(Unreadable(reason, FileStatus.TOO_LARGE, _SPLIT), again=False)
        hung_up = isinstance(error, EOFError | ConnectionError)
        ended = self._end(_PATIENCE_S if hung_up else 0)
        if not hung_up or ended is None or not ended.signal:
            return ChildFailed(Unreadable("its reader failed"))
        if ended.signal == signal.SIGXCPU:
            seconds = self._limits.cpu_for(self._size)
            reason = f"reading it took more than {seconds} s of processor time"
            return ChildFailed(Unreadable(reason, FileStatus.TOO_LARGE, _SPLIT), again=False)
        # Libraries in C end their process when they get no memory.
        if self.containment.memory and ended.memory * 1024 > _NEARLY_ALL * self._limits.memory:
            return ChildFailed(self._without("memory"))
        name = signal.Signals(ended.signal).name
        return ChildFailed(Unreadable(f"its reader failed ({name})"))

    def _end(self, patience_s: float = 0) -> Ended | None:
        ended = self._forks.end(self._pid, patience_s)
        self._connection.close()
        return ended


def _request(original: Original) -> Header:
    arguments = {
        "name": original.name,
        "password": original.password,
        "ocr": original.ocr,
        "depth": original.depth,
    }
    return {"task": READ, "arguments": arguments}


def _amount(size: int) -> str:
    return f"{size / MIB / 1024:g} GiB" if size >= 1024 * MIB else f"{size / MIB:g} MiB"


def _resident(pid: int) -> int:
    """Return how many bytes of memory a process takes; 0 if it has ended."""
    command = ["/bin/ps", "-o", "rss=", "-p", str(pid)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    return int(told.stdout.strip() or 0) * 1024
