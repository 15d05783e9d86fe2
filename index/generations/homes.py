"""Where generations live: the protocols that the files of a folder fulfil, and Milvus."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from index.generations.manifest import Manifest
from index.seam.held_texts import Texts
from index.seam.held_words import WordIndex, WordVectors
from index.storage.catalogue import Catalogue
from index.storage.vectors import VectorIndex

KEEP = 2  # generations, the current one included


@dataclass(frozen=True, slots=True)
class Staging:
    """Where the next generation is written, and the number it will get.

    folder: for what it shares with no other. segments: the folder of segments, for its new ones
    too, each under its final name.
    """

    number: int
    folder: Path
    segments: Path


@dataclass(frozen=True, slots=True)
class HeldSegment:
    """A segment of a generation.

    rows: of its documents in the generation, of those that are gone too. sentences: how many it
    holds.
    """

    name: str
    rows: range
    sentences: int


class HeldGeneration(Protocol):
    """A published generation, open for reading by any number of threads.

    manifest: what it was made from, and what it holds. store: its texts. passages, sentences: the
    vectors of each, by row; they and `lexicon`, which finds passages by their words, give the
    candidates of a search. words: the vectors of words. It is kept from being pruned as long as it
    can be.
    """

    @property
    def segments(self) -> Sequence[HeldSegment]:
        """Its parts that the next generation may share, in order; none where it shares nothing."""
        ...

    @property
    def manifest(self) -> Manifest: ...
    @property
    def store(self) -> Texts: ...
    @property
    def passages(self) -> VectorIndex: ...
    @property
    def sentences(self) -> VectorIndex: ...
    @property
    def words(self) -> WordVectors: ...
    @property
    def lexicon(self) -> WordIndex: ...

    @property
    def number(self) -> int: ...

    @property
    def catalogue(self) -> Catalogue:
        """The list of its documents."""
        ...

    def untouched(self) -> bool:
        """Whether it is still what was verified when it was opened."""
        ...


class HeldLease(Protocol):
    """A verified generation, kept from being pruned until the lease is released."""

    @property
    def manifest(self) -> Manifest: ...

    def generation(self) -> HeldGeneration:
        """Open what it holds. Raises GenerationDamaged."""
        ...

    def size(self) -> int:
        """Return how many bytes it takes."""
        ...

    def problems(self) -> list[str]:
        """Return a message for each problem that a thorough check finds; none if it is whole."""
        ...

    def release(self) -> None:
        """Let the generation be pruned. Calling this twice does no harm."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class FolderLease(Protocol):
    """The lease of a generation that lies in a folder."""

    @property
    def manifest(self) -> Manifest: ...

    @property
    def folder(self) -> Path: ...

    @property
    def segments(self) -> Sequence[Path]:
        """The folders of its segments, in order."""
        ...

    def untouched(self) -> bool:
        """Whether no file was written to since the generation was verified."""
        ...


class Home(Protocol):
    """All generations of one index, of which one is current.

    data_dir: the folder on this machine, of uploads and of builds under way. unfinished: the file
    there in which a build keeps what it has encoded. Any method may raise StoreAway where the
    generations lie on another machine.
    """

    @property
    def data_dir(self) -> Path: ...
    @property
    def unfinished(self) -> Path: ...

    def require(self) -> None:
        """Raise IndexMissing if no generation was ever published."""
        ...

    def current_number(self) -> int | None:
        """Return the number of the current generation; None if it is unknown."""
        ...

    def current_stamp(self) -> object | None:
        """Return a value that changes whenever another generation becomes current; None without
        an index. Every request asks.
        """
        ...

    def numbers(self) -> list[int]:
        """Return the numbers of the whole generations that are kept, oldest first."""
        ...

    def open(self, number: int) -> HeldLease:
        """Lock and verify the generation of that number. Raises GenerationDamaged."""
        ...

    def open_current(self) -> HeldLease:
        """Lock and verify the current generation. Raises IndexMissing, GenerationDamaged."""
        ...

    def open_good(self) -> tuple[HeldLease, list[str]]:
        """Open the current generation, or else the latest whole one before it.

        Also returns a message for each damaged generation that was passed over. Raises
        IndexMissing, GenerationDamaged, GenerationOutdated.
        """
        ...

    def remains(self) -> HeldGeneration | None:
        """Return what is whole of the latest generation, where none is whole; None for nothing.

        It is good for a build to take over, not to answer from.
        """
        ...

    def writer(self) -> AbstractContextManager[None]:
        """Hold the writer lock during the `with` block. Raises WriterBusy, StorageFailed."""
        ...

    def stage(self) -> Staging:
        """Remove what dead builds left, and make an empty folder for the next generation."""
        ...

    def clear_dead(self) -> None:
        """Remove parts of generations that a build or a prune left when it died."""
        ...

    def discard(self, staging: Staging) -> None:
        """Remove what was staged by a build that failed."""
        ...

    def publish(self, staging: Staging, manifest: Manifest) -> Manifest:
        """Make the staged files the current generation, in one step; return its manifest.

        Raises OSError. The caller holds the writer lock.
        """
        ...

    def step(self, forward: bool = False) -> tuple[int, int]:
        """Make the nearest whole generation before the current one current; `forward`: after it.

        Returns the number of the generation that was current, and of the one that is now. Raises
        IndexMissing, UsageError. The caller holds the writer lock.
        """
        ...

    def prune(self, keep: int = KEEP, before: int | None = None) -> list[int]:
        """Remove all generations but the current one and the `keep` - 1 whole ones before it.

        before: the generation that was current when the current one was made; those between go
        too. Returns the numbers of those removed.
        """
        ...
