"""Which passages of a document's earlier version an edit left where they were.

Filling passages from left to right would move every boundary behind an edit. Here the passages
of the version before stay where their text still stands between the same kinds of boundaries,
and only the text between them is filled anew: an edit changes the passages it touches and at
most one neighbour on each side. Boundaries chosen by content alone (a hash of the text near
them) keep that promise only for passages of some 75 tokens on average, and those find less.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.documents.splitting.places import Places
from index.documents.splitting.sentences import CountTokens, Segment, sentence_segments, stripped
from index.languages.telling import Languages
from index.records import Block, Span

_SCRAP = 60  # tokens; a new passage this small joins a neighbour that has room


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text: a passage of the version before, or text to fill anew.

    lost: the passages of the version before that stood in place of text to fill anew.
    """

    span: Span
    kept: bool
    lost: Sequence[str] = ()


class SentenceGrid:
    """The sentences of a text, and where passages may begin and end among them."""

    def __init__(
        self,
        text: str,
        blocks: Sequence[Block],
        languages: Languages,
        count_tokens: CountTokens,
        limit: int,
    ) -> None:
        self.text, self.limit, self._count_tokens = text, limit, count_tokens
        self._sentences = sentence_segments(text, blocks, languages, count_tokens)
        cores = [stripped(text, Span(s.start, s.end)) for s in self._sentences]
        self._begins = {core.start for core in cores}
        self._ends = {core.end for core in cores}
        self._starts = [sentence.start for sentence in self._sentences]

    def allows(self, span: Span) -> bool:
        """Whether a passage may stand there: between sentences, or inside one that is too long."""
        return (span.start in self._begins or self._in_long(span.start)) and (
            span.end in self._ends or self._in_long(span.end)
        )

    def _in_long(self, position: int) -> bool:
        sentence = self._sentences[bisect_right(self._starts, position) - 1]
        return sentence.tokens > self.limit

    def places(self, span: Span, passages: Mapping[int, str]) -> Places:
        """Return where in `span` these passages stand, of the positions that are allowed."""
        begins = (begin for begin in self._begins if span.start <= begin < span.end)
        long = (
            Span(max(sentence.start, span.start), min(sentence.end, span.end))
            for sentence in self._within(span)
            if sentence.tokens > self.limit
        )
        return Places(self.text, passages, begins, long)

    def _within(self, span: Span) -> Sequence[Segment]:
        """Return the sentences that have a part in `span`."""
        first = bisect_right(self._starts, span.start) - 1
        return self._sentences[first : bisect_left(self._starts, span.end)]

    def segments(self, span: Span) -> list[Segment]:
        """Return the sentences in `span`; one that reaches beyond it is clipped."""
        return [self._clip(sentence, span) for sentence in self._within(span)]

    def _clip(self, sentence: Segment, span: Span) -> Segment:
        start, end = max(sentence.start, span.start), min(sentence.end, span.end)
        if (start, end) == (sentence.start, sentence.end):
            return sentence
        [tokens] = self._count_tokens([self.text[start:end]])
        mark = max(0, sentence.start + sentence.mark - start)
        mark = mark if start + mark < end else 0
        return replace(sentence, start=start, end=end, tokens=tokens, mark=mark)

    def tokens(self, span: Span) -> int:
        """Return how many tokens the sentences in `span` have together."""
        return sum(segment.tokens for segment in self.segments(span))


def regions(grid: SentenceGrid, before: Sequence[str]) -> list[Region]:
    """Part the whole text into passages that stay and stretches to fill anew, in order.

    before: the texts of the passages of the version before, in order.
    """
    return _join_scraps(grid, list(_Alignment(grid, before).regions()))


class _Alignment:
    """The passages of the version before, found again in the order that they had.

    They are sought from both ends, then from those in the middle that stand in the span exactly
    once (as patience diff does). Spans and numbers tell what is left, since copies of it would cost
    as much as the whole document for each passage.
    """

    def __init__(self, grid: SentenceGrid, before: Sequence[str]) -> None:
        self._grid, self._before = grid, before
        self._places: Places | None = None

    def regions(self) -> Iterator[Region]:
        """Yield the regions of the whole text."""
        yield from self._align(Span(0, len(self._grid.text)), range(len(self._before)))

    def _align(self, span: Span, numbers: range) -> Iterator[Region]:
        """Yield the regions of `span`. numbers: of the passages that may stand in it."""
        head, span, numbers = self._match_head(span, numbers)
        tail, span, numbers = self._match_tail(span, numbers)
        yield from head
        if span.start < span.end:
            anchor = self._anchor(span, numbers)
            if anchor is None:
                lost = self._before[numbers.start : numbers.stop]
                yield Region(span, kept=False, lost=lost)
            else:
                number, here = anchor
                yield from self._align(Span(span.start, here.start), range(numbers.start, number))
                yield Region(here, kept=True)
                yield from self._align(Span(here.end, span.end), range(number + 1, numbers.stop))
        yield from tail

    def _match_head(self, span: Span, numbers: range) -> tuple[list[Region], Span, range]:
        """Return the passages that `span` begins with, the rest of it, and the passages left."""
        text, matched = self._grid.text, list[Region]()
        span = stripped(text, span)
        for number in numbers:
            here = Span(span.start, span.start + len(self._before[number]))
            stands = text.startswith(self._before[number], span.start, span.end)
            if not stands or not self._grid.allows(here):
                break
            matched.append(Region(here, kept=True))
            span = stripped(text, Span(here.end, span.end))
        return matched, span, numbers[len(matched) :]

    def _match_tail(self, span: Span, numbers: range) -> tuple[list[Region], Span, range]:
        """Return the passages that `span` ends with, the rest of it, and the passages left."""
        text, matched = self._grid.text, list[Region]()
        for number in reversed(numbers):
            here = Span(span.end - len(self._before[number]), span.end)
            stands = text.endswith(self._before[number], span.start, span.end)
            if not stands or not self._grid.allows(here):
                break
            matched.append(Region(here, kept=True))
            span = stripped(text, Span(span.start, here.start))
        return matched[::-1], span, numbers[: len(numbers) - len(matched)]

    def _anchor(self, span: Span, numbers: range) -> tuple[int, Span] | None:
        """Return the passage nearest the middle that stands in `span` exactly once, and where."""
        if not numbers:
            return None
        if self._places is None:  # all others are sought among these passages, in this span
            self._places = self._grid.places(span, {n: self._before[n] for n in numbers})
        for number in self._places.from_middle(numbers):
            here = self._places.only_one(number, span)
            if here is not None and self._grid.allows(here):
                return number, here
        return None


def _join_scraps(grid: SentenceGrid, parts: list[Region]) -> list[Region]:
    """Let text too short for a passage of its own join the passage before or after it.

    A neighbour whose boundary the edit removed, though the edit did not touch the neighbour itself,
    is the one neighbour that may change on that side: then no other joins.
    """
    joined: list[Region] = []
    waiting = parts[::-1]
    while waiting:
        region = waiting.pop()
        if not region.kept and grid.tokens(region.span) < _SCRAP:
            text, lost = region.span.of(grid.text), region.lost
            # In text that repeats, the edit may have been where a kept passage now stands: then
            # what is left of a lost one is all that may change on that side.
            at_start = lost and (text.startswith(lost[0]) or lost[0].startswith(text))
            at_end = lost and (text.endswith(lost[-1]) or lost[-1].endswith(text))
            left = joined[-1] if joined and not at_start else None
            right = waiting[-1] if waiting and not at_end else None
            if left and left.kept and _fits(grid, left.span, region.span):
                region = Region(Span(joined.pop().span.start, region.span.end), kept=False)
            elif right and right.kept and _fits(grid, region.span, right.span):
                region = Region(Span(region.span.start, waiting.pop().span.end), kept=False)
        joined.append(region)
    return joined


def _fits(grid: SentenceGrid, first: Span, second: Span) -> bool:
    """Whether both spans fit into one passage."""
    return grid.tokens(first) + grid.tokens(second) <= grid.limit
