"""The items of a list that are under way in a plain text, and what stands inside them.

An item goes on where lines are indented further than its mark. It also goes on in lines that are
not, where the next item of its list comes after them.
"""

from typing import NamedTuple

from index.documents.marks import ItemMark

_LEAST_INDENT = 2  # blanks before what belongs to an item, beyond those before its mark


class _OpenItem(NamedTuple):
    """An item, and where its block stands among the blocks of the text."""

    indent: int
    mark: ItemMark
    place: int | None


class OpenItems:
    """The item under way and those that hold it, the outermost first."""

    def __init__(self) -> None:
        self._items: list[_OpenItem] = []

    def level_of(self, indent: int, mark: ItemMark) -> int:
        """Return the level of an item that comes next."""
        return len(self._over(indent, mark)) + 1

    def open(self, indent: int, mark: ItemMark, place: int | None) -> None:
        """Let an item be under way, and end those that do not hold it."""
        self._items = [*self._over(indent, mark), _OpenItem(indent, mark, place)]

    def inside(self, indent: int, most: int | None = None) -> int | None:
        """Return the place of the item that holds lines so far indented; None if none does.

        most: how many blanks they may have beyond those before its mark.
        """
        holders = [
            item
            for item in self._items
            if item.indent + _LEAST_INDENT <= indent <= item.indent + (most or indent)
        ]
        return holders[-1].place if holders else None

    def before(self, indent: int, mark: ItemMark) -> int | None:
        """Return the place of the item after which another one goes on; None if none does."""
        for item in self._items:
            if item.indent == indent and item.mark.is_before(mark):
                return item.place
        return None

    def close(self, holder: int | None = None) -> None:
        """End all items but the one at a place and those that hold it."""
        places = [item.place for item in self._items]
        self._items = self._items[: places.index(holder) + 1] if holder in places else []

    def _over(self, indent: int, mark: ItemMark) -> list[_OpenItem]:
        """Return the items that hold an item that comes next."""
        items = [item for item in self._items if item.indent <= indent]
        beside = [item for item in items if item.indent == indent]
        for item in beside:
            if (item.mark.kind, item.mark.depth) == (mark.kind, mark.depth):
                return items[: items.index(item)]
        if beside and _is_under(mark, beside[-1].mark):
            return items
        return items[: len(items) - len(beside)]


def _is_under(mark: ItemMark, other: ItemMark) -> bool:
    """Whether a mark of the same indent begins a list inside the other's item.

    It is the first one of another kind of number, as "a)" is below "1.", or goes on from the
    other's number, as 1.2.1 does from 1.2.
    """
    if mark.number is None or other.number is None:
        return False
    if mark.kind == "dotted":
        return mark.above.startswith(f"{other.above}{other.number}.")
    return mark.kind != other.kind and mark.number == 1
