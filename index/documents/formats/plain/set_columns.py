"""Finds tables that are set in columns by tabs or blanks alone, and parts their lines into cells.

Those that are drawn with "|" are known too.

Blanks stand between columns where all lines leave a gap, and what is behind it begins or ends at
the same place in most of them. In verse, in justified text and after full stops the gaps wander.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from index.documents.formats.plain.item_marks import indent_of
from index.documents.formats.plain.lines import is_code, is_keyed, stamp_of
from index.documents.header_row import header_of
from index.documents.marks import LIST_MARK

_GAP = re.compile(r"(?:[^\s.!?:][ ]{2}|\S[ ]{3}|\S[ ]*\t)\s*(?=\S)")  # two may end a sentence
_TABS = (re.compile(r"\t"), re.compile(r"\t+"))  # the second where tabs only reach a column
_BORDER = re.compile(r"\s*+[-=]{2}[-=\s+]*+$")
_MARK = re.compile(r"\(?\w{1,6}(?:\.\w{1,4})*[.)]|\d{1,3}(?:\.\d{1,3})+")
_GRID_BORDER = re.compile(r"\s*[|+:=-][\s|+:=-]*$")
_SEPARATORS = ("=", ":")
_ALIGNED = 2 / 3  # of the cells of a column
_WORDS_OF_PROSE = 3
_LONGEST_LINE = 400  # characters; what is longer was not set in columns


class SetTable(NamedTuple):
    """Which lines of a stretch a table takes up, its rows, and which of them names the columns."""

    start: int
    end: int
    rows: list[list[str]]
    header: int | None

    def may_have_title(self, line: str) -> bool:
        """Whether a line above may be a title of the table, and not the first cell of a row."""
        return self.header is not None or len(line.strip()) > max(len(row[0]) for row in self.rows)


def tables_in(lines: Sequence[str]) -> list[SetTable]:
    """Return the tables among the lines of a stretch, in order.

    A log of which some lines have gaps, since words of different length stand in them, has none.
    """
    gaps = [n for n, line in enumerate(lines) if _GAP.search(line)]
    if len(gaps) < 2:
        return []
    tables = list(_tables_in(lines))
    taken = {n for table in tables for n in range(table.start, table.end)}
    between = {*range(gaps[0], gaps[-1])} - taken
    stamps = {stamp_of(lines[n]) for n in taken} - {""}
    return [] if stamps & {stamp_of(lines[n]) for n in between} else tables


def _tables_in(lines: Sequence[str]) -> Iterator[SetTable]:
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _may_belong(lines[end], lines[start] if end > start else None):
            end += 1
        table = _longest_table(start, lines[start:end])
        if table:
            yield table
        start = max(end, start + 1)


def is_grid(lines: Sequence[str]) -> bool:
    """Whether the lines are a table drawn with "|": each is a row or a border."""
    if not lines[0].lstrip().startswith(("|", "+")):
        return False
    rows = [line.strip() for line in lines if not _GRID_BORDER.match(line)]
    return bool(rows) and all(row[0] == row[-1] == "|" and len(row) > 2 for row in rows)


def rows_of_grid(lines: Sequence[str]) -> tuple[list[list[str]], int | None]:
    """Return the rows of a table drawn with "|" and "-", and which of them names the columns.

    A line between two rows tells it; where no line parts any rows, what stands in them does.
    """
    numbers = [n for n, line in enumerate(lines) if not _GRID_BORDER.match(line)]
    rows = [[cell.strip() for cell in lines[n].strip().strip("|").split("|")] for n in numbers]
    ruled = numbers[-1] - numbers[0] > len(numbers) - 1
    header = 0 if ruled and numbers[1] - numbers[0] > 1 else None
    return rows, header if ruled else named_columns(rows)


def named_columns(rows: Sequence[Sequence[str]]) -> int | None:
    """Return the row that names the columns. Its names begin alike: not so "Monday | closed"."""
    header = header_of(rows)
    if header is None:
        return None
    cases = {cell[0].islower() for cell in rows[header] if cell[:1].isalpha()}
    return header if len(cases) == 1 else None


def _may_belong(line: str, first: str | None) -> bool:
    """Whether a line has a gap; or is a border, or goes on in a later cell, below the first."""
    content = line.strip()
    if first and (_BORDER.match(line) or indent_of(line) > indent_of(first) + 1):
        return True
    return not LIST_MARK.match(content) and _GAP.search(content) is not None


def _longest_table(start: int, lines: Sequence[str]) -> SetTable | None:
    """Return the table that the lines are, or those before the last ones without a gap."""
    table = _table(start, lines)
    if table or not lines:
        return table
    last = max(n for n, line in enumerate(lines) if _GAP.search(line))
    return _table(start, lines[: last + 1]) if last + 1 < len(lines) else None


def _table(start: int, lines: Sequence[str]) -> SetTable | None:
    """Return the table that the lines are; None if they are none."""
    border = [_BORDER.match(line) is not None for line in lines]
    content = [line for line, is_border in zip(lines, border, strict=True) if not is_border]
    if len(content) < 2 or is_keyed(content) or is_code(content):
        return None
    tabbed = "\t" in content[0].strip()
    rows = _parted_by_tabs(content) if tabbed else _parted_by_blanks(content)
    if rows is None or len(rows) < 2 or _is_no_table(rows):
        return None
    ruled = border[border.index(False) + 1]
    return SetTable(start, start + len(lines), rows, 0 if ruled else named_columns(rows))


def _parted_by_tabs(lines: Sequence[str]) -> list[list[str]] | None:
    """Return the cells; None where lines have different numbers of them.

    The last cells of a line may be missing: an editor cuts tabs off that end a line.
    """
    for tabs in _TABS:
        rows = [[cell.strip() for cell in tabs.split(line.strip())] for line in lines]
        width = len(rows[0])
        whole = sum(len(row) == width for row in rows)
        if all(1 < len(row) <= width for row in rows) and whole >= max(2, _ALIGNED * len(rows)):
            return [row + [""] * (width - len(row)) for row in rows]
    return None


def _parted_by_blanks(lines: Sequence[str]) -> list[list[str]] | None:
    """Return the cells between the gaps that all lines share; None where there is no such gap."""
    if max(map(len, lines)) > _LONGEST_LINE:
        return None
    starts = _starts(lines)
    columns = list(zip(starts, [*starts[1:], None], strict=True))
    spans = [[_span(line, a, b) for line in lines] for a, b in columns]
    if len(starts) < 2 or not all(map(_is_aligned, spans[1:])):
        return None
    rows: list[list[str]] = []
    for line in lines:
        cells = [line[a:b].strip() for a, b in columns]
        if rows and not cells[0] and sum(map(bool, cells)) == 1:  # a cell above goes on
            pairs = zip(rows[-1], cells, strict=True)
            rows[-1] = [f"{above} {cell}".strip() for above, cell in pairs]
        else:
            rows.append(cells)
    return rows


def _starts(lines: Sequence[str]) -> list[int]:
    """Return where the columns begin: behind two or more places that are blank in all lines."""
    width = max(map(len, lines))
    filled = [any(line[n : n + 1].strip() for line in lines) for n in range(width)]
    return [n for n in range(width) if filled[n] and not any(filled[max(0, n - 2) : n])]


def _span(line: str, start: int, end: int | None) -> tuple[int, int] | None:
    """Return where the content of a cell begins and ends; None if it has none."""
    cell = line[start:end]
    if not cell.strip():
        return None
    return start + len(cell) - len(cell.lstrip()), start + len(cell.rstrip())


def _is_aligned(spans: Sequence[tuple[int, int] | None]) -> bool:
    """Whether most cells of a column begin, or end, at the same place."""
    filled = [span for span in spans if span]
    most = max(_most(filled, lambda span: span[0]), _most(filled, lambda span: span[1]))
    return most >= max(2, _ALIGNED * len(filled)) and 2 * len(filled) >= len(spans)


def _most(spans: Sequence[tuple[int, int]], place: Callable[[tuple[int, int]], int]) -> int:
    places = [place(span) for span in spans]
    return max((places.count(one) for one in set(places)), default=0)


def _is_no_table(rows: Sequence[Sequence[str]]) -> bool:
    """Whether it is a list with its marks, settings with their "=", or prose in two columns."""
    columns = list(zip(*rows, strict=True))
    if len(columns) == 2 and all(map(_MARK.fullmatch, columns[0])):
        return True
    if any(all(cell.startswith(_SEPARATORS) for cell in column) for column in columns[1:]):
        return True
    torn = sum("  " in cell for row in rows for cell in row)  # as justified text is
    return 3 * torn > len(rows) or any(map(_is_prose, columns))


def _is_prose(column: Sequence[str]) -> bool:
    """Whether sentences run on from cell to cell: half of them begin in the middle of one."""
    cells = [cell for cell in column if len(cell.split()) >= _WORDS_OF_PROSE]
    run_on = sum(cell[0].islower() for cell in cells[1:]) if len(cells) > 2 else 0
    return bool(run_on) and cells[0][0].isupper() and 2 * run_on >= len(column) - 1
