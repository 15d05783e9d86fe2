"""The threads that read files at once: each takes some, has a child read them, and gives the rest.

Files are small or large, and whoever takes what came of them may be slow: a window bounds how many
bytes there are between the two.
"""

import queue
import threading
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Generic

from index.documents.confinement.limits import ChildLimits
from index.documents.contained.child import Child, ChildFailed
from index.documents.contained.file_reader import K, ReadFile
from index.documents.contained.forks import Forks
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

    def enter(self, size: int, wait: bool) -> bool:
        """Take room for a file if there is any, or wait for it; return whether it was taken."""
        with self._changed:
            if wait:
                self._changed.wait_for(lambda: self._closed or self._has_room(size))
            if self._closed or not self._has_room(size):
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

    def _has_room(self, size: int) -> bool:
        if not self._files:
            return True
        return self._bytes + size <= self._most and self._files < _MOST_FILES


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
                for done in child.read(originals[number:]):
                    number += 1
                    yield done
            except ChildFailed as failed:
                self._children.pop(originals[number].ocr)
                if self._stopped or not (failed.again and child.served):
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
            suffix = PurePosixPath(original.name).suffix.lower()
            child = Child(self._forks, self._limits[original.ocr], [suffix])
            self._children[original.ocr] = child
        if self._stopped:
            child.stop()
        return child


class Pool(Generic[K]):
    """Threads that take files, have them read and give what came of them."""

    def __init__(
        self, originals: Iterator[tuple[K, Original]], window: Window, hands: list[Hand]
    ) -> None:
        self._originals, self._window, self._hands = originals, window, hands
        self._taking = threading.Lock()
        self._held: tuple[K, Original] | None = None  # taken, but not yet given to a thread
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

    def _work(self, hand: Hand) -> None:
        try:
            while taken := self._take():
                results = hand.read([original for _, original in taken])
                for (key, original), done in zip(taken, results, strict=True):
                    size = sum(len(document.text) for document in done.documents)
                    self._window.exchange(len(original.data), size)
                    self._done.put((key, done, size))
                    self._window.wait()
            self._done.put(None)
        except BaseException as error:
            self._done.put(error)
        finally:
            hand.close()

    def _take(self) -> list[tuple[K, Original]]:
        """Return the next file, or some small ones; none when nothing is left to do."""
        with self._taking:
            taken: list[tuple[K, Original]] = []
            size = 0
            while (following := self._following()) is not None:
                length = len(following[1].data)
                size += length
                goes_alone = size > _SMALL or following[1].ocr
                if (taken and goes_alone) or not self._window.enter(length, wait=not taken):
                    break
                self._held = None
                taken.append(following)
                if goes_alone or len(taken) == _MOST_AT_ONCE:
                    break
            return taken

    def _following(self) -> tuple[K, Original] | None:
        if self._held is None:
            self._held = next(self._originals, None)
        return self._held
