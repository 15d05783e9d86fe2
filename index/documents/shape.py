"""Builds a text with its shape: pieces are appended and never changed, so that offsets stay right.

A blank line parts two blocks; a line end parts the items of one list and the rows of one table.
"""

import itertools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import NamedTuple

from index.documents.marks import COLONS, LIST_MARK
from index.records import Block, BlockKind, Link, Place, Shape, Span

BETWEEN_CELLS = " | "
DEEPEST_HEADING = 6
"""The level of a heading over its own paragraphs alone, such as a question over its answer."""

LISTED = (BlockKind.ITEM, BlockKind.ROW)
INTRODUCED = (*LISTED, BlockKind.CODE, BlockKind.QUOTATION)
"""What a lead-in may introduce."""
_BLANKS_BEFORE_LINE_END = re.compile(r"(?<![^\S\n])[^\S\n]++(?=\n)")  # each run is read once


class Mark(NamedTuple):
    """A place of the original, without what of a text stands there. See `Place`."""

    kind: str
    value: str
    label: str | None = None


class Piece(NamedTuple):
    """A part of a block's text. href: where it points to, if it is a link.

    marks: where it stands in the original, outermost first, if blocks go on from one place to the
    next. Pieces that follow each other with the same mark are one place.
    """

    text: str
    href: str | None = None
    marks: tuple[Mark, ...] = ()


class _Content(NamedTuple):
    """The text of pieces, and what stands where in it."""

    text: str
    links: Sequence[Link] = ()
    marked: Sequence[tuple[Span, Mark]] = ()

    def moved(self, by: int, end: int) -> "_Content":
        """Return what is left where the text begins `by` characters further on, and ends there."""

        def at(position: int) -> int:
            return min(max(0, position + by), end)

        links = [replace(link, start=at(link.start), end=at(link.end)) for link in self.links]
        marked = [(Span(at(span.start), at(span.end)), mark) for span, mark in self.marked]
        return _Content(
            self.text,
            [link for link in links if link.start < link.end],
            [(span, mark) for span, mark in marked if span.start < span.end],
        )


def normalise(text: str) -> str:
    r"""Return a whole text in Unicode NFC, with "\n" as line end and no blanks before it.

    Control characters are left out, and white space at the ends.
    """
    return normalise_piece(text).strip()


def normalise_piece(text: str) -> str:
    """Do the same for a part of a text, whose ends keep their white space."""
    if text.isascii() and text.isprintable():  # most parts are: there is nothing to change
        return text
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x0c", "\n\n")
    text = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ufeff]", "", text)
    return _BLANKS_BEFORE_LINE_END.sub("", text)


class TextBuilder:
    """A text that grows by blocks. Each piece is normalised before it is appended."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._places: list[Place] = []
        self._marked: dict[str, list[Place]] = {}  # by kind
        self._group: object = None
        # The blocks with which something new begins, and the level of headings that it is under.
        self._starts: dict[int, int] = {}

    @property
    def length(self) -> int:
        """Return how long the text is so far, in code points."""
        return self._length

    @contextmanager
    def at(self, kind: str, value: str, label: str | None = None) -> Iterator[None]:
        """Let the blocks that are appended in the `with` block stand at a place of the original.

        Places may lie in each other. A place that gets no text is left out. See `Place`.
        """
        first, before = len(self._blocks), len(self._places)
        yield
        if len(self._blocks) > first:
            start = self._blocks[first].start
            self._places.insert(before, Place(kind, value, start, self._length, label))

    def leave_headings(self, deepest: int = 0) -> None:
        """Let what is appended next be under no block so far: it begins a slide or a sheet.

        deepest: the level of headings that it is still under, and of all above them.
        """
        place = len(self._blocks)
        self._starts[place] = min(deepest, self._starts.get(place, deepest))

    def add(self, block: Block, pieces: Sequence[Piece], group: object = None) -> int | None:
        """Append a block; return its place among the blocks, or None if its pieces hold no text.

        block: all that is known of it; its start and end are set here. group: what the items of one
        list, or the rows of one table, have in common.
        """
        content = _joined(pieces, as_it_stands=block.kind is BlockKind.CODE)
        return self._append(block, content, group)

    def add_row(self, block: Block, cells: Sequence[Sequence[Piece]], group: object) -> int | None:
        """Append a row of a table; return its place, or None if no cell holds text."""
        content, edges = "", []
        links: list[Link] = []
        marked: list[tuple[Span, Mark]] = []
        for number, cell in enumerate(cells):
            inside = _joined(cell)
            content += BETWEEN_CELLS if number else ""
            start, end = len(content), len(content) + len(inside.text)
            inside = inside.moved(start, end)
            links += inside.links
            marked += inside.marked
            edges.append(Span(start, end))
            content += inside.text.replace("\n", " ")
        if not content.replace(BETWEEN_CELLS.strip(), "").strip():
            return None
        cut, length = len(content) - len(content.lstrip()), len(content)
        content = content.strip()
        if len(content) < length:
            fitted = [
                [min(max(0, at - cut), len(content)) for at in (s.start, s.end)] for s in edges
            ]
            edges = [Span(start, end) for start, end in fitted]
        row = _Content(content, links, marked).moved(-cut, len(content))
        return self._append(replace(block, cells=tuple(edges)), row, group)

    def _append(self, block: Block, content: _Content, group: object) -> int | None:
        if not content.text.strip():
            return None
        if self._parts:
            self._write("\n" if group is not None and group == self._group else "\n\n")
        start = self._length
        self._write(content.text)
        self._group = group
        content = content.moved(start, self._length)
        self._links += content.links
        for span, mark in content.marked:
            self._mark(span, mark)
        cells = tuple(Span(start + c.start, start + c.end) for c in block.cells)
        self._blocks.append(replace(block, start=start, end=self._length, cells=cells))
        return len(self._blocks) - 1

    def _mark(self, span: Span, mark: Mark) -> None:
        """Let a span stand at a place, which may be the last one of its kind, grown."""
        places = self._marked.setdefault(mark.kind, [])
        last = places[-1] if places else None
        if last and (last.kind, last.value, last.label) == mark:
            places[-1] = replace(last, end=span.end)
        else:
            places.append(Place(mark.kind, mark.value, span.start, span.end, mark.label))

    def _write(self, content: str) -> None:
        self._parts.append(content)
        self._length += len(content)

    def build(self) -> tuple[str, Shape]:
        """Return the text and its shape, every block with the one that it is under."""
        text = "".join(self._parts)
        blocks = tuple(with_under(text, self._blocks, self._starts))
        places = itertools.chain(self._places, *self._marked.values())
        in_order = sorted(places, key=lambda place: (place.start, -place.end))
        return text, Shape(blocks, tuple(self._links), tuple(in_order))


def block_of(kind: BlockKind, level: int = 0, number: int | None = None) -> Block:
    """Return a block that is not yet in a text."""
    return Block(kind, 0, 0, level=level, number=number)


def _joined(pieces: Sequence[Piece], as_it_stands: bool = False) -> _Content:
    """Return the pieces' text without white space at its ends and blank lines, and what is in it.

    as_it_stands: whether blank lines, and the blanks before the first word, stay.
    """
    if len(pieces) == 1 and not (pieces[0].href or pieces[0].marks) and not as_it_stands:
        text = normalise_piece(pieces[0].text)
        if "\n" not in text:  # as in most cells of tables
            return _Content(text.strip(), [], [])
    text = ""
    links: list[Link] = []
    marked: list[tuple[Span, Mark]] = []
    for piece in pieces:
        content = normalise_piece(piece.text)
        if as_it_stands:
            content = content if text.strip() else re.sub(r"\A(?:[^\S\n]*\n)+", "", content)
        else:
            content = re.sub(r"\n\s+", "\n", content) if "\n" in content else content
            content = content if text else content.lstrip()
            if content.startswith("\n"):
                text = text.rstrip()
                links = _clipped(links, len(text))
        if content:
            span = Span(len(text), len(text) + len(content))
            links += [Link(span.start, span.end, piece.href)] if piece.href else []
            marked += [(span, mark) for mark in piece.marks]
        text += content
    text = text.rstrip()
    return _Content(text, links, marked).moved(0, len(text))


def _clipped(links: Sequence[Link], end: int) -> list[Link]:
    """Return the links of a text that ends at `end` now."""
    clipped = [replace(link, end=min(link.end, end)) for link in links]
    return [link for link in clipped if link.start < link.end]


def with_under(
    text: str, blocks: Sequence[Block], starts: Mapping[int, int] | None = None
) -> Iterator[Block]:
    """Yield the blocks, each with the place of the block that says what it is about.

    A block that knows it already keeps it. starts: the places of blocks that are, with all after
    them, under none before them but headings up to a level.
    """
    headings: list[int] = []
    items: list[int] = []  # the item that holds the next one, the one that holds that, and so on
    header: int | None = None
    lead_in: int | None = None  # of the list, the table or the code under way
    before: int | None = None  # the last block that did not know what it is under
    for place, block in enumerate(blocks):
        if starts and place in starts:
            headings = [h for h in headings if blocks[h].level <= starts[place]]
            items, header, lead_in, before = [], None, None, None
        if block.under is not None:  # it stands inside another block, which goes on behind it
            yield block
            continue
        if before is None or blocks[before].kind is not block.kind:
            lead_in = before if before is not None and leads(text, blocks[before], block) else None
            header = None
        headings = [h for h in headings if _is_over(blocks[h], block)]
        items = [i for i in items if block.kind is BlockKind.ITEM and _is_over(blocks[i], block)]
        header = None if block.header else header
        found = [
            place for place in (*headings[-1:], lead_in, *items[-1:], header) if place is not None
        ]
        yield replace(block, under=found[-1]) if found else block
        if block.kind is BlockKind.HEADING:
            headings.append(place)
        elif block.kind is BlockKind.ITEM:
            items.append(place)
        elif block.header:
            header = place
        before = place


def _is_over(block: Block, other: Block) -> bool:
    """Whether a heading or an item may hold another block that comes after it."""
    return block.kind is not other.kind or block.level < other.level


def leads(text: str, block: Block, after: Block) -> bool:
    """Whether a block introduces the one after it.

    It ends in a colon, and what comes after it is a list, a table, code or a quotation.
    """
    return after.kind in INTRODUCED and text[block.start : block.end].endswith(COLONS)


def blocks_of_lines(text: str) -> list[Block]:
    """Return the blocks of a text of which nothing is known.

    Blank lines part its paragraphs; a line that begins with a list mark is an item.
    """
    blocks: list[Block] = []
    for stretch in re.finditer(r"\S(?:.|\n(?!\s*(?:\n|\Z)))*", text):
        start = stretch.start()
        kind = _kind_at(text, start)
        for line_end in re.finditer(r"\n", stretch[0]):
            line = stretch.start() + line_end.end()
            if _kind_at(text, line) is BlockKind.ITEM or kind is BlockKind.ITEM:
                blocks += _stripped_block(text, kind, start, line)
                start, kind = line, _kind_at(text, line)
        blocks += _stripped_block(text, kind, start, stretch.end())
    return blocks


def _kind_at(text: str, line: int) -> BlockKind:
    at = re.compile(r"[^\S\n]*").match(text, line)
    start = at.end() if at else line
    return BlockKind.ITEM if LIST_MARK.match(text, start) else BlockKind.PARAGRAPH


def _stripped_block(text: str, kind: BlockKind, start: int, end: int) -> list[Block]:
    content = text[start:end]
    start += len(content) - len(content.lstrip())
    end = start + len(content.strip())
    level = 1 if kind is BlockKind.ITEM else 0
    return [Block(kind, start, end, level=level)] if start < end else []


@dataclass(frozen=True, slots=True)
class _Cuts:
    """Spans that go out of a text, in order, and how much is gone by the end of each."""

    starts: Sequence[int]
    ends: Sequence[int]
    gone: Sequence[int]

    def moved(self, position: int) -> int:
        """Return where a position of the text stands when the spans are gone."""
        number = bisect_right(self.starts, position) - 1
        if number < 0:
            return position
        before = self.gone[number - 1] if number else 0
        return position - before - (min(position, self.ends[number]) - self.starts[number])


def without(text: str, shape: Shape, spans: Sequence[Span]) -> tuple[str, Shape]:
    """Return the text without the spans, which lie in order, and the shape of what is left."""
    if not spans:
        return text, shape
    gone, total, kept, start = [], 0, [], 0
    for span in spans:
        kept.append(text[start : span.start])
        start = span.end
        total += span.end - span.start
        gone.append(total)
    kept.append(text[start:])
    cuts = _Cuts([s.start for s in spans], [s.end for s in spans], gone)
    moved = cuts.moved
    places: list[int | None] = []
    blocks: list[Block] = []
    for block in shape.blocks:
        start, end = moved(block.start), moved(block.end)
        places.append(len(blocks) if start < end else None)
        if start < end:
            cells = tuple(Span(moved(cell.start), moved(cell.end)) for cell in block.cells)
            under = _still_there(block.under, shape.blocks, places)
            blocks.append(replace(block, start=start, end=end, cells=cells, under=under))
    links = [replace(link, start=moved(link.start), end=moved(link.end)) for link in shape.links]
    layers = [replace(p, start=moved(p.start), end=moved(p.end)) for p in shape.places]
    return "".join(kept), Shape(
        tuple(blocks),
        tuple(link for link in links if link.start < link.end),
        tuple(place for place in layers if place.start < place.end),
    )


def _still_there(
    under: int | None, blocks: Sequence[Block], places: Sequence[int | None]
) -> int | None:
    """Return the new place of the block above, or of the nearest one above that which is left."""
    while under is not None and under < len(places) and places[under] is None:
        under = blocks[under].under
    return places[under] if under is not None and under < len(places) else None
