"""The work of one build: why it is needed, its manifest, and the passages to encode."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.building.passages.resplit import NewPassage, SplitDocument
from index.building.passages.reuse import Contents
from index.building.passages.sharing import Sharing
from index.building.sources import Start
from index.encoder import Encoder
from index.generations.manifest import READING, SEGMENTS, Manifest, libraries
from index.originals import FileEntry
from index.roots import resolved, written
from index.storage.vectors import kind_for

# Encoded between two steps of the progress bar, and lost in a crash: about 60 passages.
BLOCK_CHARACTERS = 50_000
# Codes are made anew, of all vectors, once there are so many times the sentences they were made of.
_TRAINED_FOR = 4


@dataclass(frozen=True, slots=True)
class Job:
    """All that is known of a build before anything is encoded.

    manifest: of the next generation, without number and files. reason: why it is needed beside
    changed documents; "" for no other reason. contents: all that it is to hold. sharing: which
    segments hold it. new: the passages to encode, by key. files: what came of each file.
    """

    manifest: Manifest
    reason: str
    contents: Contents
    sharing: Sharing
    new: Mapping[bytes, NewPassage]
    files: Sequence[FileEntry]


def blocks_of(new: Mapping[bytes, NewPassage], times: int = 1) -> Iterator[dict[bytes, NewPassage]]:
    """Yield the passages to encode, by key, as many at a time as are encoded at once.

    times: how many times the usual size a block has.

    Passages of about equal length share a block, since the encoder joins those of exactly one
    length in one pass. The longest come first, so that the progress bar speeds up, not down.
    """
    block: dict[bytes, NewPassage] = {}
    characters = 0
    by_length = sorted(new.items(), key=lambda item: item[1].characters, reverse=True)
    for key, passage in by_length:
        block[key] = passage
        characters += passage.characters
        if characters >= times * BLOCK_CHARACTERS:
            yield block
            block, characters = {}, 0
    if block:
        yield block


def new_manifest(start: Start, encoder: Encoder) -> Manifest:
    """Return the manifest of the next generation, without number, files, counts and time."""
    before = start.before
    return Manifest(
        number=0,
        created_at="",
        roots=tuple(written(resolved(root)) for root in start.roots),
        model=encoder.identity,
        dimension=encoder.dimension,
        limit=encoder.limit,
        documents=0,
        passages=0,
        sentences=0,
        reading=READING,
        libraries=libraries(),
        tokens_per_second=before.manifest.tokens_per_second if before else 0.0,
        include=start.patterns.include,
        exclude=start.patterns.exclude,
    )


def counted(
    manifest: Manifest, documents: Sequence[SplitDocument], before: Manifest | None
) -> Manifest:
    """Return the manifest with the counts of all it holds, and how vectors are kept.

    before: of the generation before, if its vectors are of the same model.
    """
    passages = sum(split.counts[0] for split in documents)
    sentences = sum(split.counts[1] for split in documents)
    kinds = (before.passage_vectors, before.sentence_vectors) if before else (None, None)
    return replace(
        manifest,
        documents=len(documents),
        passages=passages,
        sentences=sentences,
        passage_vectors=kind_for(passages, manifest.dimension, kinds[0]),
        sentence_vectors=kind_for(sentences, manifest.dimension, kinds[1]),
        trained_on=sentences,
    )


def can_share(manifest: Manifest, before: Manifest) -> bool:
    """Whether a generation can share segments with the one before, which is of the same model."""
    kinds = before.passage_vectors, before.sentence_vectors
    return (
        not before.outdated
        and before.libraries == manifest.libraries
        and kinds == (manifest.passage_vectors, manifest.sentence_vectors)
        and manifest.sentences <= _TRAINED_FOR * before.trained_on
    )


def sharing_with(before: Manifest, sharing: Sharing, manifest: Manifest) -> Manifest:
    """Return the manifest with what it shares with the one before."""
    folders = {f"{SEGMENTS}/{name}" for name in sharing.shared}
    files = {name: file for name, file in before.files.items() if _folder(name) in folders}
    return replace(
        manifest,
        segments=tuple(sharing.shared),
        gone=dict(sharing.gone),
        files=files,
        trained_on=before.trained_on,
    )


def _folder(name: str) -> str:
    return "/".join(name.split("/")[:2])


def finished(manifest: Manifest, rate: float) -> Manifest:
    """Return the manifest of a generation that is about to be written.

    rate: of the encoder, in tokens a second; 0 if it was not measured.
    """
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return replace(manifest, created_at=now, tokens_per_second=rate or manifest.tokens_per_second)


def reason_to_build(start: Start, new: Manifest, current: int | None, files_are_known: bool) -> str:
    """Return why a generation is needed beside changed documents; "" if for no other reason.

    current: the number of the current generation, if it can be read. files_are_known: whether it
    knows of the files that were not plainly indexed what is known now.
    """
    if start.before is None or start.reason:
        return start.reason
    before = start.before.manifest
    if before.model != new.model:
        return (
            f"The model changed from {before.model} to {new.model}: every passage is encoded "
            f"again, and generation {before.number} answers until that is done."
        )
    if before.outdated or not before.is_split_for(new.limit):
        if before.outdated and before.is_split_for(new.limit):
            return "The format of the index changed: all of it is written anew."
        return "The rules of splitting changed: every document is split again."
    reasons = {
        "The folders changed.": before.roots != new.roots,
        "The patterns of the files to index changed.": (
            (before.include, before.exclude) != (new.include, new.exclude)
        ),
        "What came of the files changed.": not files_are_known,
        f"The current generation is damaged; generation {before.number} was the last whole one.": (
            current != before.number
        ),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")
