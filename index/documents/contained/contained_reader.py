"""Reads many files at once, each in a child process that may do nothing else."""

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

from index.documents.confinement.confine import Containment
from index.documents.confinement.limits import MIB, OCR, READING, ChildLimits
from index.documents.contained.child import Child, ChildFailed
from index.documents.contained.file_reader import K, ReadFile
from index.documents.contained.forks import FORK_SERVER, Forks
from index.documents.contained.pool import Hand, Pool
from index.documents.contained.tasks import TASKS
from index.originals import Original
from index.threads import usable_cores

_IN_FLIGHT = 64 * MIB


class ContainedReader:
    """A `FileReader` whose readers can harm nothing but their file: each is a child with limits.

    Processes are started when they are first needed, and ended by `close` or at the end of a `with`
    block. workers: how many files are read at once; one a core by default. limits: of the children;
    ocr_limits: of those that read pictures of text. in_flight: how many bytes of files are held
    between taking them and giving what came of them; a larger file goes alone. server: the module
    of the fork server.
    """

    def __init__(
        self,
        workers: int | None = None,
        limits: ChildLimits = READING,
        ocr_limits: ChildLimits = OCR,
        in_flight: int = _IN_FLIGHT,
        server: str = FORK_SERVER,
    ) -> None:
        self._workers = workers or usable_cores()
        self._limits, self._ocr_limits = limits, ocr_limits
        self._in_flight = in_flight
        self._forks = Forks(server)

    def read(self, originals: Iterable[tuple[K, Original]]) -> Iterator[tuple[K, ReadFile]]:
        """Yield what came of each file, under the key that came with it, in any order.

        Some files are taken before what came of the first is given, and are read while the caller
        does other things. Raises ReadersFailed.
        """
        hands = [Hand(self._forks, self._limits, self._ocr_limits) for _ in range(self._workers)]
        pool: Pool[K] = Pool(hands, self._in_flight)
        try:
            yield from pool.read(iter(originals))
        finally:
            pool.stop()

    def run_once(
        self, task: str, arguments: Mapping[str, object], data: bytes, ocr: bool = False
    ) -> bytes:
        """Return what a task of `index.documents.contained.tasks` makes of a file.

        ocr: whether the task may read pictures of text. Raises Unreadable, ReadersFailed.
        """
        if task in TASKS:
            self._forks.expect([TASKS[task].kind])
        child = Child(self._forks, self._ocr_limits if ocr else self._limits)
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
