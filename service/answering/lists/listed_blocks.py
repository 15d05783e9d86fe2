"""The blocks of one list or table: its items or rows, and what stands under these.

A step may hold a command, a paragraph and steps of its own. All of it belongs to the step: the list
does not end there, and only the steps themselves are counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from index.documents.shape import INTRODUCED, LISTED
from index.records import Block, BlockKind, Span

NEARBY = 40
"""How many blocks before and after one are looked at."""
MOST_CHARACTERS = 1200
"""How much a lead-in brings."""
_SHORT_LIST = 10  # items or rows: all of them are quoted
_FIRST_FEW = 6  # of a longer list


def introduced_by(lead_in: int, following: Iterable[tuple[int, Block]]) -> list[Block]:
    """Return the blocks that a lead-in introduces, with all that stands under these.

    lead_in: its number. following: the blocks after it, by number and in order.
    """
    over, introduced = {lead_in}, list[Block]()
    for number, block in following:
        # Below a heading that ends in a colon stands a whole section: it brings its list alone.
        is_told = block.under == lead_in and block.kind not in INTRODUCED
        if block.under not in over or is_told or block.kind is BlockKind.HEADING:
            break
        over.add(number)
        if block.kind is not BlockKind.NOTE:  # a footnote stands below the list
            introduced.append(block)
    return introduced


def list_around(number: int, nearby: Mapping[int, Block]) -> list[Block]:
    """Return the list or table of an item or row, without the header row; of a list inside a list
    the inner one. It is empty where the list goes on beyond what is nearby.

    number: of the item or row. nearby: it, and the NEARBY blocks before and after it, by number.
    """
    one = nearby[number]

    def is_part(at: int) -> bool:
        block = nearby.get(at)
        if block is None or block.header or block.kind is BlockKind.HEADING:
            return False
        if block.kind is one.kind and block.level >= one.level:
            return True
        return block.under is not None and block.under < at and is_part(block.under)

    before = [*takewhile(is_part, range(number - 1, number - NEARBY - 1, -1))]
    after = [*takewhile(is_part, range(number + 1, number + NEARBY))]
    if (number - NEARBY in before[-1:] and number > NEARBY) or len(after) == NEARBY - 1:
        return []
    return [nearby[at] for at in (*before[::-1], number, *after)]


def first_few(blocks: Sequence[Block]) -> tuple[list[Span], int]:
    """Return the spans of a short list, or the first of a long one, and how many more there are.

    The items of the list are counted, not what they hold. Only where the first of them is too long
    by itself, all that is in it counts.
    """
    members = [n for n, block in enumerate(blocks) if block.kind in LISTED and not block.header]
    level = blocks[members[0]].level if members else 0
    top = [n for n in members if blocks[n].level <= level]
    for starts in (top, members, [*range(len(blocks))]):
        ends = [*starts[1:], len(blocks)]
        if ends[0] == 1 or _length(blocks[: ends[0]]) <= MOST_CHARACTERS:
            break
    count = _first_few_of([_length(blocks[:end]) for end in ends])
    return [block.span for block in blocks[: ends[count - 1]]], len(ends) - count


def first_few_lines(span: Span, text: str) -> tuple[list[Span], int]:
    """Return the span of lines that are a short list, or of the first of a long one, and how many
    more there are. text: at the span.
    """
    ends = [n for n, letter in enumerate(f"{text}\n") if letter == "\n"]
    count = _first_few_of(ends)
    return [Span(span.start, span.start + ends[count - 1])], len(ends) - count


def first_lines(span: Span, text: str) -> tuple[list[Span], int]:
    """Return the span of a block, or of the first lines of a long one, and how many more there are.

    text: at the span.
    """
    end = text.rfind("\n", 0, MOST_CHARACTERS) if len(text) > MOST_CHARACTERS else -1
    if end < 0:
        return [span], 0
    return [Span(span.start, span.start + end)], text.count("\n", end)


def joined(spans: Sequence[Span], is_gap: Callable[[int, int], bool]) -> Iterator[Span]:
    """Yield the spans, in order, with those as one that only a gap parts."""
    start, end = spans[0].start, spans[0].end
    for span in spans[1:]:
        if span.start > end and not is_gap(end, span.start):
            yield Span(start, end)
            start = span.start
        end = max(end, span.end)
    yield Span(start, end)


def _first_few_of(lengths: Sequence[int]) -> int:
    """Return how many members to show: all of a short list, at least one, and not too much text.

    lengths: of the text up to the end of each member, in code points.
    """
    count = len(lengths) if len(lengths) <= _SHORT_LIST else _FIRST_FEW
    while count > 1 and lengths[count - 1] > MOST_CHARACTERS:
        count -= 1
    return count


def _length(blocks: Sequence[Block]) -> int:
    return blocks[-1].end - blocks[0].start
