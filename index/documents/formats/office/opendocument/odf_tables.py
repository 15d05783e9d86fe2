"""The rows of a table of an OpenDocument file, with merged cells where they are seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.qualified_names import attribute, children, name_of

_CELLS = ("table:table-cell", "table:covered-table-cell")
_GROUPS = ("table:table-rows", "table:table-row-group", "table:table-header-rows")
_MOST_REPEATS = 1000


@dataclass(frozen=True, slots=True)
class OdfRow:
    """A row. cells: by column; a cell that spans rows is in each of them, None is an empty one.

    own_cells: those that begin here.
    """

    cells: list[etree._Element | None]
    own_cells: list[etree._Element]
    is_header: bool


def odf_rows(table: etree._Element) -> list[OdfRow]:
    """Return the rows of a table."""
    rows: list[OdfRow] = []
    spanning: dict[int, tuple[int, etree._Element]] = {}  # by column: how many rows more, the cell
    for row, is_header in _rows(table):
        cells: list[etree._Element | None] = []
        own: list[etree._Element] = []
        for cell in children(row, *_CELLS):
            left, above = spanning.pop(len(cells), (0, None))
            if name_of(cell) == _CELLS[0]:
                own.append(cell)
                left, above = repeats(cell, "table:number-rows-spanned") - 1, cell
                seen = cell
            else:
                seen, left = above, left - 1
            if left > 0 and above is not None:
                spanning[len(cells)] = (left, above)
            cells += [seen] * repeats(cell, "table:number-columns-repeated")
        rows.append(OdfRow(cells, own, is_header))
    return rows


def _rows(
    element: etree._Element, is_header: bool = False
) -> Iterator[tuple[etree._Element, bool]]:
    for one in element:
        name = name_of(one)
        if name == "table:table-row":
            yield one, is_header
        elif name in _GROUPS:
            yield from _rows(one, is_header or name == "table:table-header-rows")


def repeats(element: etree._Element, name: str) -> int:
    """Return how many times an element stands for itself, or how far it goes."""
    value = attribute(element, name)
    return min(int(value), _MOST_REPEATS) if value.isdecimal() else 1
