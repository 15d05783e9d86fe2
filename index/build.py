"""The ingest line: read, clean, split, reuse, encode, write, publish.

`build` makes the index equal to its roots: what is new is added, what changed is changed, what
is gone is removed, and what cannot be read keeps its last good text. Passages whose text did not
change keep their vectors. Nothing is visible before all of it is published.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from index.changes import compare, read_documents
from index.encoder import Encoder
from index.errors import GenerationDamaged, IndexMissing, NothingToIndex
from index.generation import Generation, write_generation
from index.generations import Generations
from index.manifest import Manifest
from index.readers import SUFFIXES
from index.readers.files import find_files
from index.records import Document, Failure, Passage, PassageText, PassageVectors
from index.report import BuildReport, Progress, Quiet
from index.resplit import split
from index.reuse import key_of, known_vectors

_BLOCK = 64  # passages encoded between two steps of the progress bar


@dataclass(frozen=True, slots=True)
class _Split:
    """A document, its passages, and how the encoder sees each."""

    document: Document
    passages: list[Passage]
    texts: list[PassageText]


def build(
    generations: Generations,
    encoder: Encoder,
    roots: Sequence[Path] | None = None,
    default_roots: Sequence[Path] = (),
    progress: Progress | None = None,
) -> BuildReport:
    """Make the index equal to `roots` (None: those of the last build, or `default_roots`).

    Raises UsageError for a root that does not exist, NothingToIndex if no document can be read,
    WriterBusy; then nothing is published.
    """
    progress = progress or Quiet()
    report = BuildReport()
    with report.timed("total"), generations.writer():
        before = _open_current(generations)
        if roots is None:
            roots = [Path(r) for r in before.manifest.roots] if before else default_roots
        found = find_files(roots, SUFFIXES)
        documents = read_documents(found, before, report, progress)
        if not documents:
            raise NothingToIndex(_nothing(roots, report.failed))
        compare(documents, before, report)
        names = tuple(str(root.resolve()) for root in roots)
        manifest = _manifest(names, encoder, documents)
        if before and _is_same(before.manifest, manifest) and not _has_changes(report):
            _copy_counts(before.manifest, report)
            return report
        usable = before if before and before.manifest.model == encoder.identity else None
        splits = _split(documents, usable, encoder, report, progress)
        vectors = _encode(splits, usable, encoder, report, progress)
        _publish(generations, manifest, splits, vectors, report, progress)
    return report


def _open_current(generations: Generations) -> Generation | None:
    try:
        return Generation.open_current(generations)
    except (IndexMissing, GenerationDamaged):
        # A damaged generation gives nothing to reuse; the new one replaces it.
        return None


def _has_changes(report: BuildReport) -> bool:
    return bool(report.added or report.changed or report.moved or report.removed)


def _is_same(old: Manifest, new: Manifest) -> bool:
    return (old.roots, old.model, old.limit) == (new.roots, new.model, new.limit)


def _manifest(
    roots: tuple[str, ...], encoder: Encoder, documents: Mapping[str, Document]
) -> Manifest:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    model, dimension, limit = encoder.identity, encoder.dimension, encoder.limit
    return Manifest(0, now, roots, model, dimension, limit, len(documents), 0, 0)


def _copy_counts(manifest: Manifest, report: BuildReport) -> None:
    report.generation = manifest.number
    report.documents, report.passages = manifest.documents, manifest.passages
    report.sentences = manifest.sentences


def _split(
    documents: Mapping[str, Document],
    before: Generation | None,
    encoder: Encoder,
    report: BuildReport,
    progress: Progress,
) -> list[_Split]:
    """Split what changed; where a version of the document is known, only around the changes."""
    splits = []
    progress.stage("split", len(documents))
    with report.timed("split"):
        for document in documents.values():
            old = before.store.document(document.document_id) if before else None
            if before and old:
                passages = before.store.passages_of(document.document_id)
                if old.text != document.text:
                    texts = [old.text[p.start : p.end] for p in passages]
                    passages = split(document.text, encoder.count_tokens, encoder.limit, texts)
            else:
                passages = split(document.text, encoder.count_tokens, encoder.limit)
            texts_seen = [PassageText.cut_from(document.text, passage) for passage in passages]
            splits.append(_Split(document, passages, texts_seen))
            progress.advance()
    return splits


def _encode(
    splits: list[_Split],
    before: Generation | None,
    encoder: Encoder,
    report: BuildReport,
    progress: Progress,
) -> list[PassageVectors]:
    """The vectors of all passages, in order: those known from before, the rest encoded."""
    texts = [text for split_ in splits for text in split_.texts]
    with report.timed("encode"):
        known = known_vectors(before, {key_of(text) for text in texts})
        new = {key: text for text in texts if (key := key_of(text)) not in known}
        progress.stage("encode", len(new))
        waiting = list(new.items())
        for start in range(0, len(waiting), _BLOCK):
            block = waiting[start : start + _BLOCK]
            vectors = encoder.encode_passages([text for _, text in block])
            known.update(zip((key for key, _ in block), vectors, strict=True))
            progress.advance(len(block))
    report.encoded = len(new)
    return [known[key_of(text)] for text in texts]


def _publish(
    generations: Generations,
    manifest: Manifest,
    splits: list[_Split],
    vectors: list[PassageVectors],
    report: BuildReport,
    progress: Progress,
) -> None:
    passages = np.stack([v.passage for v in vectors])
    sentences = np.concatenate([v.sentences for v in vectors])
    manifest = replace(manifest, passages=len(passages), sentences=len(sentences))
    progress.stage("write", 2)
    staging = generations.stage()
    try:
        with report.timed("write"):
            pairs = [(split_.document, split_.passages) for split_ in splits]
            write_generation(staging, pairs, passages, sentences)
        progress.advance()
        with report.timed("publish"):
            manifest = generations.publish(staging, manifest)
            generations.prune()
        progress.advance()
    except BaseException:
        generations.discard(staging)
        raise
    report.published = True
    _copy_counts(manifest, report)


def _nothing(roots: Sequence[Path], failed: list[Failure]) -> str:
    where = ", ".join(str(root) for root in roots)
    reasons = "".join(f"\n  {failure.path}: {failure.reason}" for failure in failed[:10])
    kinds = ", ".join(sorted(SUFFIXES))
    return f"nothing to index in {where}: no readable file ({kinds}){reasons}"
