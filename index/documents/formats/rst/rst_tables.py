"""The tables of reStructuredText, as elements of HTML: grid tables and simple tables.

The syntax is that of the reStructuredText Markup Specification, "Tables".
"""

import itertools
import re
from collections.abc import Callable, Sequence

from lxml import etree

_GRID_BORDER = re.compile(r"\+(?:[-=]+\+)+\s*$")
_SIMPLE_BORDER = re.compile(r"=+(?:\s+=+)+\s*$")
_SPAN_BORDER = re.compile(r"-+(?:\s+-+)*\s*$")

_INNER_BORDER = re.compile(r"\s*\+?-[-+]*-\+?\s*$")

AddBody = Callable[[etree._Element, Sequence[str]], None]
"""Appends the blocks that are written in lines to an element."""


def table_end(lines: Sequence[str], start: int) -> int:
    """Return the line after the table that begins at line `start`; `start` if none begins there."""
    if _GRID_BORDER.match(lines[start]):
        end = start
        while end < len(lines) and lines[end].startswith(("+", "|")):
            end += 1
        return end
    if not _SIMPLE_BORDER.match(lines[start]):
        return start
    borders = 1
    for end in range(start + 1, len(lines)):
        if _SIMPLE_BORDER.match(lines[end]):
            borders += 1
            ends = end + 1 == len(lines) or not lines[end + 1].strip()
            if borders > 1 and ends:
                return end + 1
    return start


def add_table(parent: etree._Element, lines: Sequence[str], add_body: AddBody) -> None:
    """Append a table."""
    table = etree.SubElement(parent, "table", role="table")
    if lines[0].startswith("+"):
        _add_grid(table, lines, add_body)
    else:
        _add_simple(table, lines, add_body)


def _add_grid(table: etree._Element, lines: Sequence[str], add_body: AddBody) -> None:
    """Append the rows between borders. A cell over several rows stands in the first of them."""
    headed = any("=" in line for line in lines[1:-1] if _GRID_BORDER.match(line))
    row: list[str] = []
    for line in lines[1:]:
        if line.startswith("|") and not _GRID_BORDER.match(line):
            row.append(line.rstrip())
            continue
        if row:
            columns = _columns_of_grid(row)
            cells = [_cell(row, a, b) for a, b in columns]
            _add_row(table, cells, headed, add_body)
            row = []
        headed = headed and "=" not in line


def _cell(row: Sequence[str], start: int, end: int) -> list[str]:
    """Return the lines of a cell. A border inside it parts cells that another reaches over."""
    lines = [line[start:end].rstrip() for line in row]
    if not any(map(_INNER_BORDER.match, lines)):
        return lines
    return ["" if _INNER_BORDER.match(line) else line.strip(" |") for line in lines]


def _columns_of_grid(row: Sequence[str]) -> list[tuple[int, int]]:
    """Return where the cells of a row lie: between bars that stand in all of its lines."""
    width = min(map(len, row))
    bars = [n for n in range(width) if all(line[n] in "|+" for line in row)]
    return [(a + 1, b) for a, b in itertools.pairwise(bars)]


def _add_simple(table: etree._Element, lines: Sequence[str], add_body: AddBody) -> None:
    """Append the rows; a line whose first column is empty goes on with the row above."""
    starts = [match.start() for match in re.finditer("=+", lines[0])]
    columns = list(zip(starts, [*starts[1:], None], strict=True))
    headed = sum(bool(_SIMPLE_BORDER.match(line)) for line in lines) > 2
    row: list[list[str]] = []
    for line in lines[1:]:
        border = _SIMPLE_BORDER.match(line)
        if not border and _SPAN_BORDER.match(line) and row:
            continue  # it tells which cells of the row above reach over several columns
        cells = [line[a:b].rstrip() for a, b in columns]
        if row and (border or cells[0].strip()):
            _add_row(table, row, headed, add_body)
            row = []
        if border:
            headed = False
        elif any(cells):
            row = [[*old, new] for old, new in zip(row or [[] for _ in cells], cells, strict=True)]


def _add_row(
    table: etree._Element, cells: Sequence[Sequence[str]], header: bool, add_body: AddBody
) -> None:
    row = etree.SubElement(table, "tr")
    for cell in cells:
        add_body(etree.SubElement(row, "th" if header else "td"), cell)
