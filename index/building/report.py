"""The progress of a build, the report of what it did, and the plan of what it would do."""

import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from index.building.changes import Changes
from index.generations.manifest import Manifest
from index.originals import FileReport, FileStatus
from index.records import Cut

T = TypeVar("T")
STAGES = ("read", "clean", "split", "encode", "write", "publish", "total")


class ProgressListener(Protocol):
    """Hears how far some long work is, a build or another."""

    def stage(self, name: str, total: int) -> None:
        """Take note that a stage of `total` steps begins."""

    def advance(self, steps: int = 1) -> None:
        """Take note that so many more steps of the stage are done."""


class Quiet:
    """A ProgressListener that shows nothing."""

    def stage(self, name: str, total: int) -> None:
        """Do nothing."""

    def advance(self, steps: int = 1) -> None:
        """Do nothing."""


def tracked(progress: ProgressListener, stage: str, items: Collection[T]) -> Iterator[T]:
    """Yield the items of a stage, and tell `progress` when each of them is done."""
    progress.stage(stage, len(items))
    for item in items:
        yield item
        progress.advance()


@dataclass(slots=True)
class BuildReport:
    """The outcome of a build. Counts are of documents, except for passages, sentences and encoded.

    published: whether a new generation was made; without any change there is none.
    encoded: passages that went through the model; all others kept their vectors.
    removed_documents: the ids of the documents that were removed. files: those that were not
    plainly indexed, with the parts that could not be read. statuses: how many files have each
    status. left_out: how many were passed over, by reason. reason: why a generation was made beside
    changed documents. cut: boilerplate that was left out. seconds: of each stage.
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
    files: list[FileReport] = field(default_factory=list)
    statuses: dict[FileStatus, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    reason: str = ""
    cut: list[Cut] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(STAGES, 0.0))

    @property
    def failed(self) -> list[FileReport]:
        """The files that somebody should look at."""
        return [report for report in self.files if report.status.is_failure]

    @property
    def changes(self) -> int:
        """How many documents differ from the generation before."""
        return self.added + self.changed + self.moved + self.removed

    def take_changes(self, changes: Changes) -> None:
        """Record how the documents changed."""
        self.added, self.changed, self.moved = changes.added, changes.changed, changes.moved
        self.removed, self.removed_documents = len(changes.removed), changes.removed

    def take_contents(self, manifest: Manifest) -> None:
        """Record which generation is current, and how much it holds."""
        self.generation = manifest.number
        self.documents, self.passages = manifest.documents, manifest.passages
        self.sentences = manifest.sentences

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Add the time that the `with` block takes to a stage."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[stage] += time.perf_counter() - start


@dataclass(frozen=True, slots=True)
class Plan:
    """The expected outcome of a build. Counts are of documents, except for encode.

    needed: whether a new generation would be made. reason: why, beside changed documents.
    encode: passages that would go through the model.
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
    files: list[FileReport]
    statuses: dict[FileStatus, int]
    left_out: dict[str, int]
