"""The tables of a page: which of them hold data and which serve layout, and the rows of the former.

The rows are those of the HTML standard's algorithm for forming a table: a cell may reach over
several rows and columns.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from index.documents.formats.markup.html_text import level_of_heading
from index.documents.header_row import header_of

_MOST_SPANNED = 100
_MOST_COLUMNS = 300  # that cells may reach over
_LONGEST_REPEATED = 80  # characters
_LONGEST_CELL = 700  # characters: a longer one holds a part of the page
_NO_DATA = frozenset("table ul ol dl pre blockquote form article section hr".split())
_NUMBER = re.compile(r"\A\s*+\d*+\s*+\Z")


class TableRow(NamedTuple):
    """A row: its cells, with None where no cell begins, and whether it names the columns."""

    cells: list[etree._Element | None]
    header: bool


def holds_data(table: etree._Element) -> bool:
    """Whether a table is one to its readers, and no means to place the parts of a page."""
    if table.get("role") in ("presentation", "none", "table"):
        return bool(table.get("role") == "table")
    rows = [_cells_of(row) for row in _rows_of(table)]
    cells = [cell for row in rows for cell in row]
    named = table.find("caption") is not None or any(cell.tag == "th" for cell in cells)
    if any(_holds_part_of_page(cell, named) for cell in cells):
        return False
    return named or (len(rows) > 1 and max(map(len, rows)) > 1)


def _holds_part_of_page(cell: etree._Element, named: bool) -> bool:
    parts = [inner.tag for inner in cell.iterdescendants("*")]
    if any(level_of_heading(part) for part in parts) or "table" in parts or "pre" in parts:
        return True
    if named:
        return False
    return not _NO_DATA.isdisjoint(parts) or len("".join(cell.itertext())) > _LONGEST_CELL


def rows_of(table: etree._Element) -> list[TableRow]:
    """Return the rows; a short cell that reaches over several rows stands in each of them.

    Where the page marks no cell as one that names others, a row names the columns that does so by
    what stands in it and below it, or whose cells are all set in bold.
    """
    rows = list(_formed(table))
    if any(row.header or _names_anything(row) for row in rows):
        return rows
    texts = [[_text_of(cell) for cell in row.cells] for row in rows]
    found = header_of(texts, bool(rows) and _is_bold(rows[0]))
    return [row._replace(header=number == found) for number, row in enumerate(rows)]


def _names_anything(row: TableRow) -> bool:
    return any(cell is not None and cell.tag == "th" for cell in row.cells)


def _is_bold(row: TableRow) -> bool:
    """Whether all text of a row is set in bold."""
    cells = [cell for cell in row.cells if cell is not None]
    texts = ["".join(_text_of(bold) for bold in cell.iter("b", "strong")) for cell in cells]
    return texts == [_text_of(cell) for cell in cells] and any(texts)


def _text_of(cell: etree._Element | None) -> str:
    return "" if cell is None else " ".join("".join(cell.itertext()).split())


def _formed(table: etree._Element) -> Iterator[TableRow]:
    below: dict[int, tuple[int, etree._Element | None]] = {}  # by column: how many rows, of what
    for row in _rows_of(table):
        cells: list[etree._Element | None] = []
        own = _cells_of(row)
        waiting = list(own)
        while waiting or (len(cells) in below and len(cells) < _MOST_COLUMNS):
            column = len(cells)
            if column in below:
                rows, cell = below.pop(column)
                if rows > 1:
                    below[column] = (rows - 1, cell)
                cells.append(cell)
                continue
            cell = waiting.pop(0)
            repeated = cell if len("".join(cell.itertext()).strip()) <= _LONGEST_REPEATED else None
            rows, columns = _span(cell, "rowspan"), _span(cell, "colspan")
            columns = columns if column < _MOST_COLUMNS else 1
            cells += [cell, *[None] * (columns - 1)]
            for offset in range(columns if rows > 1 else 0):
                below[column + offset] = (rows - 1, None if offset else repeated)
        yield TableRow(cells, _names_columns(row, own))


def _names_columns(row: etree._Element, cells: list[etree._Element]) -> bool:
    parent = row.getparent()
    if parent is not None and parent.tag == "thead":
        return True
    filled = [cell.tag for cell in cells if "".join(cell.itertext()).strip()]
    return len(cells) > 1 and bool(filled) and set(filled) == {"th"}


def _rows_of(table: etree._Element) -> list[etree._Element]:
    rows = []
    for part in table:
        if part.tag == "tr":
            rows.append(part)
        elif part.tag in ("thead", "tbody", "tfoot"):
            rows += [row for row in part if row.tag == "tr"]
    return rows


def _cells_of(row: etree._Element) -> list[etree._Element]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), _MOST_SPANNED)) if value.isdecimal() else 1


def lines_of_code(table: etree._Element) -> list[etree._Element] | None:
    """Return the lines of code that a table holds, each beside its number; None if it holds none.

    The number may be drawn by the style sheet alone, from an attribute.
    """
    rows = [_cells_of(row) for row in _rows_of(table)]
    if len(rows) < 2 or any(len(row) != 2 for row in rows):
        return None
    numbered = [row[0].get("data-line-number") or "".join(row[0].itertext()) for row in rows]
    if any(not _NUMBER.match(number) for number in numbered):
        return None
    counted = [int(number) for number in numbered if number.strip()]
    if not counted or counted != list(range(counted[0], counted[0] + len(counted))):
        return None
    is_code = any(
        "code" in (row[1].get("class") or "") or row[1].find("code") is not None for row in rows
    )
    return [row[1] for row in rows] if is_code else None
