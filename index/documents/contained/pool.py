"""The threads that read files at once: each has a child read some, and gives what came of them.

Files are small or large, and whoever takes what came of them may be slow: a window bounds how many
bytes there are between the two.
"""

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Generic

from index.documents.confinement.limits import ChildLimits
from index.documents.contained.child import Child, ChildFailed
from index.documents.contained.file_reader import K, ReadFile
from index.documents.contained.forks import Forks
from index.errors import ReadersFailed
from index.originals import Original

_MOST_FILES = 256  # in flight
# Small files go to a child together: then none of the two waits for the other. They are few, since
# some take long, and the last ones are to be spread over the children. They fit into SEND_BUFFER.
_MOST_AT_ONCE = 8
_SMALL = 2**14  # bytes, of all together
_PATIENCE_S = 2.0


class Window:
    """How many files, and bytes of them, are between being taken and being given to the caller."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._bytes = self._files = 0
        self._waiting = 0  # files that were read, and that the caller has not taken
        self._closed = False
        self._changed = threading.Condition()

    @property
    def files(self) -> int:
        """How many files were taken and not given to the caller."""
        return self._files

    def enter(self, size: int) -> bool:
        """Take room for a file if there is any, and return whether there was."""
        with self._changed:
            if self._files and self._bytes + size > self._most:
                return False
            self._bytes += size
            self._files += 1
            return True

    def exchange(self, size: int, result: int) -> None:
        """Count a result instead of its file; call `wait` after the caller can take it."""
        with self._changed:
            self._bytes += result - size
            self._waiting += 1

    def wait(self) -> None:
        """Wait while results take more than there is room for, and the caller could take them."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or not self._waiting or self._bytes <= self._most
            )

    def leave(self, result: int) -> None:
        """Make room again: the caller has a result."""
        with self._changed:
            self._bytes -= result
            self._files -= 1
            self._waiting -= 1
            self._changed.notify_all()

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


class Hand:
    """Reads one file after the other, each kind in a child of its own."""

    def __init__(self, forks: Forks, limits: ChildLimits, ocr_limits: ChildLimits) -> None:
        self._forks = forks
        self._limits = {False: limits, True: ocr_limits}
        self._children: dict[bool, Child] = {}
        self._stopped = False

    def read(self, originals: Sequence[Original]) -> Iterator[ReadFile]:
        """Yield what comes of each file, in order. Raises ReadersFailed.

        A file that fails in a child which had read others is tried once more, in a new one.
        """
        number = 0
        while number < len(originals):
            child = self._child(originals[number])
            try:
                for found in child.read(originals[number:]):
                    number += 1
                    yield found
            except ChildFailed as failed:
                self._children.pop(originals[number].ocr)
                if self._stopped:
                    raise ReadersFailed("the reading of files was stopped") from failed
                if not (failed.again and child.served):
                    number += 1
                    yield ReadFile(failure=failed.reason)

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
            child = Child(self._forks, self._limits[original.ocr])
            self._children[original.ocr] = child
        if self._stopped:
            child.stop()
        return child


class Pool(Generic[K]):
    """Threads, each with a hand, that have files read. in_flight: bytes of files at once."""

    def __init__(self, hands: Sequence[Hand], in_flight: int) -> None:
        self._hands = hands
        self._window = Window(in_flight)
        self._held: tuple[K, Original] | None = None  # taken, but there was no room for it
        self._todo: queue.SimpleQueue[list[tuple[K, Original]]]  # an empty list ends a thread
        self._todo = queue.SimpleQueue()
        self._found: queue.SimpleQueue[tuple[K, ReadFile, int] | BaseException]
        self._found = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, args=(hand,), daemon=True) for hand in hands
        ]

    def read(self, originals: Iterator[tuple[K, Original]]) -> Iterator[tuple[K, ReadFile]]:
        """Yield what came of each file. Raises what a thread raised."""
        for thread in self._threads:
            thread.start()
        while True:
            while self._window.files <= _MOST_FILES - _MOST_AT_ONCE:
                if not (some := self._take(originals)):
                    break
                self._todo.put(some)
            if not self._window.files:
                return
            result = self._found.get()
            if isinstance(result, BaseException):
                raise result
            key, found, size = result
            self._window.leave(size)
            yield key, found

    def stop(self) -> None:
        """End all children and threads."""
        self._window.close()
        for hand in self._hands:
            hand.stop()
            self._todo.put([])
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(_PATIENCE_S)

    def _take(self, originals: Iterator[tuple[K, Original]]) -> list[tuple[K, Original]]:
        """Return the next file, or some small ones; none when there is no room, or no file."""
        taken: list[tuple[K, Original]] = []
        size = 0
        while (item := self._held or next(originals, None)) is not None:
            self._held = item
            _, original = item
            size += len(original.data)
            goes_alone = size > _SMALL or original.ocr
            if (taken and goes_alone) or not self._window.enter(len(original.data)):
                break
            self._held = None
            taken.append(item)
            if goes_alone or len(taken) == _MOST_AT_ONCE:
                break
        return taken

    def _work(self, hand: Hand) -> None:
        try:
            while some := self._todo.get():
                results = hand.read([original for _, original in some])
                for (key, original), found in zip(some, results, strict=True):
                    size = sum(len(document.text) for document in found.documents)
                    self._window.exchange(len(original.data), size)
                    self._found.put((key, found, size))
                    self._window.wait()
        except BaseException as error:
            self._found.put(error)
        finally:
            hand.close()
