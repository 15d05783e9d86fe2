"""Carries the current generation from one home to another, and compares what arrived."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from index.errors import StorageFailed, UsageError
from index.generations.homes import HeldGeneration, Home
from index.generations.opened import VectorBlock, write_generation
from index.records import Document, Passage
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
        files={},
    )
    staging = target.stage()
    try:
        files = generation.store.files.all()
        contents = _documents(generation), _vectors(generation)
        write_generation(staging, in_files, *contents, files)
        return target.publish(staging, in_files).number
    except BaseException:
        target.discard(staging)
        raise


def _documents(generation: HeldGeneration) -> Iterator[tuple[Document, list[Passage]]]:
    for row, document in enumerate(generation.store.all_documents()):
        yield document, generation.store.passages_at(row)


def _vectors(generation: HeldGeneration) -> Iterator[VectorBlock]:
    store = generation.store
    for first in range(0, store.passages, _AT_ONCE):
        rows = range(first, min(first + _AT_ONCE, store.passages))
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
    for row, document in enumerate(generation.store.all_documents()):
        digest.update(repr((document, generation.store.passages_at(row))).encode(*_ANY_TEXT))
    for entry in generation.store.files.all():
        digest.update(repr(entry).encode(*_ANY_TEXT))
    for block in _vectors(generation):
        for vectors in (block.passages, block.sentences):
            digest.update(vectors.astype("<f2").tobytes())
        digest.update(block.words.tobytes())
        digest.update(np.array(block.word_counts, "<u4").tobytes())
    return digest.hexdigest()


_ANY_TEXT = ("utf-8", "surrogatepass")
