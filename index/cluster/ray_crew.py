"""The processes of a Ray cluster as the crew of a build."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

import ray

from index.building.crew import Block, Came, Encoded, Wanted, drained, to_read
from index.building.job import BLOCK_CHARACTERS, blocks_of
from index.building.passages.resplit import NewPassage, SplitDocument, Splitter
from index.cluster.flow import Batch, Flow, Room
from index.cluster.work import (
    CameIn,
    FileTask,
    SplitTask,
    Terms,
    encode_texts,
    read_files,
    split_documents,
    stamp_of,
)
from index.documents.contained.file_reader import ReadFile
from index.errors import ClusterFailed, Unreadable
from index.records import Document, Passage, PassageText, PassageVectors

T = TypeVar("T")
_MOST_ITEMS = 16  # of a task
_MOST_SIZE = 2**20  # bytes or characters of a task, unless one item has more
_BLOCKS_THAT_WAIT = 2  # for each process, before a build that still reads encodes them
_GPU_BLOCK = 40  # times the usual size: a GPU is quick at many passages of one length
_LOST = "the process that reads it is lost each time, for want of memory or by a fault"


class RayCrew:
    """A Crew for a process that has joined a cluster.

    gpus: how many GPUs, or which part of one, each process that encodes takes; 0 for none.
    """

    def __init__(self, terms: Terms, gpus: float, say: Callable[[str], None]) -> None:
        self._room, self._gpus = Room(say), gpus
        self._resource, self._share = ("GPU", gpus) if gpus else ("CPU", 1.0)
        self._times = _GPU_BLOCK if gpus else 1
        processes = self._room.processes(self._resource) / self._share
        self.worth_encoding = int(_BLOCKS_THAT_WAIT * processes * self._times * BLOCK_CHARACTERS)
        self._terms = ray.put(terms)

    def read(self, files: Iterable[Wanted]) -> Iterator[Came]:
        """Yield what came of each file. Raises ClusterFailed.

        A node reads the files that it sees as this process does; it is sent all others.
        """
        unseen: list[Wanted] = []
        yield from self._read(_batches(map(_unsent, files), _size), unseen)
        done: list[Came] = []  # without a node
        sent = (FileTask(wanted, None, data) for wanted, _, data in to_read(unseen, done))
        yield from self._read(_batches(sent, _size), [])
        yield from done

    def _read(self, batches: Iterable[Batch[FileTask]], unseen: list[Wanted]) -> Iterator[Came]:
        flow: Flow[FileTask, CameIn | None] = Flow(self._remote(read_files), self._room)
        for tasks, results in flow.run(batches):
            if results is None:
                failure = Unreadable(_LOST, hint="split it into smaller files")
                yield Came(tasks[0].wanted, None, ReadFile(failure=failure))
            for task, read in zip(tasks, results or (), strict=results is not None):
                if read is None:
                    unseen.append(task.wanted)
                else:
                    yield Came(task.wanted, *read)

    def split(
        self, documents: Iterable[Document], splitter: Splitter
    ) -> Iterator[Document | SplitDocument]:
        """Yield the documents with their passages. Raises ClusterFailed."""
        kept: list[SplitDocument] = []
        tasks = _to_split(documents, splitter, kept)
        flow: Flow[SplitTask, tuple[Sequence[Passage], Sequence[bytes]]]
        flow = Flow(self._remote(split_documents), self._room)
        batches = _batches(tasks, lambda task: len(task.document.text))
        for done, results in flow.run(batches):
            if results is None:
                raise _lost(done[0].document)
            for task, parts in zip(done, results, strict=True):
                yield SplitDocument(task.document, None, *parts)
            yield from drained(kept)
        yield from drained(kept)

    def encode(self, new: Block) -> Iterator[Encoded]:
        """Yield the vectors of these passages, block by block. Raises ClusterFailed."""
        flow: Flow[tuple[bytes, NewPassage], tuple[PassageVectors, int]]
        flow = Flow(self._encoding(), self._room, self._resource, self._share)
        size = self._times * BLOCK_CHARACTERS
        batches = (Batch([*block.items()], size) for block in blocks_of(new, self._times))
        for items, results in flow.run(batches):
            if results is None:
                raise _lost(items[0][1].document)
            vectors, counts = zip(*results, strict=True)
            yield Encoded(dict(items), vectors, sum(counts))

    def close(self) -> None:
        """Let nothing be waited for any more."""
        self._room.stopped.set()

    def _remote(
        self, work: Callable[[Terms, Sequence[T]], Any]
    ) -> Callable[[Sequence[T], int], Any]:
        task = ray.remote(num_cpus=1)(work)
        return lambda items, tries: task.options(max_retries=tries - 1).remote(self._terms, items)

    def _encoding(self) -> Callable[[Sequence[tuple[bytes, NewPassage]], int], Any]:
        # A process keeps its model for the next task, also on a GPU (max_calls).
        task = ray.remote(num_cpus=1, num_gpus=self._gpus, max_calls=0)(encode_texts)

        def begin(items: Sequence[tuple[bytes, NewPassage]], tries: int) -> Any:
            texts: list[PassageText] = [passage.text() for _, passage in items]
            return task.options(max_retries=tries - 1).remote(self._terms, texts)

        return begin


def _batches(items: Iterable[T], size_of: Callable[[T], int]) -> Iterator[Batch[T]]:
    some: list[T] = []
    size = 0
    for item in items:
        some.append(item)
        size += size_of(item)
        if size >= _MOST_SIZE or len(some) == _MOST_ITEMS:
            yield Batch(some, size)
            some, size = [], 0
    if some:
        yield Batch(some, size)


def _unsent(wanted: Wanted) -> FileTask:
    return FileTask(wanted, stamp_of(wanted.source))


def _size(task: FileTask) -> int:
    return len(task.data) if task.data else task.stamp[0] if task.stamp else 0


def _to_split(
    documents: Iterable[Document], splitter: Splitter, kept: list[SplitDocument]
) -> Iterator[SplitTask]:
    """Yield the documents to split; those that keep their passages go to `kept`."""
    for document in documents:
        if (known := splitter.kept(document)) is not None:
            kept.append(known)
        else:
            yield SplitTask(document, splitter.texts_before(document))


def _lost(document: Document) -> ClusterFailed:
    return ClusterFailed(
        f"each process that works on {document.document_id} is lost, for want of memory or by a "
        "fault; exclude it (--exclude), or give the processes more memory. Nothing was published, "
        "and what was encoded is kept for the next time"
    )
