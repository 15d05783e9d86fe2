"""A thorough check of one generation: every hash, count and offset, and sampled searches."""

from collections.abc import Iterator

import numpy as np

from index.documents.shape import blocks_of_lines
from index.documents.splitting.context import with_contexts
from index.errors import GenerationDamaged
from index.generations.homes import FolderLease, HeldGeneration
from index.generations.opened import Generation, check_counts
from index.generations.soundness.sound_clusters import wrong_clusters
from index.generations.soundness.sound_shapes import wrong_shapes
from index.records import Document, Passage, Span
from index.seam.held_texts import Texts
from index.storage.words.analysis import terms

_SAMPLES = 50  # passages that are searched for
_MOST_NAMED = 20  # problems


def verify(lease: FolderLease) -> list[str]:
    """Return a message for each problem of a generation; none if it is whole."""
    manifest = lease.manifest
    try:
        manifest.check_files(lease.folder)
        manifest.check_links(lease.folder)
        check_counts(lease.folder, lease.segments, manifest)
        generation = Generation(lease)
    except GenerationDamaged as error:
        return [str(error)]
    return problems_in(generation)


def problems_in(generation: HeldGeneration) -> list[str]:
    """Return a message for each wrong offset, shape and context, and for what is not found.

    Reads all texts, wherever the generation lies.
    """
    manifest = generation.manifest
    wrong = [*_wrong_offsets(generation), *wrong_shapes(generation.store)]
    if not wrong and not manifest.outdated:
        wrong += [*_wrong_contexts(generation.store), *wrong_clusters(generation.store)]
    wrong += _wrong_searches(generation)
    more = [f"and {len(wrong) - _MOST_NAMED} more"] if len(wrong) > _MOST_NAMED else []
    return wrong[:_MOST_NAMED] + more


def _wrong_offsets(generation: HeldGeneration) -> Iterator[str]:
    """Yield the passages that are out of order, lose text, or do not hold their sentences."""
    for row, document in _by_row(generation.store):
        end = 0
        for passage in generation.store.passages_at(row):
            where = f"{document.document_id}, characters {passage.start} to {passage.end}"
            if document.text[end : passage.start].strip() or passage.start < end:
                yield f"{where}: text is lost or doubled before this passage"
            if not _is_sound(passage, document):
                yield f"{where}: its sentences do not lie in it"
            end = passage.end
        if document.text[end:].strip():
            yield f"{document.document_id}: its text after character {end} is in no passage"


def _by_row(store: Texts) -> Iterator[tuple[int, Document]]:
    return zip(store.live.tolist(), store.all_documents(), strict=True)


def _is_sound(passage: Passage, document: Document) -> bool:
    """Whether a passage lies in its document, and its sentences lie in it, in order."""
    last = Span(passage.start, passage.start)
    for sentence in passage.sentences:
        if not last.end <= sentence.start < sentence.end <= passage.end:
            return False
        last = sentence
    return bool(passage.sentences) and passage.end <= len(document.text)


def _wrong_contexts(store: Texts) -> Iterator[str]:
    """Yield the documents whose sentences do not stand under what their blocks say."""
    for row, document in _by_row(store):
        passages, text = store.passages_at(row), document.text
        blocks = document.shape.blocks or blocks_of_lines(text)
        if passages != with_contexts(text, blocks, passages):
            yield f"{document.document_id}: what its sentences stand under is not as its blocks say"


def _wrong_searches(generation: HeldGeneration) -> Iterator[str]:
    """Yield the sampled passages that a search by their own vector or words does not find."""
    total = len(generation.passages)
    passages, _ = generation.store.firsts
    live = generation.store.live
    rows_of = np.concatenate([np.arange(*passages[[row, row + 1]]) for row in live] or [live])
    for row in rows_of[np.linspace(0, len(rows_of) - 1, min(_SAMPLES, len(rows_of)), dtype=int)]:
        stored = generation.store.passage(int(row))
        where = f"{stored.document.document_id}, characters {stored.passage.start} on"
        [vector] = generation.passages.take(np.array([row]))
        _, scores = generation.passages.search(vector, 1)
        length = float(np.linalg.norm(vector))
        if abs(length - 1) > 1e-3 or scores[0] < length * length - 1e-3:
            yield f"{where}: its vector does not find it"
        rows, _ = generation.lexicon.search(stored.text, total)
        if terms(stored.text, stored.passage.language) and row not in rows:
            yield f"{where}: its words do not find it"
