"""The rows of a table of a DOCX file, with merged cells where they are seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from index.documents.formats.decoding.qualified_names import (
    attribute,
    child,
    children,
    descendants,
    name_of,
)
from index.documents.formats.office.word.word_styles import WordStyles, is_on

_CONTAINERS = ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo")
_MOST_COLUMNS = 1000
_LONG_PARAGRAPHS = 4
_LONG_TEXT = 600  # characters


@dataclass(frozen=True, slots=True)
class WordRow:
    """A row. cells: by column; None where a wide cell goes on.

    A cell that spans rows is in each of them, but in `own_cells` of the first one alone. is_layout:
    whether a cell holds so much that the row is there for its look.
    """

    cells: list[etree._Element | None]
    own_cells: list[etree._Element]
    is_header: bool
    is_layout: bool

    @property
    def width(self) -> int:
        """How many cells stand side by side."""
        return sum(cell is not None for cell in self.cells)


def word_rows(table: etree._Element, styles: WordStyles) -> list[WordRow]:
    """Return the rows of a table that were not deleted while changes were tracked."""
    rows: list[WordRow] = []
    above: dict[int, etree._Element] = {}  # the cells that go on below, by column
    for row in _inside(table, "w:tr"):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None:
            continue
        column = _int(child(properties, "w:gridBefore"), 0)
        cells: list[etree._Element | None] = [None] * column
        own: list[etree._Element] = []
        for cell in _inside(row, "w:tc"):
            merge = child(cell, "w:tcPr", "w:vMerge")
            goes_on = merge is not None and attribute(merge, "w:val", "continue") == "continue"
            seen = above.get(len(cells), cell) if goes_on else cell
            if seen is cell:
                own.append(cell)
            above[len(cells)] = seen
            cells += [seen, *[None] * (_int(child(cell, "w:tcPr", "w:gridSpan"), 1) - 1)]
        is_header = is_on(child(properties, "w:tblHeader"))
        rows.append(WordRow(cells, own, is_header, any(_is_long(cell, styles) for cell in own)))
    return rows


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, or the cells of a row, also those in content controls."""
    for one in element:
        if name_of(one) == name:
            yield one
        elif name_of(one) in _CONTAINERS:
            yield from _inside(one, name)


def _is_long(cell: etree._Element, styles: WordStyles) -> bool:
    """Whether a cell holds headings, or a text of several paragraphs."""
    paragraphs = [*children(cell, "w:p")]
    if any(
        styles.heading_level(attribute(child(one, "w:pPr", "w:pStyle"), "w:val"))
        for one in paragraphs
    ):
        return True
    length = sum(len(one.text or "") for one in descendants(cell, "w:t"))
    return len(paragraphs) >= _LONG_PARAGRAPHS and length > _LONG_TEXT


def _int(element: etree._Element | None, default: int) -> int:
    value = attribute(element, "w:val")
    return min(int(value), _MOST_COLUMNS) if value.isdecimal() else default
