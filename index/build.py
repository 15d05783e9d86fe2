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

from index.building.prepare import Job, Sources, prepare
from index.building.report import BuildReport, Plan, ProgressListener, Quiet
from index.building.reuse import New, blocks, documents
from index.building.unfinished import Unfinished
from index.encoder import Encoder
from index.generations.opened import write_generation
from index.generations.publish import Generations
from index.records import PassageText, RawDocument

# Encoded between two steps of the progress bar, and lost by a crash: about 60 passages.
_BLOCK_CHARACTERS = 50_000
_FEW = 32  # passages, of which the encoder's rate cannot be told: the first ones take longer
# Tokens a second until a build has measured it: two cores with AVX2 do about this.
_USUAL_RATE = 3000.0


def build(
    generations: Generations,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: ProgressListener | None = None,
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
        _make(generations, encoder, sources, unfinished, report, progress)
        # Also where nothing changed: a build that died after it published left all this to do.
        # The dead first: on a disk that keeps both names of a rename, they bar the way.
        generations.clear_dead()
        generations.prune(before=before)
        unfinished.remove()
    return report


def _make(
    generations: Generations,
    encoder: Encoder,
    sources: Sources,
    unfinished: Unfinished,
    report: BuildReport,
    progress: ProgressListener,
) -> None:
    """Publish a generation, if one is needed. The one before it is read, and locked, until then."""
    job = prepare(generations, encoder, sources, unfinished, report, progress)
    if job.needed:
        with unfinished:
            rate = _encode(job, unfinished, encoder, report, progress)
            _publish(generations, job, rate, report, progress)


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
    progress: ProgressListener | None = None,
) -> Plan:
    """What `build` would do now, and about how long it would take; changes nothing.

    Raises UsageError and NothingToIndex as `build` does.
    """
    progress, report = progress or Quiet(), BuildReport()
    unfinished = Unfinished(generations.unfinished, encoder)
    with report.timed("total"):
        sources = Sources(roots, default_roots)
        job = prepare(generations, encoder, sources, unfinished, report, progress)
    tokens = sum(_tokens(encoder, _texts(block)) for block in _blocks(job))
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
    job: Job,
    unfinished: Unfinished,
    encoder: Encoder,
    report: BuildReport,
    progress: ProgressListener,
) -> float:
    """Encode what is new, block by block; the rate in tokens a second."""
    progress.stage("encode", len(job.new))
    start, tokens = report.seconds["encode"], 0
    for block in _blocks(job):
        texts = _texts(block)
        with report.timed("encode"):
            vectors = encoder.encode_passages(texts)
            unfinished.add(zip((key for key, _ in block), vectors, strict=True))
        tokens += _tokens(encoder, texts)
        report.encoded += len(block)
        progress.advance(len(block))
    few = len(job.new) < _FEW
    return 0.0 if few else round(tokens / (report.seconds["encode"] - start), 1)


def _blocks(job: Job) -> Iterator[list[tuple[bytes, New]]]:
    """What is new, as many passages at a time as are encoded at once.

    They are of about one length, since those that are of just one go through the model together.
    The longest come first: so a build that is half done has more than half the work behind it.
    """
    block, characters = [], 0
    for one in sorted(job.new.items(), key=_length, reverse=True):
        block.append(one)
        characters += _length(one)
        if characters >= _BLOCK_CHARACTERS:
            yield block
            block, characters = [], 0
    if block:
        yield block


def _length(one: tuple[bytes, New]) -> int:
    _, (_, passage) = one
    return passage.end - passage.start


def _texts(block: Sequence[tuple[bytes, New]]) -> list[PassageText]:
    return [PassageText.cut_from(document.text, passage) for _, (document, passage) in block]


def _tokens(encoder: Encoder, texts: Sequence[PassageText]) -> int:
    return sum(encoder.count_tokens([text.text for text in texts]))


def _publish(
    generations: Generations, job: Job, rate: float, report: BuildReport, progress: ProgressListener
) -> None:
    manifest = job.manifest
    manifest = replace(manifest, tokens_per_second=rate or manifest.tokens_per_second)
    progress.stage("write", 2)
    staging = generations.stage()
    try:
        with report.timed("write"):
            parts, vectors = documents(job.splits, job.at_hand), blocks(job.splits, job.at_hand)
            write_generation(staging, manifest, parts, vectors)
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
