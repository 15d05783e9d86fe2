"""The ingest line: read, clean, compare, split, reuse (all in `prepare`), encode, write, publish.

`build` makes the index equal to its roots: what is new is added, what changed is changed, what
is gone is removed, and what cannot be read keeps its last good text. Passages whose text did not
change keep their vectors. Nothing is visible before all of it is published.
"""

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from index.encoder import Encoder
from index.generation import write_generation
from index.generations import Generations
from index.prepare import Job, Sources, prepare
from index.records import RawDocument
from index.report import BuildReport, Plan, Progress, Quiet
from index.reuse import gather
from index.unfinished import Unfinished

_BLOCK = 32  # passages encoded between two steps of the progress bar, and lost by a crash
# Tokens a second until a build has measured it: two cores with AVX2 do about this.
_USUAL_RATE = 3000.0


def build(
    generations: Generations,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: Progress | None = None,
    corpus: Iterable[RawDocument] | None = None,
) -> BuildReport:
    """Make the index equal to `roots` (None: those of the last build, or `default_roots`).

    corpus: documents that lie in no file, to be indexed instead.

    Raises UsageError for a root that does not exist, NothingToIndex if no document can be read,
    WriterBusy; then nothing is published. An interrupt leaves the published generation as it
    was, and what was encoded for the next build.
    """
    progress, report = progress or Quiet(), BuildReport()
    with report.timed("total"), generations.writer(), _no_collecting():
        before = generations.current_number()
        unfinished = Unfinished(generations.unfinished, encoder)
        sources = Sources(roots, default_roots, corpus)
        job = prepare(generations, encoder, sources, unfinished, report, progress)
        if job.needed:
            rate = _encode(job, unfinished, encoder, report, progress)
            _publish(generations, job, rate, report, progress)
        # Also where nothing changed: a build that died after it published left all this to do.
        # The dead first: on a disk that keeps both names of a rename, they bar the way.
        generations.clear_dead()
        generations.prune(before=before)
        unfinished.remove()
    return report


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Python's search for cyclic garbage goes through all texts and finds none: a tenth of the time
    of a build that encodes little.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def plan(
    generations: Generations,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: Progress | None = None,
) -> Plan:
    """What `build` would do now, and about how long it would take; changes nothing.

    Raises UsageError and NothingToIndex as `build` does.
    """
    progress, report = progress or Quiet(), BuildReport()
    unfinished = Unfinished(generations.unfinished, encoder)
    with report.timed("total"):
        sources = Sources(roots, default_roots)
        job = prepare(generations, encoder, sources, unfinished, report, progress)
    tokens = sum(encoder.count_tokens([text.text for text in job.new.values()]))
    seconds = report.seconds["total"] + tokens / (job.manifest.tokens_per_second or _USUAL_RATE)
    return Plan(
        needed=job.needed,
        reason=job.reason,
        documents=len(job.splits) if job.needed else report.documents,
        added=report.added,
        changed=report.changed,
        moved=report.moved,
        removed=report.removed,
        encode=len(job.new),
        estimated_seconds=round(seconds, 1),
        removed_documents=report.removed_documents,
        failed=report.failed,
    )


def _encode(
    job: Job, unfinished: Unfinished, encoder: Encoder, report: BuildReport, progress: Progress
) -> float:
    """Encode what is new into `job.known`, block by block; the rate in tokens a second."""
    waiting = list(job.new.items())
    progress.stage("encode", len(waiting))
    start = report.seconds["encode"]
    with report.timed("encode"), unfinished:
        for begin in range(0, len(waiting), _BLOCK):
            block = waiting[begin : begin + _BLOCK]
            vectors = encoder.encode_passages([text for _, text in block])
            made = list(zip((key for key, _ in block), vectors, strict=True))
            unfinished.add(made)
            job.known.update(made)
            report.encoded += len(block)
            progress.advance(len(block))
    tokens = sum(encoder.count_tokens([text.text for _, text in waiting]))
    # A few passages say little of the rate: the first ones pay for warming up.
    few = len(waiting) < _BLOCK
    return 0.0 if few else round(tokens / (report.seconds["encode"] - start), 1)


def _publish(
    generations: Generations, job: Job, rate: float, report: BuildReport, progress: Progress
) -> None:
    vectors = gather(job.splits, job.kept, job.known)
    manifest = replace(
        job.manifest,
        passages=len(vectors.passages),
        sentences=len(vectors.sentences),
        tokens_per_second=rate or job.manifest.tokens_per_second,
    )
    progress.stage("write", 2)
    staging = generations.stage()
    try:
        with report.timed("write"):
            pairs = [(split_.document, split_.passages) for split_ in job.splits]
            write_generation(staging, pairs, vectors)
        progress.advance()
        with report.timed("publish"):
            manifest = generations.publish(staging, manifest)
        progress.advance()
    except BaseException:
        generations.discard(staging)
        raise
    report.published = True
    report.reason = job.reason
    report.holds(manifest)
