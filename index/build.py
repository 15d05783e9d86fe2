"""How documents become an index: read, clean, compare, split, reuse, encode, write, publish.

A build makes the index equal to its roots and the uploads: it adds new documents, replaces changed
ones, removes those that are gone, and keeps the last good text of a file that cannot be read. A
passage whose text did not change keeps its vectors. Readers see the generation before until all of
the next one is published.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from index.building.changes import compare
from index.building.crew import Crew, LocalCrew
from index.building.job import (
    Job,
    can_share,
    counted,
    finished,
    new_manifest,
    reason_to_build,
    sharing_with,
)
from index.building.known_objects import KnownObjects
from index.building.overlap import Ahead
from index.building.passages.resplit import NewPassage, Splitter
from index.building.passages.reuse import Contents
from index.building.passages.sharing import share
from index.building.passages.splits import Splits
from index.building.passages.unfinished import Unfinished
from index.building.reading import FileReading
from index.building.report import BuildReport, Plan, ProgressListener, Quiet
from index.building.sources import Sources, find_start
from index.documents.contained.contained_reader import ContainedReader
from index.documents.contained.file_reader import DirectReader
from index.encoder import Encoder
from index.encoder.model import Say, load_encoder
from index.errors import BucketFailed, StorageFailed, WriterBusy
from index.generations.homes import Home
from index.generations.opened import write_generation
from index.homes.home import home_of
from index.records import PassageText, RawDocument
from index.settings import IndexSettings
from index.uploads.choosing import uploads_of
from index.uploads.folder_uploads import FolderUploads
from index.uploads.uploads import Uploads

_OBJECTS = "objects.known"  # a file under DATA_DIR
_LOOK_EVERY_S = 0.5
_FEW = 32  # passages; the first ones take longer, so that fewer do not tell the encoder's rate
_SAMPLE = 1000  # passages whose tokens a plan counts
# Tokens a second until a build has measured it: two cores with AVX2 do about this.
_USUAL_RATE = 3000.0


def build_index(
    settings: IndexSettings,
    say: Say,
    sources: Sources,
    progress: ProgressListener | None = None,
    cluster: str | None = None,
) -> BuildReport:
    """Load the encoder that the settings name, and build the index that they name.

    say: hears what takes long. cluster: has the work done on Ray, see `index.cluster.session`; None
    does it here. Raises ModelError, what `Build.run` raises, and with a cluster ClusterFailed.
    """
    encoder, generations = load_encoder(settings, say), home_of(settings)
    with _crew(settings, say, encoder, cluster) as crew:
        uploads = uploads_of(settings)
        return Build(generations, encoder, sources, progress, crew, uploads).run()


@contextmanager
def _crew(
    settings: IndexSettings, say: Say, encoder: Encoder, cluster: str | None
) -> Iterator[Crew]:
    """Give who does the work of a build, here or on a cluster."""
    if cluster is None:
        with ContainedReader() as reader:
            yield LocalCrew(encoder, reader)
        return
    # Ray takes seconds to import, and may not be installed.
    from index.cluster.session import joined

    with joined(cluster, settings, encoder, say) as crew:
        yield crew


def build_when_free(
    settings: IndexSettings,
    say: Say,
    sources: Sources,
    progress: ProgressListener | None = None,
) -> BuildReport:
    """Do what `build_index` does, but wait as long as another process writes the index.

    That process may have begun before the files to index were there. Raises what `build_index`
    raises, but not WriterBusy.
    """
    generations, said = home_of(settings), False
    while True:
        try:
            with generations.writer():  # before the model is loaded, which takes long
                pass
            return build_index(settings, say, sources, progress)
        except WriterBusy as error:
            if not said:
                say(f"Waiting: {error}")
                said = True
            time.sleep(_LOOK_EVERY_S)


def plan_index(
    settings: IndexSettings, say: Say, sources: Sources, cluster: str | None = None
) -> Plan:
    """Return what `build_index` would do with the same arguments; change nothing."""
    encoder, generations = load_encoder(settings, say), home_of(settings)
    with _crew(settings, say, encoder, cluster) as crew:
        uploads = uploads_of(settings)
        return Build(generations, encoder, sources, crew=crew, uploads=uploads).plan()


def build(
    generations: Home,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: ProgressListener | None = None,
    corpus: Iterable[RawDocument] | None = None,
) -> BuildReport:
    """Make the index equal to `roots`, or to those of the last build, or to `default_roots`.

    corpus: documents to index instead of files. Raises what `Build.run` raises.
    """
    return Build(generations, encoder, Sources(roots, default_roots, corpus), progress).run()


def plan(
    generations: Home,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: ProgressListener | None = None,
) -> Plan:
    """Return what `build` would do, and about how long it would take; change nothing.

    Raises UsageError and NothingToIndex as `build` does.
    """
    return Build(generations, encoder, Sources(roots, default_roots), progress).plan()


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
        self._tokens, self._encoding_s = 0, 0.0  # of all that was encoded

    @cached_property
    def unfinished(self) -> Unfinished:
        """The vectors that an earlier build left, read once the writer lock keeps them still."""
        return Unfinished(self.generations.unfinished, self.encoder)

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
            if job := self.prepare(self._encode_some):
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
            estimated_seconds=round(report.seconds["total"] + self._estimate(job), 1),
            removed_documents=report.removed_documents,
            files=report.files,
            statuses=report.statuses,
            left_out=report.left_out,
        )

    def _estimate(self, job: Job | None) -> float:
        """Return about how many seconds the encoder will take."""
        if job is None:
            return 0.0
        # Those of some passages, from the longest to the shortest, tell the tokens of all.
        by_length = sorted(job.new.values(), key=lambda passage: passage.characters)
        some = by_length[:: len(by_length) // _SAMPLE + 1]
        tokens = self._count_tokens([passage.text() for passage in some])
        characters = sum(passage.characters for passage in by_length)
        share = sum(passage.characters for passage in some) / max(1, characters)
        return tokens / max(share, 1e-9) / (job.manifest.tokens_per_second or _USUAL_RATE)

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

    def _encode_some(self, splits: Splits) -> bool:
        """Encode what is split so far, while documents are being read, if it is worth it."""
        if splits.waiting_characters < self.crew.worth_encoding:
            return False
        self._encode(splits.take_waiting(), Quiet())
        return True

    def encode(self, job: Job) -> float:
        """Encode the passages that have no vectors; return the rate in tokens a second.

        The rate is 0 if there were too few passages to measure it. Raises OSError.
        """
        self.progress.stage("encode", len(job.new))
        self._encode(job.new, self.progress)
        if self.report.encoded < _FEW:
            return 0.0
        return round(self._tokens / self._encoding_s, 1)

    def _encode(self, new: Mapping[bytes, NewPassage], progress: ProgressListener) -> None:
        start = time.perf_counter()
        for block, vectors, tokens in self.crew.encode(new):
            self.unfinished.add(zip(block, vectors, strict=True))
            now = time.perf_counter()
            self.report.seconds["encode"] += now - start
            self._encoding_s += now - start
            start = now
            self._tokens += tokens
            self.report.encoded += len(block)
            progress.advance(len(block))

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

    def _count_tokens(self, texts: Sequence[PassageText]) -> int:
        return sum(self.encoder.count_tokens([text.text for text in texts]))


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
