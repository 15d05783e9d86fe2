"""Reads many files at once, each in a child process that may do nothing else."""

import queue
import threading
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from types import TracebackType
from typing import Generic, Self

from index.documents.confinement.confine import Containment
from index.documents.confinement.limits import MIB, OCR, READING, Limits
from index.documents.contained.child import Child, ChildFailed
from index.documents.contained.file_reader import K, ReadFile
from index.documents.contained.forks import FORK_SERVER, Forks
from index.originals import Original
from index.threads import usable_cores

_IN_FLIGHT = 64 * MIB
_MOST_FILES = 256  # in flight
_PATIENCE_S = 2.0


class ContainedReader:
    """A `FileReader` whose readers can harm nothing but their file: each is a child with limits.

    Processes are started when they are first needed, and ended by `close` or at the end of a `with`
    block. workers: how many files are read at once; one a core by default. limits: of the children;
    ocr_limits: of those that read pictures of text. in_flight: bytes of files that are held at once
    between taking them and giving what came of them; a larger file goes alone. server: the module
    of the fork server.
    """

    def __init__(
        self,
        workers: int | None = None,
        limits: Limits = READING,
        ocr_limits: Limits = OCR,
        in_flight: int = _IN_FLIGHT,
        server: str = FORK_SERVER,
    ) -> None:
        self._workers = workers or usable_cores()
        self._limits, self._ocr_limits = limits, ocr_limits
        self._in_flight = in_flight
        self._forks = Forks(server)

    def read(self, originals: Iterable[tuple[K, Original]]) -> Iterator[tuple[K, ReadFile]]:
        """Yield what came of each file, under the key that came with it, in any order.

        Files are taken from other threads, one at a time, while the caller does other things.
        Raises ReadersFailed, and what `originals` raises.
        """
        window = _Window(self._in_flight)
        hands = [_Hand(self._forks, self._limits, self._ocr_limits) for _ in range(self._workers)]
        run = _Run(iter(originals), window, hands)
        try:
            yield from run.results()
        finally:
            run.stop()

    def run_once(self, task: str, arguments: Mapping[str, object], data: bytes) -> bytes:
        """Return what a task of `index.documents.contained.tasks` makes of a file.

        Raises Unreadable, ReadersFailed.
        """
        child = Child(self._forks, self._limits)
        try:
            return child.run(task, arguments, data)
        except ChildFailed as failed:
            raise failed.reason from failed
        finally:
            child.close()

    def containment(self) -> Containment:
        """Return what holds for the readers on this system, as a new child tells.

        Raises ReadersFailed.
        """
        child = Child(self._forks, self._limits)
        child.close()
        return child.containment

    def close(self) -> None:
        """End all processes; what is being read is lost."""
        self._forks.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class _Window:
    """How many files, and bytes of them, are between being taken and being given back."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = self._files = 0
        self._closed = False
        self._changed = threading.Condition()

    def enter(self, size: int) -> bool:
        """Wait until there is room; return False if there never will be."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._has_room(size))
            self._bytes += size
            self._files += 1
            return not self._closed

    def leave(self, size: int) -> None:
        """Make room again."""
        with self._changed:
            self._bytes -= size
            self._files -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _has_room(self, size: int) -> bool:
        if not self._files:
            return True
        return self._bytes + size <= self._most and self._files < _MOST_FILES


class _Hand:
    """Reads one file after the other, each kind in a child of its own."""

    def __init__(self, forks: Forks, limits: Limits, ocr_limits: Limits) -> None:
        self._forks = forks
        self._limits = {False: limits, True: ocr_limits}
        self._children: dict[bool, Child] = {}
        self._stopped = False

    def read(self, original: Original) -> ReadFile:
        """Return what comes of a file. Raises ReadersFailed.

        A file that fails in a child which had read others is tried once more, in a new one.
        """
        while True:
            try:
                child = self._child(original)
                return child.read(original)
            except ChildFailed as failed:
                broken = self._children.pop(original.ocr, None)
                if not failed.again or broken is None or broken.served <= 1 or self._stopped:
                    return ReadFile(failure=failed.reason)

    def stop(self) -> None:
        """End the children, from another thread than the one that reads."""
        self._stopped = True
        for child in list(self._children.values()):
            child.stop()

    def close(self) -> None:
        """End the children, when nothing is being read."""
        for child in self._children.values():
            child.close()

    def _child(self, original: Original) -> Child:
        child = self._children.get(original.ocr)
        if child is not None and child.is_spent:
            child.close()
            child = None
        if child is None:
            suffix = PurePosixPath(original.name).suffix.lower()
            child = Child(self._forks, self._limits[original.ocr], [suffix])
            self._children[original.ocr] = child
        if self._stopped:
            child.stop()
        return child


class _Run(Generic[K]):
    """The reading of some files: threads that take them, have them read and give what came."""

    def __init__(
        self, originals: Iterator[tuple[K, Original]], window: _Window, hands: list[_Hand]
    ) -> None:
        self._originals, self._window, self._hands = originals, window, hands
        self._taking = threading.Lock()
        self._done: queue.SimpleQueue[tuple[K, ReadFile, int] | BaseException | None]
        self._done = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, args=(hand,), daemon=True) for hand in hands
        ]

    def results(self) -> Iterator[tuple[K, ReadFile]]:
        """Yield what came of each file. Raises what a thread raised."""
        for thread in self._threads:
            thread.start()
        working = len(self._threads)
        while working:
            done = self._done.get()
            if done is None:
                working -= 1
            elif isinstance(done, BaseException):
                raise done
            else:
                key, result, size = done
                self._window.leave(size)
                yield key, result

    def stop(self) -> None:
        """End all children and wait for the threads, but not long for one that takes a file."""
        self._window.close()
        for hand in self._hands:
            hand.stop()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(_PATIENCE_S)

    def _work(self, hand: _Hand) -> None:
        try:
            while (taken := self._take()) is not None:
                key, original = taken
                self._done.put((key, hand.read(original), len(original.data)))
            self._done.put(None)
        except BaseException as error:
            self._done.put(error)
        finally:
            hand.close()

    def _take(self) -> tuple[K, Original] | None:
        with self._taking:
            taken = next(self._originals, None)
            if taken is None or not self._window.enter(len(taken[1].data)):
                return None
            return taken
