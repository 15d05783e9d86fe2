"""What the processes of a cluster do: read files, split documents, encode passages.

Each process handles one task at a time, and keeps its encoder and its reader from task to task.
"""

import fcntl
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from index.building.crew import Wanted
from index.building.passages.resplit import split_document
from index.documents.contained.contained_reader import ContainedReader
from index.documents.contained.file_reader import ReadFile
from index.documents.objects.fetch import bytes_of
from index.encoder import Encoder
from index.encoder.model import load_encoder
from index.errors import ClusterFailed, Unreadable, UsageError
from index.generations.manifest import FORMAT, READING, SPLITTING
from index.originals import Original
from index.records import Document, Passage, PassageText, PassageVectors, SourceFile
from index.roots import is_object
from index.settings import IndexSettings

RULES = (FORMAT, READING, SPLITTING)

_Stamp = tuple[int, int]
"""The size of a file in bytes, and when it changed, in nanoseconds."""
_Load = Callable[[str, str, bool], Encoder]


@dataclass(frozen=True, slots=True)
class Terms:
    """What all processes must agree on, so that any of them makes the same of a document.

    load: gives the encoder of the `model` with this `precision`, on a GPU or not. sha256: of the
    identity that it must have. rules: of reading and splitting, see RULES.
    """

    load: _Load
    model: str
    precision: str
    sha256: str
    gpu: bool = False
    rules: tuple[int, ...] = RULES


class FileTask(NamedTuple):
    """A file to read. stamp: of the file where the build runs. data: its bytes, if they were sent.

    Without data, the process reads the file where it lies, if it has the same stamp there.
    """

    wanted: Wanted
    stamp: _Stamp | None
    data: bytes | None = None


class CameIn(NamedTuple):
    """What came of a file, as `index.building.crew.Came` has it."""

    sha256: str
    found: ReadFile | None


class SplitTask(NamedTuple):
    """A document to split, and the passages of the version before, if there was one."""

    document: Document
    before: Sequence[str]


def load_on_node(model: str, precision: str, gpu: bool) -> Encoder:
    """Load the encoder with the settings of this node for all but the model. Raises ModelError."""
    settings = IndexSettings.load(model=model, precision=precision, threads=1)
    with _alone(settings.cache_dir):  # the first process of a node exports the model
        return load_encoder(settings, _unheard, gpu=gpu)


def read_files(terms: Terms, tasks: Sequence[FileTask]) -> list[CameIn | None]:
    """Return what came of each file; None for one that does not lie on this node as it should.

    Raises ReadersFailed, ClusterFailed.
    """
    _check_rules(terms)
    came: list[CameIn | None] = [None] * len(tasks)
    for (number, sha256), found in _reader().read(_originals(tasks, came)):
        came[number] = CameIn(sha256, found)
    return came


def split_documents(
    terms: Terms, tasks: Sequence[SplitTask]
) -> list[tuple[Sequence[Passage], Sequence[bytes]]]:
    """Return the passages of each document, and their keys. Raises ModelError, ClusterFailed."""
    encoder = _encoder(terms)
    split = (split_document(task.document, encoder, task.before) for task in tasks)
    return [(document.passages, document.keys) for document in split]


def encode_texts(terms: Terms, texts: Sequence[PassageText]) -> list[tuple[PassageVectors, int]]:
    """Return the vectors of each passage, and its tokens. Raises ModelError, ClusterFailed."""
    encoder = _encoder(terms)
    counts = encoder.count_tokens([text.text for text in texts])
    return list(zip(encoder.encode_passages(texts), counts, strict=True))


def _originals(
    tasks: Sequence[FileTask], came: list[CameIn | None]
) -> Iterator[tuple[tuple[int, str], Original]]:
    """Yield the files that a reader must see; what came of all others is put in its place."""
    for number, task in enumerate(tasks):
        data = _bytes_here(task) if task.data is None else task.data
        if data is None:
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 == task.wanted.known:
            came[number] = CameIn(sha256, None)
            continue
        yield (number, sha256), task.wanted.original(data)


def stamp_of(source: SourceFile) -> _Stamp | None:
    """Return the stamp of a file; None where it cannot be seen. An object's is not of this kind."""
    if is_object(source.path):
        return source.size, 0
    try:
        status = source.path.stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns


def _bytes_here(task: FileTask) -> bytes | None:
    """Return the bytes of a file; None unless it is here what it is where the build runs.

    A folder of the same name may be another on each node. Why a file fails is told there alone.
    """
    source = task.wanted.source
    if task.stamp is None or stamp_of(source) != task.stamp:
        return None
    try:
        return bytes_of(source)
    except (Unreadable, UsageError):
        return None


@cache
def _reader() -> ContainedReader:
    """The reader of this process, whose own processes end with it."""
    return ContainedReader(workers=1)


_encoders: dict[tuple[str, bool], Encoder] = {}


def _encoder(terms: Terms) -> Encoder:
    """The encoder of this process. Raises ClusterFailed if it is not that of the build."""
    _check_rules(terms)
    key = terms.sha256, terms.gpu
    if key not in _encoders:
        encoder = terms.load(terms.model, terms.precision, terms.gpu)
        if encoder.identity.sha256 != terms.sha256:
            raise ClusterFailed(f"its model {terms.model} is another one; install the same there")
        _encoders.clear()  # a process of a cluster may serve several builds
        _encoders[key] = encoder
    return _encoders[key]


def _check_rules(terms: Terms) -> None:
    if terms.rules != RULES:
        raise ClusterFailed("it has another version of Pincite; install the same there")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold a lock that only one process of this node has at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "loading.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _unheard(message: str) -> None:
    """Drop what takes long on a node: nobody is there to read it."""
