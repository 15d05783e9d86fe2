"""Appends the items of a plain text's lists, and what stands inside them, to a text.

Lines belong to an item where they are indented further than its mark. A stretch that is belongs to
it too, and so do lines between two items of one list.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.documents.formats.plain.item_marks import ItemMarks, indent_of
from index.documents.formats.plain.open_items import OpenItems
from index.documents.marks import ItemMark
from index.documents.shape import Piece, TextBuilder, block_of
from index.records import Block, BlockKind

_Join = Callable[[Sequence[str], bool | None], Sequence[str]]
_MOST_INDENT = 8  # blanks before a line of an item, beyond those before its mark


class ListedText:
    """A text that grows by stretches of lines, and the list that is under way in it."""

    def __init__(self, builder: TextBuilder, lines: Sequence[str], join: _Join) -> None:
        """Begin a text.

        lines: all of it. join: returns lines, those that belong together as one; of an item it is
        told whether its lines are indented below the mark.
        """
        self._builder = builder
        self._join = join
        self._marks = ItemMarks(lines)
        self._items = OpenItems()

    def is_lettered(self, lines: Sequence[str]) -> bool:
        """Whether a stretch begins with a mark such as "a)" that others go before or after."""
        mark = self._marks.of(lines[0]) if lines else None
        return mark is not None and mark.kind in ("letter", "roman")

    def holder_of(self, lines: Sequence[str]) -> int | None:
        """Return the place of the item that lines are indented below; None if there is none."""
        return self._items.inside(min(map(indent_of, lines)))

    def holds_title(self, lines: Sequence[str], later: Sequence[str]) -> bool:
        """Whether a line that looks like a title is part of an item, after which its list goes on.

        later: the first lines of the stretches after it.
        """
        if self._items.inside(indent_of(lines[0]), _MOST_INDENT) is None:
            return False  # it is centred, or no list is under way
        marked = [(indent_of(line), mark) for line in later if (mark := self._marks.of(line))]
        return any(self._items.before(*one) is not None for one in marked)

    def add(self, lines: Sequence[str], group: object, later: Sequence[str]) -> None:
        """Append a stretch, or what is left of it: paragraphs, and the items of lists.

        later: the first lines of the stretches after it.
        """
        marks = {n: mark for n, line in enumerate(lines) if (mark := self._marks.of(line))}
        for start, end in itertools.pairwise(sorted({0, *marks, len(lines)})):
            rest = lines[start:end]
            if start in marks:
                part, rest = self._add_item(rest, marks[start], group)
            else:
                part = self._join(rest, None)
            if part:
                following = [(lines[end], True)] if end in marks else []
                following += [(line, False) for line in later]
                holder = self._holder_before(rest, following)
                self.add_block(block_of(BlockKind.PARAGRAPH), part, group, holder)

    def add_block(
        self,
        block: Block,
        lines: Sequence[str],
        group: object = None,
        holder: int | None = None,
    ) -> int | None:
        """Append a block that is no item; return its place.

        holder: the place of the item that it belongs to; without one, all lists end.
        """
        self._items.close(holder)
        return self._builder.add(replace(block, under=holder), [Piece("\n".join(lines))], group)

    def end(self) -> None:
        """End all lists."""
        self._items.close()

    def _add_item(
        self, lines: Sequence[str], mark: ItemMark, group: object
    ) -> tuple[Sequence[str], Sequence[str]]:
        """Append an item; return the lines after it, joined and as they stand in the text."""
        indent = indent_of(lines[0])
        item = block_of(BlockKind.ITEM, self._items.level_of(indent, mark), mark.number)
        # Lines that are not indented, and do not run on from the item's, come after it.
        inside = all(indent_of(line) > indent for line in lines[1:])
        part = self._join(lines, inside)
        own = part if inside else part[:1]
        place = self._builder.add(item, [Piece("\n".join(own))], group)
        self._items.open(indent, mark, place)
        return part[len(own) :], lines[1:]

    def _holder_before(
        self, lines: Sequence[str], following: Sequence[tuple[str, bool]]
    ) -> int | None:
        """Return the place of the item that lines belong to; None if they are after the list.

        following: lines that may go on with the list, and whether they do so without a blank line
        before them.
        """
        holder = self.holder_of(lines)
        if holder is not None:
            return holder
        for line, is_next in following:
            mark = self._marks.of(line)
            if mark is not None and (is_next or mark.number is not None):
                return self._items.before(indent_of(line), mark)
        return None
