"""From the blocks that a span touches to those without which it should not be read."""

import itertools
import re
from collections.abc import Callable, Iterator

from index.documents.shape import INTRODUCED, LISTED
from index.documents.splitting.sentences import sentence_starts
from index.languages.telling import Languages
from index.records import Block, BlockKind, Span
from index.seam.held_texts import Texts

_MOST = 1500  # characters of an excerpt, unless what is quoted is longer
_ENOUGH = 700  # up to here paragraphs are added before and after
_NEARBY = 30  # blocks before and after that are looked at
_ROWS_BESIDE = 2  # of a table or a long list, on each side
_FIRST_FEW = 6  # of a long list or a table, after its lead-in
_BESIDE = 400  # characters on each side, inside a block that is too long


class Nearby:
    """The blocks that a span touches, and those near them.

    touched: the numbers of the blocks that the span shares a character with, in order.
    """

    def __init__(self, store: Texts, row: int, span: Span) -> None:
        self.touched = [*store.shapes.blocks_between(row, span)]
        self._near: dict[int, Block] = {}
        if self.touched:
            first, last = self.touched[0], self.touched[-1]
            around = range(max(0, first - _NEARBY), last + _NEARBY + 1)
            self._near = store.shapes.blocks_at(row, around)
            self._first, self._last = first, last

    @property
    def is_code(self) -> bool:
        return any(self._near[number].kind is BlockKind.CODE for number in self.touched)

    def grown(self) -> Span | None:
        """Return the span of the blocks to show; None in a document that has no blocks."""
        if not self.touched:
            return None
        beside = self._beside()
        grows = True
        while grows:
            grows = self._add(self._first - 1, self._first, beside)
            grows = self._add(self._last + 1, self._last, beside) or grows
        return Span(self._near[self._first].start, self._near[self._last].end)

    def _beside(self) -> int:
        """Return how many items or rows may come on each side of what the span touches."""
        first, last = self.touched[0], self.touched[-1]
        following = self._near.get(last + 1)
        leads_in = following is not None and following.under == last
        if not leads_in and self._near[first].kind is not BlockKind.ITEM:
            return _ROWS_BESIDE
        while self._is_listed(first - 1):
            first -= 1
        while self._is_listed(last + 1):
            last += 1
        is_whole = first - 1 in self._near or first == 0
        if is_whole and self._near[last].end - self._near[first].start <= _MOST:
            return _FIRST_FEW if self._near[last].kind is BlockKind.ROW else _NEARBY
        return _FIRST_FEW if leads_in else _ROWS_BESIDE

    def _is_listed(self, number: int) -> bool:
        return number in self._near and self._near[number].kind in LISTED

    def _add(self, number: int, beside_it: int, beside: int) -> bool:
        """Add the block of that number if it belongs to what is there, and say whether it did."""
        block = self._near.get(number)
        if block is None or block.kind is BlockKind.HEADING:
            return False
        first, last = min(number, self._first), max(number, self._last)
        length = self._near[last].end - self._near[first].start
        if length > self._most(number, beside_it, beside):
            return False
        self._first, self._last = first, last
        return True

    def _most(self, number: int, beside_it: int, beside: int) -> int:
        """Return how long the excerpt may be with a block; 0 where it is too far away."""
        outer, inner = self._near[number], self._near[beside_it]
        if inner.under == number or (outer.under == beside_it and outer.kind in INTRODUCED):
            return _MOST
        if outer.kind in LISTED or inner.kind in LISTED:
            far = max(self.touched[0] - number, number - self.touched[-1])
            return _MOST if outer.kind is inner.kind and far <= beside else 0
        return _ENOUGH


def cut_around(
    span: Span, whole: Span, starts: Callable[[str], Iterator[int]], text_at: Callable[[Span], str]
) -> Span:
    """Return the whole, or what lies around `span` of one that is too long.

    starts: yields where the second and each further part of a text starts, which is not cut
    inside. text_at: returns the text at a span.
    """
    if whole.end - whole.start <= max(_MOST, span.end - span.start):
        return whole
    start, end = max(whole.start, span.start - _BESIDE), min(whole.end, span.end + _BESIDE)
    if start > whole.start:
        before = text_at(Span(start, span.start))
        start += min((at for at in starts(before) if at < len(before)), default=len(before))
    if end < whole.end:
        after = text_at(Span(span.end, end))
        last = max(starts(after), default=0)
        end = span.end + len(after[:last].rstrip())
    return Span(start, end)


def line_starts(text: str) -> Iterator[int]:
    """Yield where the second and each further line of a text starts."""
    return (found.end() for found in re.finditer(r"\n", text))


def sentence_starts_in(language: str) -> Callable[[str], Iterator[int]]:
    """Return what yields where the second and each further sentence of a text starts.

    language: of the text; ISO 639-1.
    """
    languages = Languages(language)

    def starts(text: str) -> Iterator[int]:
        lines = itertools.chain([0], line_starts(text), [len(text)])
        for first, end in itertools.pairwise(lines):
            if first:
                yield first
            yield from sentence_starts(text, Span(first, end), languages)

    return starts
