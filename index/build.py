"""How documents become an index: read, clean, compare, split, reuse, encode, write, publish.

A build makes the index equal to its roots: it adds new documents, replaces changed ones, removes
those that are gone, and keeps the last good text of a file that cannot be read. A passage whose
text did not change keeps its vectors. Readers see the generation before until all of the next one
is published.
"""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from index.building.changes import compare
from index.building.job import Job, counted, new_manifest, reason_to_build
from index.building.reading import read_documents
from index.building.report import BuildReport, Plan, ProgressListener, Quiet, tracked
from index.building.resplit import NewPassage, split_documents
from index.building.reuse import Contents, find_rows
from index.building.sources import Sources, default_roots, find_start
from index.building.unfinished import Unfinished
from index.encoder import Encoder
from index.encoder.model import Say, load_encoder
from index.generations.opened import write_generation
from index.generations.publish import Generations
from index.records import PassageText, RawDocument
from index.settings import IndexSettings

_FEW = 32  # passages; the first ones take longer, so that fewer do not tell the encoder's rate
_SAMPLE = 1000  # passages whose tokens a plan counts
# Tokens a second until a build has measured it: two cores with AVX2 do about this.
_USUAL_RATE = 3000.0


def build_index(
    settings: IndexSettings,
    say: Say,
    roots: Sequence[Path] | None = None,
    corpus: Iterable[RawDocument] | None = None,
    progress: ProgressListener | None = None,
) -> BuildReport:
    """Load the encoder that the settings name, and build the index that they name.

    say: hears what takes long. Without roots and without an index, the seed articles are indexed.
    Raises ModelError, and what `build` raises.
    """
    encoder, generations = load_encoder(settings, say), Generations(settings.data_dir)
    return build(generations, encoder, roots, default_roots(), progress, corpus)


def plan_index(settings: IndexSettings, say: Say, roots: Sequence[Path] | None = None) -> Plan:
    """Return what `build_index` would do with the same arguments; change nothing."""
    encoder, generations = load_encoder(settings, say), Generations(settings.data_dir)
    return plan(generations, encoder, roots, default_roots())


def build(
    generations: Generations,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: ProgressListener | None = None,
    corpus: Iterable[RawDocument] | None = None,
) -> BuildReport:
    """Make the index equal to `roots`, or to those of the last build, or to `default_roots`.

    corpus: documents to index instead of files.

    Raises UsageError for a root that does not exist, NothingToIndex if no document can be read,
    WriterBusy, StorageFailed. After any failure, or an interrupt, the generation published last
    answers as before, and what was encoded is kept for the next build.
    """
    return Build(generations, encoder, Sources(roots, default_roots, corpus), progress).run()


def plan(
    generations: Generations,
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

    report: what was done so far; complete when `run` returns it.
    """

    def __init__(
        self,
        generations: Generations,
        encoder: Encoder,
        sources: Sources,
        progress: ProgressListener | None = None,
    ) -> None:
        self.generations, self.encoder, self.sources = generations, encoder, sources
        self.progress = progress or Quiet()
        self.report = BuildReport()

    @cached_property
    def unfinished(self) -> Unfinished:
        """The vectors that an earlier build left, read once the writer lock keeps them still."""
        return Unfinished(self.generations.unfinished, self.encoder)

    def run(self) -> BuildReport:
        """Publish a generation if one is needed, prune, and return the report."""
        with self.report.timed("total"), self.generations.writer(), _no_collecting():
            before = self.generations.current_number()
            self._make()
            # Also if nothing changed: an earlier build may have died after it published.
            # The dead first: on a disk that keeps both names of a rename, they bar the way.
            self.generations.clear_dead()
            self.generations.prune(before=before)
            self.unfinished.remove()
        return self.report

    def _make(self) -> None:
        # The job keeps the generation before open, and so from being pruned, until this returns.
        if job := self.prepare():
            with self.unfinished.opened():
                rate = self.encode(job)
                self.publish(job, rate)

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
            failed=report.failed,
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

    def prepare(self) -> Job | None:
        """Read, clean, compare, split and reuse: all that comes before encoding.

        Changes nothing on the disk. Returns None if the index is up to date.
        """
        start = find_start(self.generations, self.sources)
        before = start.before
        documents = read_documents(start, self.sources.corpus, self.report, self.progress)
        old = before.store.versions() if before else {}
        self.report.take_changes(compare(documents, old))
        manifest = new_manifest(start, self.encoder, len(documents))
        reason = reason_to_build(start, manifest, self.generations.current_number())
        if before and not reason and not self.report.changes:
            self.report.take_contents(before.manifest)
            return None
        # Vectors of another model, and passages cut to its window, are of no use to this one.
        usable = before if before and before.manifest.model == manifest.model else None
        with self.report.timed("split"):
            in_turn = tracked(self.progress, "split", documents.values())
            splits = list(split_documents(in_turn, old, usable, self.encoder))
        with self.report.timed("encode"):
            rows = find_rows(splits, usable) if usable else {}
        contents = Contents(splits, usable, rows, self.unfinished)
        return Job(counted(manifest, splits), reason, contents, contents.missing())

    def encode(self, job: Job) -> float:
        """Encode the new passages and keep their vectors; return the rate in tokens a second.

        The rate is 0 if there were too few passages to measure it. Raises OSError.
        """
        self.progress.stage("encode", len(job.new))
        seconds_before, tokens = self.report.seconds["encode"], 0
        for block in job.blocks():
            texts = _texts(block)
            with self.report.timed("encode"):
                vectors = self.encoder.encode_passages(texts)
                self.unfinished.add(zip(block, vectors, strict=True))
            tokens += self._count_tokens(texts)
            self.report.encoded += len(block)
            self.progress.advance(len(block))
        if len(job.new) < _FEW:
            return 0.0
        return round(tokens / (self.report.seconds["encode"] - seconds_before), 1)

    def publish(self, job: Job, rate: float) -> None:
        """Write the generation and make it current. Raises OSError, GenerationDamaged.

        rate: of the encoder, in tokens a second; 0 if it was not measured.
        """
        rate = rate or job.manifest.tokens_per_second
        self.progress.stage("write", 2)
        staging = self.generations.stage()
        try:
            with self.report.timed("write"):
                manifest = replace(job.manifest, tokens_per_second=rate)
                write_generation(staging, manifest, job.contents.texts(), job.contents.vectors())
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


def _texts(block: Mapping[bytes, NewPassage]) -> list[PassageText]:
    return [passage.text() for passage in block.values()]


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
