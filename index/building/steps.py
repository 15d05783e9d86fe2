"""One build, in the order in which a document meets its steps: read, clean, compare, split, reuse,
encode, write, publish.
"""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property

from index.building.changes import compare
from index.building.crew import Crew, LocalCrew
from index.building.encoding import Encoding, seconds_to_encode
from index.building.job import (
    Job,
    can_share,
    counted,
    finished,
    new_manifest,
    reason_to_build,
    sharing_with,
)
from index.building.known_before.known_objects import KnownObjects
from index.building.overlap import Ahead
from index.building.passages.resplit import Splitter
from index.building.passages.reuse import Contents
from index.building.passages.sharing import share
from index.building.passages.splits import Splits
from index.building.passages.unfinished import Unfinished
from index.building.reading import FileReading
from index.building.report import BuildReport, Plan, ProgressListener, Quiet
from index.building.sources import Sources, find_start
from index.documents.contained.file_reader import DirectReader
from index.encoder import Encoder
from index.errors import BucketFailed, StorageFailed
from index.generations.homes import Home
from index.generations.opened import write_generation
from index.uploads.folder_uploads import FolderUploads
from index.uploads.uploads import Uploads

_OBJECTS = "objects.known"  # a file under DATA_DIR


class Build:
    """One build: what its steps share, and the steps, in the order in which a document meets them.

    crew: who reads, splits and encodes. uploads: None for those of the data folder. report: what
    was done so far; complete when `run` returns it.
    """

    def __init__(
        self,
        generations: Home,
        encoder: Encoder,
        sources: Sources,
        progress: ProgressListener | None = None,
        crew: Crew | None = None,
        uploads: Uploads | None = None,
    ) -> None:
        self.generations, self.encoder, self.sources = generations, encoder, sources
        self.crew = crew or LocalCrew(encoder, DirectReader())
        self.uploads = uploads or FolderUploads(generations.data_dir)
        self.progress = progress or Quiet()
        self.report = BuildReport()

    @cached_property
    def unfinished(self) -> Unfinished:
        """The vectors that an earlier build left, read once the writer lock keeps them still."""
        return Unfinished(self.generations.unfinished, self.encoder)

    @cached_property
    def encoding(self) -> Encoding:
        """Has the crew encode what has no vectors yet."""
        return Encoding(self.crew, self.unfinished, self.report)

    @cached_property
    def objects(self) -> KnownObjects:
        """The bytes that objects had when they were fetched last."""
        return KnownObjects(self.generations.data_dir / _OBJECTS)

    def run(self) -> BuildReport:
        """Publish a generation if one is needed, prune, and return the report.

        Raises UsageError for a root that does not exist, NothingToIndex if no document can be read,
        WriterBusy, StorageFailed; BucketAway, BucketFailed. After any failure, or an interrupt, the
        generation published last answers as before, and what was encoded is kept for the next
        build.
        """
        with self.report.timed("total"), self.generations.writer(), _no_collecting():
            before = self.generations.current_number()
            self._make()
            # Also if nothing changed: an earlier build may have died after it published.
            # The dead first: on a disk that keeps both names of a rename, they bar the way.
            self.generations.clear_dead()
            self.generations.prune(before=before)
            self.unfinished.remove()
            self.objects.write()
            with suppress(BucketFailed, StorageFailed):  # the next build does it too
                self.uploads.clear_dead()
        return self.report

    def _make(self) -> None:
        with self.unfinished.opened():
            # The job keeps the generation before open, and so from being pruned.
            if job := self.prepare(self.encoding.some):
                self.publish(job, self.encode(job))

    def plan(self) -> Plan:
        """Return what `run` would do; change nothing."""
        with self.report.timed("total"), _no_collecting():
            job = self.prepare()
        report = self.report
        return Plan(
            needed=job is not None,
            reason=job.reason if job else "",
            documents=job.manifest.documents if job else report.documents,
            added=report.added,
            changed=report.changed,
            moved=report.moved,
            removed=report.removed,
            encode=len(job.new) if job else 0,
            estimated_seconds=round(report.seconds["total"] + self._seconds_to_encode(job), 1),
            removed_documents=report.removed_documents,
            files=report.files,
            statuses=report.statuses,
            left_out=report.left_out,
        )

    def _seconds_to_encode(self, job: Job | None) -> float:
        """Return about how many seconds the encoder will take."""
        if job is None:
            return 0.0
        rate = job.manifest.tokens_per_second
        return seconds_to_encode(job.new.values(), self.encoder.count_tokens, rate)

    def prepare(self, while_waiting: Callable[[Splits], bool] = lambda _: False) -> Job | None:
        """Read, clean, split, compare and reuse: all that must come before the last encoding.

        while_waiting: called with the documents split so far while none is read yet; returns
        whether it had something to do. Returns None if the index is up to date.
        """
        start = find_start(self.generations, self.sources, self.uploads)
        before, manifest = start.before, new_manifest(start, self.encoder)
        old = before.store.versions() if before else {}
        # Vectors of another model, and passages cut to its window, are of no use to this one.
        usable = before if before and before.manifest.model == manifest.model else None
        splits = Splits(Splitter(old, usable, self.encoder), usable, self.unfinished)
        reading = FileReading(
            start, self.sources, self.crew, self.report, self.progress, self.objects
        )
        documents = self.crew.split(reading.documents(), splits.splitter)
        for document in Ahead(documents, lambda: while_waiting(splits), self.crew.close):
            with self.report.timed("split"):
                splits.add(document)
        self.report.take_changes(compare(splits.documents(), old))
        reason = reason_to_build(
            start,
            manifest,
            self.generations.current_number(),
            reading.found_what_was_known(),
        )
        if before and not reason and not self.report.changes:
            self.report.take_contents(before.manifest)
            return None
        in_order = splits.in_order()
        with self.report.timed("encode"):
            contents = Contents(in_order, usable, splits.rows(), self.unfinished)
        known = usable.manifest if usable else None
        manifest = replace(counted(manifest, in_order, known), left_out=self.report.left_out)
        may_share = known is not None and can_share(manifest, known)
        sharing = share(in_order, old, usable if may_share else None)
        if known and sharing.shared:
            manifest = sharing_with(known, sharing, manifest)
        return Job(manifest, reason, contents, sharing, contents.missing(), reading.entries)

    def encode(self, job: Job) -> float:
        """Encode the passages that have no vectors; return the rate in tokens a second.

        The rate is 0 if there were too few passages to measure it. Raises OSError.
        """
        self.progress.stage("encode", len(job.new))
        self.encoding.all(job.new, self.progress)
        return self.encoding.rate

    def publish(self, job: Job, rate: float) -> None:
        """Write the generation and make it current. Raises OSError, GenerationDamaged.

        rate: of the encoder, in tokens a second; 0 if it was not measured.
        """
        self.progress.stage("write", 2)
        staging = self.generations.stage()
        try:
            with self.report.timed("write"):
                manifest = finished(job.manifest, rate)
                segments = map(job.contents.segment, job.sharing.new)
                manifest = write_generation(staging, manifest, segments, job.files)
            self.progress.advance()
            with self.report.timed("publish"):
                manifest = self.generations.publish(staging, manifest)
            self.progress.advance()
        except BaseException:
            self.generations.discard(staging)
            raise
        self.report.published, self.report.reason = True, job.reason
        self.report.take_contents(manifest)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Switch Python's search for cyclic garbage off during the `with` block.

    It would go through all texts again and again and find nothing: a tenth of the time of a build
    that encodes little.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
