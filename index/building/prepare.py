"""What a build has to do: everything up to the encoder, and nothing that changes the disk."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.building.changes import clean_corpus, compare, read_documents
from index.building.report import BuildReport, ProgressListener
from index.building.reuse import AtHand, New, Split, rows_of
from index.building.unfinished import Unfinished
from index.documents.files import find_files
from index.documents.formats import SUFFIXES
from index.documents.split import split
from index.encoder import Encoder
from index.errors import (
    GenerationDamaged,
    GenerationOutdated,
    IndexMissing,
    NothingToIndex,
    UsageError,
)
from index.generations.manifest import Manifest
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.records import Document, RawDocument, UnreadFile
from index.storage.texts_records import Version
from index.storage.vectors import kind_for


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
    manifest: of the generation to be, but for its number and files. new: what is to be encoded, by
    key; its vectors are looked for among those at hand when all is written.
    """

    manifest: Manifest
    needed: bool
    reason: str
    splits: list[Split]
    at_hand: AtHand
    new: dict[bytes, New]


def prepare(
    generations: Generations,
    encoder: Encoder,
    sources: Sources,
    unfinished: Unfinished,
    report: BuildReport,
    progress: ProgressListener,
) -> Job:
    """Everything up to the encoder: the job is small where little changed."""
    before, sources, reason = _start(generations, sources)
    if sources.corpus is not None:
        roots: Sequence[Path] = ()
        documents = clean_corpus(sources.corpus, report)
    else:
        roots = _roots(sources, before)
        documents = read_documents(find_files(roots, SUFFIXES), before, report, progress)
    if not documents:
        raise NothingToIndex(_nothing(roots, report.failed))
    old = before.store.versions() if before else {}
    compare(documents, old, report)
    manifest = _manifest(roots, encoder, documents, before)
    reason = reason or _other_reason(before, manifest, generations)
    if before and not reason and not report.changes:
        report.holds(before.manifest)
        return Job(before.manifest, False, "", [], AtHand(None, {}, unfinished), {})
    # Vectors of another model, and passages cut to its window, are of no use to this one.
    usable = before if before and before.manifest.model == encoder.identity else None
    same_rules = usable if usable and _same_rules(usable.manifest, manifest) else None
    splits = _split(documents, old, same_rules, encoder, report, progress)
    anew = {key: place for split_ in splits for key, place in split_.places()}
    with report.timed("encode"):
        at_hand = AtHand(usable, rows_of(anew, usable) if usable else {}, unfinished)
    known = at_hand.rows.keys() | unfinished.keys()
    new = {key: place for key, place in anew.items() if key not in known}
    return Job(_counted(manifest, splits), True, reason, splits, at_hand, new)


def _counted(manifest: Manifest, splits: Sequence[Split]) -> Manifest:
    """With how much the generation will hold, and how its vectors are kept."""
    counts = [split_.counts for split_ in splits]
    passages, sentences = map(sum, zip(*counts, strict=True))
    return replace(
        manifest,
        passages=passages,
        sentences=sentences,
        passage_vectors=kind_for(passages, manifest.dimension),
        sentence_vectors=kind_for(sentences, manifest.dimension),
    )


def _roots(sources: Sources, before: Generation | None) -> Sequence[Path]:
    if sources.roots is not None:
        return sources.roots
    return [Path(root) for root in before.manifest.roots] if before else sources.default_roots


def _start(generations: Generations, sources: Sources) -> tuple[Generation | None, Sources, str]:
    """The generation to start from, the current one or the last whole one before it; what to
    index; and, where an index that cannot be read is made anew, a word of that.
    """
    named = sources.roots is not None or sources.corpus is not None
    try:
        lease, _ = generations.open_good()
    except IndexMissing:
        return None, sources, ""
    except GenerationOutdated as error:
        roots = [Path(root) for root in error.roots]
        reason = "The index is of another version of Pincite: everything is made anew."
        return None, sources if named else replace(sources, roots=roots), reason
    except GenerationDamaged as error:
        if not named:
            raise UsageError(f"{error}. The folders it was made of are not known") from error
        return None, sources, ""
    return Generation(lease), sources, ""


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
            f"The model changed from {old.model} to {new.model}: every passage is "
            f"encoded anew, and generation {old.number} answers until that is done."
        )
    if (old.limit, old.splitting) != (new.limit, new.splitting):
        return "The rules of splitting changed: every document is split anew."
    if old.roots != new.roots:
        return "The folders changed."
    if generations.current_number() != old.number:
        return f"The current generation is damaged; generation {old.number} was the last good one."
    return ""


def _same_rules(old: Manifest, new: Manifest) -> bool:
    """Whether passages would be cut today as they were then."""
    return (old.limit, old.splitting) == (new.limit, new.splitting)


def _split(
    documents: Mapping[str, Document],
    old: Mapping[str, Version],
    before: Generation | None,
    encoder: Encoder,
    report: BuildReport,
    progress: ProgressListener,
) -> list[Split]:
    """Split what changed; where a version of the document is known, only around the changes.

    before: the generation of the `old` versions, if its passages are of use.
    """
    splits = []
    moved = {version.sha256: version for version in old.values()}
    progress.stage("split", len(documents))
    with report.timed("split"):
        for name, document in documents.items():
            # The version before: of that id, else, where a file was moved, of the same text.
            version = old.get(name) or moved.get(document.sha256)
            if before is None or version is None:
                splits.append(_split_anew(document, encoder))
            elif version.sha256 == document.sha256:
                splits.append(Split(document, version))
            else:
                splits.append(_split_anew(document, encoder, before.store.texts_at(version.row)))
            progress.advance()
    return splits


def _split_anew(document: Document, encoder: Encoder, before: Sequence[str] = ()) -> Split:
    passages = split(document.text, encoder.count_tokens, encoder.limit, before)
    return Split.anew(document, passages)


def _nothing(roots: Sequence[Path], failed: list[UnreadFile]) -> str:
    where = ", ".join(str(root) for root in roots)
    reasons = "".join(f"\n  {failure.path}: {failure.reason}" for failure in failed[:10])
    kinds = ", ".join(sorted(SUFFIXES))
    return f"nothing to index in {where}: no readable file ({kinds}){reasons}"
