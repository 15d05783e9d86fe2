"""Carries the current generation from one home to another, and compares what arrived."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from index.errors import StorageFailed, UsageError
from index.generations.homes import HeldGeneration, Home
from index.generations.manifest import libraries
from index.generations.opened import NewSegment, VectorBlock, write_generation
from index.generations.segments import MOST
from index.records import Document, Passage, Rows
from index.storage.vectors import kind_for

_AT_ONCE = 512  # passages


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried. left, generation: its numbers in the old home and in the new one."""

    left: int
    generation: int
    documents: int
    passages: int
    sentences: int
    sha256: str


def move(source: Home, target: Home) -> Carried:
    """Publish the current generation of `source` in `target`; `source` stays as it is.

    Raises IndexMissing, GenerationDamaged, WriterBusy, StoreAway; UsageError for an index of an
    older format; StorageFailed where what arrived is not what left.
    """
    with source.open_current() as lease:
        generation = lease.generation()
        if generation.manifest.outdated:
            raise UsageError(f"{generation.manifest.outdated} Run pincite index before moving it")
        with target.writer():
            number = _publish(generation, target)
            arrived = target.open(number)
            before, after = contents_hash(generation), contents_hash(arrived.generation())
            if before != after:
                raise StorageFailed(
                    f"generation {number} holds something else than generation "
                    f"{generation.number}, from which it was made; keep using the old one"
                )
    manifest = arrived.manifest
    counts = manifest.documents, manifest.passages, manifest.sentences
    return Carried(generation.number, number, *counts, after)


def _publish(generation: HeldGeneration, target: Home) -> int:
    manifest = generation.manifest
    in_files = replace(
        manifest,
        passage_vectors=kind_for(manifest.passages, manifest.dimension),
        sentence_vectors=kind_for(manifest.sentences, manifest.dimension),
        trained_on=manifest.sentences,
        libraries=libraries(),
        segments=(),
        gone={},
        files={},
    )
    staging = target.stage()
    try:
        files = generation.store.files.all()
        whole = write_generation(staging, in_files, _segments(generation), files)
        return target.publish(staging, whole).number
    except BaseException:
        target.discard(staging)
        raise


def _segments(generation: HeldGeneration) -> Iterator[NewSegment]:
    """Yield the contents of a generation, divided as it is, or into parts of a usual size."""
    documents = _documents(generation)
    for rows in _parts(generation):
        # Each segment is written before the next is asked for.
        yield NewSegment(itertools.islice(documents, len(rows)), _vectors(generation, rows))


def _parts(generation: HeldGeneration) -> list[Rows]:
    """Return the rows of the documents of each part; one part of none where there are none."""
    live = generation.store.live
    if generation.segments:
        ends = np.array([segment.rows.stop for segment in generation.segments])
    else:
        passages, sentences = generation.store.firsts
        written = sentences[passages][1:]  # up to the end of each document
        ends = np.flatnonzero(np.diff(written // MOST, append=-1)) + 1
    parts = np.split(live, np.searchsorted(live, ends[:-1]))
    return [part for part in parts if len(part)] or [live]


def _documents(generation: HeldGeneration) -> Iterator[tuple[Document, list[Passage]]]:
    store = generation.store
    for row, document in zip(store.live.tolist(), store.all_documents(), strict=True):
        yield document, store.passages_at(row)


def _vectors(generation: HeldGeneration, documents: Rows) -> Iterator[VectorBlock]:
    """Yield the vectors of the passages of documents, given by their rows, ascending."""
    passages, _ = generation.store.firsts
    for run in np.split(documents, np.flatnonzero(np.diff(documents) != 1) + 1):
        if len(run):
            yield from _vectors_between(generation, *passages[[run[0], run[-1] + 1]].tolist())


def _vectors_between(generation: HeldGeneration, start: int, end: int) -> Iterator[VectorBlock]:
    """Yield the vectors of the passages in a range of rows."""
    store = generation.store
    for first in range(start, end, _AT_ONCE):
        rows = range(first, min(first + _AT_ONCE, end))
        outlines = store.outlines(rows)
        sentences = np.arange(*store.firsts[1][[first, rows[-1] + 1]])
        yield VectorBlock(
            generation.passages.take(np.array(rows)),
            generation.sentences.take(sentences),
            generation.words.take([(outlines.word_ranges[0][0], outlines.word_ranges[-1][1])]),
            outlines.words.tolist(),
        )


def contents_hash(generation: HeldGeneration) -> str:
    """Return what is equal for generations that hold the same, wherever they lie: a SHA-256.

    Vectors count in half precision, since the files of a large index keep no more.
    """
    digest = hashlib.sha256()
    store = generation.store
    for row, document in zip(store.live.tolist(), store.all_documents(), strict=True):
        digest.update(repr((document, store.passages_at(row))).encode(*_ANY_TEXT))
    for entry in generation.store.files.all():
        digest.update(repr(entry).encode(*_ANY_TEXT))
    # One hash for each kind of vectors: where blocks end depends on what lies between documents.
    kinds = [hashlib.sha256() for _ in range(4)]
    for block in _vectors(generation, generation.store.live):
        kinds[0].update(block.passages.astype("<f2").tobytes())
        kinds[1].update(block.sentences.astype("<f2").tobytes())
        kinds[2].update(block.words.tobytes())
        kinds[3].update(np.array(block.word_counts, "<u4").tobytes())
    for kind in kinds:
        digest.update(kind.digest())
    return digest.hexdigest()


_ANY_TEXT = ("utf-8", "surrogatepass")
