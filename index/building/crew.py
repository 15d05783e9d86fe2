"""Who reads, splits and encodes for a build: this process, or the nodes of a cluster."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from index.building.job import BLOCK_CHARACTERS, blocks_of
from index.building.passages.resplit import NewPassage, SplitDocument, Splitter
from index.documents.contained.file_reader import FileReader, ReadFile
from index.documents.objects.fetch import fetched
from index.encoder import Encoder
from index.errors import Unreadable
from index.originals import Original
from index.records import Document, PassageVectors, SourceFile

T = TypeVar("T")
Block = Mapping[bytes, NewPassage]
"""Passages that are encoded together, by key."""


class Wanted(NamedTuple):
    """A file to read.

    known: the SHA-256 of the bytes of which nothing needs to be read again; None where all must.
    password: of an encrypted file, if the user named one. ocr: whether pictures of text are read.
    """

    source: SourceFile
    known: str | None = None
    password: str | None = None
    ocr: bool = False

    def original(self, data: bytes) -> Original:
        """Return what a reader of formats gets."""
        return Original(self.source.document_id, data, self.password, self.ocr)


class Came(NamedTuple):
    """What came of a file.

    sha256: of its bytes; None where they cannot be had. found: None where the bytes are those that
    were known.
    """

    wanted: Wanted
    sha256: str | None
    found: ReadFile | None


class Encoded(NamedTuple):
    """The vectors of the passages of a block, in its order, and how many tokens these have."""

    block: Block
    vectors: Sequence[PassageVectors]
    tokens: int


class Crew(Protocol):
    """Does the work on single files, documents and passages. What it yields comes in any order.

    worth_encoding: from how many characters on a build encodes what waits while it reads.
    """

    worth_encoding: int

    def read(self, files: Iterable[Wanted]) -> Iterator[Came]:
        """Yield what came of each file; they are taken one by one, maybe in another thread."""
        ...

    def split(
        self, documents: Iterable[Document], splitter: Splitter
    ) -> Iterator[Document | SplitDocument]:
        """Yield each document, with its passages unless whoever takes it is to split it."""
        ...

    def encode(self, new: Block) -> Iterator[Encoded]:
        """Yield the vectors of these passages, block by block."""
        ...

    def close(self) -> None:
        """Let go of what is being read, from any thread."""
        ...


class LocalCrew:
    """The process that builds, and those of its reader. A Crew."""

    # Enough that many passages have one length, which are encoded together.
    worth_encoding = 8 * BLOCK_CHARACTERS

    def __init__(self, encoder: Encoder, reader: FileReader) -> None:
        self._encoder, self._reader = encoder, reader

    def read(self, files: Iterable[Wanted]) -> Iterator[Came]:
        """Yield what came of each file. Raises ReadersFailed."""
        done: list[Came] = []  # without a reader
        originals = (
            ((wanted, sha256), wanted.original(data))
            for wanted, sha256, data in to_read(files, done)
        )
        for (wanted, sha256), found in self._reader.read(originals):
            yield Came(wanted, sha256, found)
            yield from drained(done)
        yield from drained(done)

    def split(
        self, documents: Iterable[Document], splitter: Splitter
    ) -> Iterator[Document | SplitDocument]:
        """Yield the documents as they are: to split them takes the thread that encodes."""
        yield from documents

    def encode(self, new: Block) -> Iterator[Encoded]:
        """Yield the vectors of these passages, the longest first."""
        for block in blocks_of(new):
            texts = [passage.text() for passage in block.values()]
            vectors = self._encoder.encode_passages(texts)
            tokens = sum(self._encoder.count_tokens([text.text for text in texts]))
            yield Encoded(block, vectors, tokens)

    def close(self) -> None:
        """End the processes that read."""
        self._reader.close()


def to_read(files: Iterable[Wanted], done: list[Came]) -> Iterator[tuple[Wanted, str, bytes]]:
    """Yield the files that a reader must see, each with the SHA-256 of its bytes, and these.

    done: gets what came of all others.
    """
    for wanted, bytes_of in fetched(files, lambda wanted: wanted.source):
        try:
            data = bytes_of()
        except Unreadable as error:
            done.append(Came(wanted, None, ReadFile(failure=error)))
            continue
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 == wanted.known:
            done.append(Came(wanted, sha256, None))
        else:
            yield wanted, sha256, data


def drained(done: list[T]) -> Iterator[T]:
    """Yield what is in a list, and empty it."""
    yield from done
    done.clear()
