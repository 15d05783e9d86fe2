"""Blocks of a document -> the pieces that may be quoted by themselves.

A sentence that ends in a colon says nothing alone: it comes with its list or code, or not at all.
Items come with the first ones of their list.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.documents.marks import COLONS
from index.records import Block, BlockKind, Span

Numbered = tuple[int, Block]
"""A block, after its place in the document's blocks."""

# Half of what an answer quotes of a list (`service.answering.lists`): there the list is what was
# asked for, and here one of several pieces that tell what a document is about.
_SHORT_LIST = 4  # items: all of them are quoted
_FIRST_FEW = 3  # of a longer list
_MOST_CHARACTERS = 600  # of a list or code
_PROSE = (BlockKind.PARAGRAPH, BlockKind.QUOTATION)


@dataclass(frozen=True, slots=True)
class Quotable:
    """What may be quoted by itself. more: how many items of a list it leaves out."""

    span: Span
    is_prose: bool = True
    more: int = 0


def is_lead_in(sentence: str) -> bool:
    """Whether a sentence only introduces what follows it."""
    return sentence.rstrip().endswith(COLONS)


def pieces_of(
    blocks: Sequence[Numbered], rows: Mapping[Span, int], text_at: Callable[[Span], str]
) -> Iterator[list[Quotable]]:
    """Yield the pieces of each block of prose, and of each list. Each lies in one passage.

    rows: of the passages of the sentences that may be quoted, in order. text_at: returns what
    stands at a span of one.
    """
    sentences, place = list(rows), 0
    while place < len(blocks):
        block = blocks[place][1]
        inside = _inside(block.span, sentences)
        pieces: list[Quotable] = []
        lead_in, run = None, 1
        if block.kind in _PROSE and inside:
            pieces = [Quotable(span) for span in inside if not is_lead_in(text_at(span))]
            if is_lead_in(text_at(inside[-1])):
                lead_in, run = inside[-1], 1 + len(_introduced(blocks, place + 1))
        elif block.kind is BlockKind.ITEM:
            run = len(_introduced(blocks, place))
        introduced = blocks[place + (lead_in is not None) : place + run]
        if (lead_in or block.kind is BlockKind.ITEM) and introduced:
            pieces += _of_list([one for _, one in introduced], rows, lead_in)
        if pieces:
            yield pieces
        place += run


def _introduced(blocks: Sequence[Numbered], place: int) -> Sequence[Numbered]:
    """Return the list that begins at a place, with what stands under its items, or the code."""
    if place >= len(blocks) or blocks[place][1].kind not in (BlockKind.ITEM, BlockKind.CODE):
        return ()
    if blocks[place][1].kind is BlockKind.CODE:
        return blocks[place : place + 1]
    over: set[int | None] = set()
    end = place
    for number, block in blocks[place:]:
        if block.kind is not BlockKind.ITEM and block.under not in over:
            break
        over.add(number)
        end += 1
    return blocks[place:end]


def _of_list(
    blocks: Sequence[Block], rows: Mapping[Span, int], lead_in: Span | None
) -> list[Quotable]:
    """Return a list, or the first few of its items, after its lead-in; none if it is too long."""
    sentences = list(rows)
    tops = [one for one in blocks if one.kind is blocks[0].kind and one.level <= blocks[0].level]
    count = len(tops) if len(tops) <= _SHORT_LIST else _FIRST_FEW
    for told in range(count, 0, -1):
        end = tops[told].start if told < len(tops) else blocks[-1].end
        inside = _inside(Span(blocks[0].start, end), sentences)
        inside = [lead_in, *inside] if lead_in and inside else inside
        span = Span(inside[0].start, inside[-1].end) if inside else None
        is_of_one = len({rows[one] for one in inside}) == 1
        if span and is_of_one and span.end - span.start <= _MOST_CHARACTERS:
            return [Quotable(span, is_prose=False, more=len(tops) - told)]
    # The lead-in may be the last sentence of a passage.
    return _of_list(blocks, rows, None) if lead_in else []


def _inside(block: Span, sentences: Sequence[Span]) -> list[Span]:
    """Return the sentences that begin in a block."""
    first = bisect_left(sentences, block.start, key=_start)
    return list(sentences[first : bisect_left(sentences, block.end, key=_start)])


def _start(span: Span) -> int:
    return span.start
