"""Which segments the next generation shares with the one before, and what new ones hold.

A segment is shared if all its documents stay as they are. The documents of others, and new ones,
are written anew. So that segments do not grow ever more numerous, small ones are written anew with
them: each that holds no more than is written anyway (the logarithmic method of Bentley and Saxe,
"Decomposable searching problems I", 1980). A document is thus written again about once each time
that the documents which came after it have doubled.

A few documents that change all over a large index would so have all of it written. Where it is too
much, a segment is shared without them: they are gone from the generation, though the segment holds
their earlier editions until it is written anew. That is as soon as an eighth of it is gone; each
build does it for a few more; and `clean` does it for all. What was removed is never left so: its
segment is written anew at once, and so is each that holds an earlier edition of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.building.passages.resplit import SplitDocument
from index.generations.homes import HeldGeneration
from index.generations.segments import MOST
from index.storage.texts_records import Version

FEW = 2_048  # sentences; that many are written in a moment
_MOST_GONE = 1 / 8  # of the sentences of a segment


@dataclass(frozen=True, slots=True)
class Sharing:
    """What the next generation is made of.

    shared: the names of segments of the generation before, in order. gone: the documents that these
    hold and it does not, by their rows in the segment, of each segment that has any. new: the
    documents of each new segment, in order of their ids; an index of no documents has one segment,
    too.
    """

    shared: Sequence[str]
    gone: Mapping[str, list[int]]
    new: Sequence[Sequence[SplitDocument]]


@dataclass(frozen=True, slots=True)
class _OldSegment:
    """A segment of the generation before, and which of its documents stay as they are.

    gone: the rows in it of those that were gone already, and of those that go now. sentences: of
    those that stay. share_gone: of all sentences. removed: whether what goes is nowhere else.
    """

    name: str
    documents: Sequence[SplitDocument]
    gone: list[int]
    sentences: int
    share_gone: float
    removed: bool


def share(
    documents: Sequence[SplitDocument],
    old: Mapping[str, Version],
    before: HeldGeneration | None,
) -> Sharing:
    """Divide the documents of the next generation.

    documents: all, in order of their ids. old: those of the generation before, by id. before: that
    generation; None if nothing of it can be shared.
    """
    kept = list(_segments_of(before, documents, old)) if before else []
    to_clean = [one for one in kept if one.removed or one.share_gone > _MOST_GONE]
    to_clean += _a_few([one for one in kept if one.gone and one not in to_clean])
    shared = [one for one in kept if one not in to_clean]
    stay = {split.document.document_id for one in shared for split in one.documents}
    rest = [split for split in documents if split.document.document_id not in stay]
    if rest:
        sentences = _sentences(rest)
        for one in sorted(shared, key=lambda segment: segment.sentences):
            if one.sentences > min(max(sentences, FEW), MOST // 2):
                break
            rest += one.documents
            sentences += one.sentences
            shared.remove(one)
        rest.sort(key=lambda split: split.document.document_id)
    new = list(divided(rest))
    gone = {one.name: one.gone for one in shared if one.gone}
    return Sharing([one.name for one in shared], gone, new if new or shared else [[]])


def _a_few(segments: Sequence[_OldSegment]) -> list[_OldSegment]:
    """Return those of segments with gone documents that together are written in a moment.

    Those come first of which most is gone.
    """
    few: list[_OldSegment] = []
    for one in sorted(segments, key=lambda segment: -segment.share_gone):
        if sum(other.sentences for other in few) + one.sentences <= MOST:
            few.append(one)
    return few


def _segments_of(
    before: HeldGeneration, documents: Sequence[SplitDocument], old: Mapping[str, Version]
) -> Iterator[_OldSegment]:
    unchanged = _unchanged_by_row(documents, old)
    names = {split.document.document_id for split in documents}
    texts = {split.document.sha256 for split in documents}
    lost = {
        version.row: name not in names and version.sha256 not in texts
        for name, version in old.items()
        if version.row not in unchanged
    }
    # Of what was removed now, earlier editions may be left from before, under other names too.
    lost |= {
        row: edition.document_id not in names and edition.sha256 not in texts
        for row, edition in before.store.gone().items()
    }
    for segment in before.segments:
        rows = segment.rows
        stay = [unchanged[row] for row in rows if row in unchanged]
        sentences = _sentences(stay)
        yield _OldSegment(
            segment.name,
            stay,
            [row - rows.start for row in rows if row not in unchanged],
            sentences,
            1 - sentences / max(segment.sentences, 1),
            any(lost.get(row, False) for row in rows),
        )


def _unchanged_by_row(
    documents: Sequence[SplitDocument], old: Mapping[str, Version]
) -> dict[int, SplitDocument]:
    """Return the documents that are as they were, by their rows in the generation before."""
    by_row = {}
    for split in documents:
        version = old.get(split.document.document_id)
        if version and split.kept == version and version.is_of(split.document):
            by_row[version.row] = split
    return by_row


def divided(documents: Sequence[SplitDocument]) -> Iterator[Sequence[SplitDocument]]:
    """Divide documents into segments of about equal size.

    None holds more than MOST sentences, unless it is of one document.
    """
    total = _sentences(documents)
    count = -(-total // MOST)  # rounded up
    segment: list[SplitDocument] = []
    written = ended = before = 0
    for split in documents:
        size = split.counts[1]
        is_full = written + size - before > MOST
        if segment and (is_full or (ended + 1) * total < (written + size) * count):
            yield segment
            segment, before = [], written
            ended = max(ended + 1, written * count // total)
        segment.append(split)
        written += size
    if segment:
        yield segment


def _sentences(documents: Sequence[SplitDocument]) -> int:
    return sum(split.counts[1] for split in documents)
