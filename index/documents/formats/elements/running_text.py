"""The text of a page or a book while it is read: blocks are appended as their elements end."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from index.documents.formats.markup.html_text import as_power, may_be_title
from index.documents.shape import Piece, TextBuilder, block_of
from index.records import Block, BlockKind

_WHITE_SPACE = re.compile(r"\s+")
_UNSEEN_MARKS = re.compile("[\u00ad\u200b\u2060]")  # where a word may be parted, or must not be
_DEEPEST_HEADING = 6


@dataclass(slots=True)
class ListItem:
    """An item under way. place: of its first block, which what follows in the item is under.

    mark: what the item begins with: "- ", "3. ", or the term that it defines.
    """

    mark: list[Piece]
    level: int
    number: int | None = None
    begun: bool = False
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Inside:
    """What an element stands in.

    base: the address that its links are relative to. kind: of its paragraphs. under: the block that
    these are about. group, level: the outermost list, and how deep it lies in lists. notes: whether
    the list is one of notes. href, raised, strong: of the text in its line.
    """

    base: str = ""
    kind: BlockKind = BlockKind.PARAGRAPH
    under: int | None = None
    item: ListItem | None = None
    group: object = None
    level: int = 0
    notes: bool = False
    href: str | None = None
    raised: bool = False
    strong: bool = False


class RunningText:
    """A text with the paragraph under way."""

    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.heading_level = 0  # of the last heading
        self.in_line = False  # whether blocks are read as parts of one line
        self._pieces: list[Piece] = []
        self._strong: list[bool] = []  # of each piece
        self._refers: list[str] = []  # the addresses that the block under way points to
        self._referred: dict[str, int] = {}  # the first block that points to each address

    def write(self, text: str | None, inside: Inside) -> None:
        """Append text of an element to the paragraph, its white space as a browser shows it."""
        if text:
            text = _UNSEEN_MARKS.sub("", _WHITE_SPACE.sub(" ", text))
            self.append(as_power(text) if inside.raised else text, inside)

    def append(self, text: str, inside: Inside) -> None:
        """Append text to the paragraph, but no second blank."""
        if text.startswith(" ") and self._pieces and self._pieces[-1].text[-1:].isspace():
            text = text[1:]
        if text:
            self._pieces.append(Piece(text, inside.href))
            self._strong.append(inside.strong or not text.strip())

    def end_line(self, inside: Inside) -> None:
        """End a line; two line ends part paragraphs, as in old pages."""
        if self._pieces and self._pieces[-1].text == "\n" and not self.in_line:
            self.flush(inside)
        else:
            self.append(" " if self.in_line else "\n", inside)

    def refer(self, address: str) -> None:
        """Note that the paragraph points to an address."""
        self._refers.append(address)

    def referring(self, address: str) -> int | None:
        """Return the first block that points to an address."""
        return self._referred.get(address)

    def flush(self, inside: Inside) -> None:
        """Append the paragraph under way as a block, and begin the next."""
        if self.in_line:
            self.append(" ", inside)
            return
        pieces, strong, refers = self._pieces, self._strong, self._refers
        self._pieces, self._strong, self._refers = [], [], []
        if not any(piece.text.strip() for piece in pieces):
            return
        if inside.kind is BlockKind.PARAGRAPH and not inside.item:
            end = _end_of_title(pieces, strong)
            level = min(_DEEPEST_HEADING, self.heading_level + 1)
            self.builder.add(block_of(BlockKind.HEADING, level), pieces[:end])
            pieces = pieces[end:]
        place = self.add(pieces, inside)
        if place is not None:
            self._referred = dict.fromkeys(refers, place) | self._referred

    def add(self, pieces: Sequence[Piece], inside: Inside) -> int | None:
        """Append a block: the first of an item begins with its mark. Return its place."""
        item = inside.item
        if not item or item.begun:
            under = item.place if item else inside.under
            return self.builder.add(replace(block_of(inside.kind), under=under), pieces)
        item.begun = True
        block = block_of(BlockKind.ITEM, item.level, item.number)
        if inside.kind is BlockKind.NOTE:
            block = block_of(BlockKind.NOTE)
        block = replace(block, under=inside.under)
        item.place = self.builder.add(block, [*item.mark, *pieces], inside.group)
        return item.place

    def add_heading(self, level: int, pieces: Sequence[Piece], inside: Inside) -> None:
        """Append a heading; at the start of an item, the rest of it is under the heading."""
        place = self.builder.add(block_of(BlockKind.HEADING, level), pieces)
        if place is None:
            return
        self.heading_level = level
        if inside.item and not inside.item.begun:
            inside.item.begun, inside.item.place = True, place

    def add_code(self, text: str, language: str | None, inside: Inside) -> None:
        """Append code."""
        under = inside.item.place if inside.item else None
        block = Block(BlockKind.CODE, 0, 0, language=language, under=under)
        self.builder.add(block, [Piece(text)])

    @contextmanager
    def one_line(self) -> Iterator[list[Piece]]:
        """Give the list that what is read in the `with` block goes to, as parts of one line."""
        kept = self._pieces, self._strong, self.in_line
        self._pieces, self._strong, self.in_line = [], [], True
        yield self._pieces
        self._pieces, self._strong, self.in_line = kept


def _end_of_title(pieces: Sequence[Piece], strong: Sequence[bool]) -> int:
    """Return how many pieces make a first line in bold that stands for a heading; 0 without one."""
    ends = [n for n, piece in enumerate(pieces) if piece.text.startswith("\n")]
    end = ends[0] if ends else len(pieces)
    line = "".join(piece.text for piece in pieces[:end]).strip()
    return end if all(strong[:end]) and may_be_title(line) else 0
