"""How far a build is, and what it did."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from index.generations.manifest import Manifest
from index.records import Cut, UnreadFile

STAGES = ("read", "clean", "split", "encode", "write", "publish", "total")


class ProgressListener(Protocol):
    """Told how far a build is."""

    def stage(self, name: str, total: int) -> None: ...
    def advance(self, steps: int = 1) -> None: ...


class Quiet:
    """A ProgressListener that shows nothing."""

    def stage(self, name: str, total: int) -> None:
        """Nothing to show."""

    def advance(self, steps: int = 1) -> None:
        """Nothing to show."""


@dataclass(slots=True)
class BuildReport:
    """What a build did. Counts are of documents, but for passages, sentences and encoded.

    published: whether a new generation was made; without any change there is none.
    encoded: passages that went through the model; the others kept their vectors.
    removed_documents: the ids of the documents that are gone. reason: why a generation was made
    beside changed documents. seconds: of each stage.
    """

    generation: int = 0
    published: bool = False
    documents: int = 0
    passages: int = 0
    sentences: int = 0
    added: int = 0
    changed: int = 0
    moved: int = 0
    removed: int = 0
    encoded: int = 0
    removed_documents: list[str] = field(default_factory=list)
    failed: list[UnreadFile] = field(default_factory=list)
    reason: str = ""
    cut: list[Cut] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    @property
    def changes(self) -> int:
        """How many documents differ from the generation before."""
        return self.added + self.changed + self.moved + self.removed

    def holds(self, manifest: Manifest) -> None:
        """Take over what that generation is and holds."""
        self.generation = manifest.number
        self.documents, self.passages = manifest.documents, manifest.passages
        self.sentences = manifest.sentences

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build would do. needed: whether anything at all; reason: why, beside changes.

    Counts are of documents, but for encode: passages that would go through the model.
    """

    needed: bool
    reason: str
    documents: int
    added: int
    changed: int
    moved: int
    removed: int
    encode: int
    estimated_seconds: float
    removed_documents: list[str]
    failed: list[UnreadFile]
