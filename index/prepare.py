"""What a build has to do: everything up to the encoder, and nothing that changes the disk."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.changes import clean_corpus, compare, read_documents
from index.encoder import Encoder
from index.errors import GenerationDamaged, IndexMissing, NothingToIndex, UsageError
from index.generation import Gathered, Generation
from index.generations import Generations
from index.manifest import Manifest
from index.readers import SUFFIXES
from index.readers.files import find_files
from index.records import Document, Failure, PassageText, PassageVectors, RawDocument
from index.report import BuildReport, Progress
from index.resplit import split
from index.reuse import Contents, Split, kept_vectors, known_vectors
from index.store import StoredPassage
from index.unfinished import Unfinished


@dataclass(frozen=True, slots=True)
class Sources:
    """What to index: files, or documents that lie in none.

    roots: None stands for those of the last build, or for `default_roots` where there is none.
    """

    roots: Sequence[Path] | None = None
    default_roots: Sequence[Path] = ()
    corpus: Iterable[RawDocument] | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """All that is known before anything is encoded.

    needed: whether a generation is to be made at all; reason: why, beside changed documents.
    kept: the vectors of the passages that are kept, in order.
    known, new: of the other passages, by key, the vectors at hand and what there is to encode.
    """

    manifest: Manifest
    needed: bool
    reason: str
    kept: Gathered | None
    splits: list[Split]
    known: dict[bytes, PassageVectors]
    new: dict[bytes, PassageText]


def prepare(
    generations: Generations,
    encoder: Encoder,
    sources: Sources,
    unfinished: Unfinished,
    report: BuildReport,
    progress: Progress,
) -> Job:
    """Everything up to the encoder: the job is small where little changed."""
    before = _open_good(generations, sources)
    if sources.corpus is not None:
        roots: Sequence[Path] = ()
        documents = clean_corpus(sources.corpus, report)
    else:
        roots = _roots(sources, before)
        documents = read_documents(find_files(roots, SUFFIXES), before, report, progress)
    if not documents:
        raise NothingToIndex(_nothing(roots, report.failed))
    compare(documents, before, report)
    manifest = _manifest(roots, encoder, documents, before)
    reason = _other_reason(before, manifest, generations)
    if before and not reason and not report.changes:
        report.holds(before.manifest)
        return Job(before.manifest, False, "", None, [], {}, {})
    # Vectors of another model, and passages cut to its window, are of no use to this one.
    usable = before if before and before.manifest.model == encoder.identity else None
    contents = list(usable.store.contents()) if usable else []
    splits = _split(
        documents, _if_same_rules(contents, before, manifest), encoder, report, progress
    )
    texts = {k: text for s in splits for k, text in zip(s.keys, s.texts, strict=True)}
    with report.timed("encode"):
        known = known_vectors(usable, contents, texts)
        kept = kept_vectors(splits, usable) if usable else None
        known.update((key, unfinished.known[key]) for key in texts.keys() & unfinished.known.keys())
    new = {key: text for key, text in texts.items() if key not in known}
    return Job(manifest, True, reason, kept, splits, known, new)


def _roots(sources: Sources, before: Generation | None) -> Sequence[Path]:
    if sources.roots is not None:
        return sources.roots
    return [Path(root) for root in before.manifest.roots] if before else sources.default_roots


def _open_good(generations: Generations, sources: Sources) -> Generation | None:
    """The generation to start from: the current one, or the last whole one before it."""
    try:
        lease, _ = generations.open_good()
    except IndexMissing:
        return None
    except GenerationDamaged as error:
        if sources.roots is None and sources.corpus is None:
            raise UsageError(f"{error}. The folders it was made of are not known") from error
        return None
    return Generation(lease)


def _manifest(
    roots: Sequence[Path],
    encoder: Encoder,
    documents: Mapping[str, Document],
    before: Generation | None,
) -> Manifest:
    return Manifest(
        number=0,
        created_at=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        roots=tuple(str(root.resolve()) for root in roots),
        model=encoder.identity,
        dimension=encoder.dimension,
        limit=encoder.limit,
        documents=len(documents),
        passages=0,
        sentences=0,
        tokens_per_second=before.manifest.tokens_per_second if before else 0.0,
    )


def _other_reason(before: Generation | None, new: Manifest, generations: Generations) -> str:
    """Why a new generation is needed though no document changed; empty if it is not."""
    if before is None:
        return ""
    old = before.manifest
    if old.model != new.model:
        return (
            f"The model changed from {old.model.name} to {new.model.name}: every passage is "
            f"encoded anew, and generation {old.number} answers until that is done."
        )
    if (old.limit, old.splitting) != (new.limit, new.splitting):
        return "The rules of splitting changed: every document is split anew."
    if old.roots != new.roots:
        return "The folders changed."
    if generations.current_number() != old.number:
        return f"The current generation is damaged; generation {old.number} was the last good one."
    return ""


def _if_same_rules(contents: Contents, before: Generation | None, new: Manifest) -> Contents:
    """The passages of before, if they would be cut today as they were then."""
    old = before.manifest if before else new
    return contents if (old.limit, old.splitting) == (new.limit, new.splitting) else ()


def _split(
    documents: Mapping[str, Document],
    contents: Contents,
    encoder: Encoder,
    report: BuildReport,
    progress: Progress,
) -> list[Split]:
    """Split what changed; where a version of the document is known, only around the changes."""
    splits = []
    old = {document.document_id: (document, stored) for document, stored in contents}
    moved = {document.sha256: name for name, (document, _) in old.items()}
    progress.stage("split", len(documents))
    with report.timed("split"):
        for name, document in documents.items():
            # The version before: of that id, else, where a file was moved, of the same text.
            version = old.get(name) or old.get(moved.get(document.sha256, ""))
            splits.append(_split_one(document, version, encoder))
            progress.advance()
    return splits


def _split_one(
    document: Document, old: tuple[Document, list[StoredPassage]] | None, encoder: Encoder
) -> Split:
    if old and old[0].text == document.text:
        return Split.keep(document, old[1])
    texts = [stored.text for stored in old[1]] if old else []
    return Split.anew(document, split(document.text, encoder.count_tokens, encoder.limit, texts))


def _nothing(roots: Sequence[Path], failed: list[Failure]) -> str:
    where = ", ".join(str(root) for root in roots)
    reasons = "".join(f"\n  {failure.path}: {failure.reason}" for failure in failed[:10])
    kinds = ", ".join(sorted(SUFFIXES))
    return f"nothing to index in {where}: no readable file ({kinds}){reasons}"
