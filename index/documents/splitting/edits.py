"""Which passages of a document's earlier version an edit left where they were.

Filling passages from left to right would move every boundary behind an edit. Here the passages
of the version before stay where their text still stands between the same kinds of boundaries,
and only the text between them is filled anew: an edit changes the passages it touches and at
most one neighbour on each side. Boundaries chosen by content alone (a hash of the text near
them) keep that promise only for passages of some 75 tokens on average, and those find less.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

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

    def segments(self, span: Span) -> list[Segment]:
        """Return the sentences in `span`; one that reaches beyond it is clipped."""
        first = bisect_right(self._starts, span.start) - 1
        last = bisect_left(self._starts, span.end)
        return [self._clip(sentence, span) for sentence in self._sentences[first:last]]

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
    return _join_scraps(grid, list(_align(grid, Span(0, len(grid.text)), before)))


def _align(grid: SentenceGrid, span: Span, before: Sequence[str]) -> Iterator[Region]:
    """Yield the regions of `span`, with the passages of the version before found in order.

    They are sought from both ends, then from those in the middle that stand in the span exactly
    once (as patience diff does).
    """
    head, span, before = _match_head(grid, span, before)
    tail, span, before = _match_tail(grid, span, before)
    yield from head
    if span.start < span.end:
        anchor = _anchor(grid, span, before)
        if anchor is None:
            yield Region(span, kept=False, lost=before)
        else:
            number, region = anchor
            yield from _align(grid, Span(span.start, region.span.start), before[:number])
            yield region
            yield from _align(grid, Span(region.span.end, span.end), before[number + 1 :])
    yield from tail


def _match_head(
    grid: SentenceGrid, span: Span, before: Sequence[str]
) -> tuple[list[Region], Span, Sequence[str]]:
    """Return the passages that `span` begins with, the rest of it, and the passages left."""
    matched: list[Region] = []
    span = stripped(grid.text, span)
    for passage in before:
        here = Span(span.start, span.start + len(passage))
        if here.end > span.end or here.of(grid.text) != passage or not grid.allows(here):
            break
        matched.append(Region(here, kept=True))
        span = stripped(grid.text, Span(here.end, span.end))
    return matched, span, before[len(matched) :]


def _match_tail(
    grid: SentenceGrid, span: Span, before: Sequence[str]
) -> tuple[list[Region], Span, Sequence[str]]:
    """Return the passages that `span` ends with, the rest of it, and the passages left."""
    matched: list[Region] = []
    for passage in reversed(before):
        here = Span(span.end - len(passage), span.end)
        if here.start < span.start or here.of(grid.text) != passage or not grid.allows(here):
            break
        matched.append(Region(here, kept=True))
        span = stripped(grid.text, Span(span.start, here.start))
    return matched[::-1], span, before[: len(before) - len(matched)]


def _anchor(grid: SentenceGrid, span: Span, before: Sequence[str]) -> tuple[int, Region] | None:
    """Return the passage nearest the middle of `before` that stands in `span` exactly once."""
    middle = len(before) / 2
    for number in sorted(range(len(before)), key=lambda i: abs(i - middle)):
        if grid.text.count(before[number], span.start, span.end) == 1:
            start = grid.text.index(before[number], span.start, span.end)
            here = Span(start, start + len(before[number]))
            if grid.allows(here):
                return number, Region(here, kept=True)
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
