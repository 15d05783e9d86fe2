"""Splitting a document that was split before: what did not change keeps its passages.

Filling passages from left to right would move every boundary behind an edit. Here the passages
of the version before stay where their text still stands between the same kinds of boundaries,
and only the text between them is filled anew: an edit changes the passages it touches and at
most one neighbour on each side. Boundaries chosen by content alone (a hash of the text near
them) keep that promise only for passages of some 75 tokens on average, and those find less.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.documents.sentences import (
    CountTokens,
    Piece,
    as_passage,
    fill,
    sentence_pieces,
    stripped,
)
from index.records import Passage, Span

_SCRAP = 60  # tokens; a new passage this small joins a neighbour that has room


@dataclass(frozen=True, slots=True)
class _Region:
    """A stretch of the text: a passage of the version before, or text to fill anew.

    lost: the passages of the version before that stood in place of text to fill anew.
    """

    span: Span
    kept: bool
    lost: Sequence[str] = ()


def split(
    text: str, count_tokens: CountTokens, limit: int, before: Sequence[str] = ()
) -> list[Passage]:
    """Split `text` into passages of at most `limit` tokens, in order.

    before: the passages of an earlier version of this document, in order; none for a new one.
    """
    grid = _Grid(text, count_tokens, limit)
    passages: list[Passage] = []
    for region in _join_scraps(grid, list(_align(grid, Span(0, len(text)), before))):
        pieces = grid.cut(region.span)
        if not region.kept:
            passages += fill(text, pieces, count_tokens, limit)
        elif kept := as_passage(text, pieces):
            passages.append(kept)
    return passages


class _Grid:
    """The sentences of a text, and where passages may begin and end among them."""

    def __init__(self, text: str, count_tokens: CountTokens, limit: int) -> None:
        self.text, self.limit, self._count_tokens = text, limit, count_tokens
        self._pieces = sentence_pieces(text, count_tokens)
        cores = [stripped(text, Span(piece.start, piece.end)) for piece in self._pieces]
        self._begins = {core.start for core in cores}
        self._ends = {core.end for core in cores}
        self._starts = [piece.start for piece in self._pieces]

    def allows(self, span: Span) -> bool:
        """Whether a passage may stand there: between sentences, or inside one that is too long."""
        return (span.start in self._begins or self._in_long(span.start)) and (
            span.end in self._ends or self._in_long(span.end)
        )

    def _in_long(self, position: int) -> bool:
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        return piece.tokens > self.limit

    def cut(self, span: Span) -> list[Piece]:
        """The sentences in `span`; one that reaches beyond it is clipped."""
        first = bisect_right(self._starts, span.start) - 1
        last = bisect_left(self._starts, span.end)
        return [self._clip(piece, span) for piece in self._pieces[first:last]]

    def _clip(self, piece: Piece, span: Span) -> Piece:
        start, end = max(piece.start, span.start), min(piece.end, span.end)
        if (start, end) == (piece.start, piece.end):
            return piece
        [tokens] = self._count_tokens([self.text[start:end]])
        return replace(piece, start=start, end=end, tokens=tokens)

    def tokens(self, span: Span) -> int:
        return sum(piece.tokens for piece in self.cut(span))


def _align(grid: _Grid, span: Span, before: Sequence[str]) -> Iterator[_Region]:
    """Find the passages of the version before in `span`, in order: from both ends, then from
    the ones in the middle that stand in it exactly once (as patience diff does).
    """
    head, span, before = _match_head(grid, span, before)
    tail, span, before = _match_tail(grid, span, before)
    yield from head
    if span.start < span.end:
        anchor = _anchor(grid, span, before)
        if anchor is None:
            yield _Region(span, kept=False, lost=before)
        else:
            number, region = anchor
            yield from _align(grid, Span(span.start, region.span.start), before[:number])
            yield region
            yield from _align(grid, Span(region.span.end, span.end), before[number + 1 :])
    yield from tail


def _match_head(
    grid: _Grid, span: Span, before: Sequence[str]
) -> tuple[list[_Region], Span, Sequence[str]]:
    found: list[_Region] = []
    span = stripped(grid.text, span)
    for old in before:
        here = Span(span.start, span.start + len(old))
        if here.end > span.end or here.of(grid.text) != old or not grid.allows(here):
            break
        found.append(_Region(here, kept=True))
        span = stripped(grid.text, Span(here.end, span.end))
    return found, span, before[len(found) :]


def _match_tail(
    grid: _Grid, span: Span, before: Sequence[str]
) -> tuple[list[_Region], Span, Sequence[str]]:
    found: list[_Region] = []
    for old in reversed(before):
        here = Span(span.end - len(old), span.end)
        if here.start < span.start or here.of(grid.text) != old or not grid.allows(here):
            break
        found.append(_Region(here, kept=True))
        span = stripped(grid.text, Span(span.start, here.start))
    return found[::-1], span, before[: len(before) - len(found)]


def _anchor(grid: _Grid, span: Span, before: Sequence[str]) -> tuple[int, _Region] | None:
    """The passage nearest the middle of `before` that stands in `span` exactly once."""
    middle = len(before) / 2
    for number in sorted(range(len(before)), key=lambda i: abs(i - middle)):
        if grid.text.count(before[number], span.start, span.end) == 1:
            start = grid.text.index(before[number], span.start, span.end)
            here = Span(start, start + len(before[number]))
            if grid.allows(here):
                return number, _Region(here, kept=True)
    return None


def _join_scraps(grid: _Grid, regions: list[_Region]) -> list[_Region]:
    """Let text too short for a passage of its own join the passage before or after it.

    A neighbour that an edit made lose its boundary, though the edit did not touch it, was the
    one neighbour that may change on that side: then no other joins.
    """
    joined: list[_Region] = []
    waiting = regions[::-1]
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
                region = _Region(Span(joined.pop().span.start, region.span.end), kept=False)
            elif right and right.kept and _fits(grid, region.span, right.span):
                region = _Region(Span(region.span.start, waiting.pop().span.end), kept=False)
        joined.append(region)
    return joined


def _fits(grid: _Grid, first: Span, second: Span) -> bool:
    return grid.tokens(first) + grid.tokens(second) <= grid.limit
