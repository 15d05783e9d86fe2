"""Appends a sheet to a text: titles, tables with the rows that name their columns, and remarks.

A sheet may hold several tables, one below the other, with empty rows between them.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from index.documents.header_row import header_of
from index.documents.shape import Piece, TextBuilder, block_of
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import Block, BlockKind

MAX_CELLS = 500_000
_LONGEST_TITLE = 80  # characters
_MOST_LINES_OF_TITLE = 3
_LEVEL_OF_SHEET = 1
_LEVEL_OF_TITLE = 2


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row. number: in the file, from 1. cells: as people see them; "" where there is nothing."""

    number: int
    cells: Sequence[str]

    @property
    def filled(self) -> list[str]:
        """The cells that hold something."""
        return [cell for cell in self.cells if cell]


@dataclass(slots=True)
class Sheet:
    """A sheet. rows: in order; empty ones may be left out. merged: cells that span rows of one
    column, as the first and the last row, from 1, and the column, from 0.
    """

    name: str
    rows: Iterable[SheetRow]
    is_hidden: bool = False
    merged: Sequence[tuple[int, int, int]] = ()


class SheetWriter:
    """Appends sheets to a text, as many cells as are allowed in a file."""

    def __init__(self, builder: TextBuilder, max_cells: int = MAX_CELLS) -> None:
        self._builder = builder
        self._left = max_cells
        self._most = max_cells

    def add(self, sheet: Sheet, with_name: bool) -> None:
        """Append a sheet. with_name: whether its name is its heading. Raises Unreadable."""
        label = f"sheet {sheet.name} (hidden)" if sheet.is_hidden else f"sheet {sheet.name}"
        tables = _tables(self._counted(_filled_down(sheet)))
        first = next(tables, None)
        if first is None:
            return
        with self._builder.at("sheet", sheet.name, label):
            self._builder.leave_headings()
            if with_name:
                name = block_of(BlockKind.HEADING, _LEVEL_OF_SHEET)
                self._builder.add(name, [Piece(sheet.name)])
            self.add_table(first)
            for table in tables:
                self.add_table(table)

    def add_rows(self, rows: Iterable[SheetRow]) -> None:
        """Append the rows of a file that has no sheets. Raises Unreadable."""
        for table in _tables(self._counted(rows)):
            self.add_table(table)

    def _counted(self, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
        for row in rows:
            self._left -= len(row.filled)
            if self._left < 0:
                raise too_many_cells(self._most)
            yield row

    def add_table(self, rows: Sequence[SheetRow]) -> None:
        """Append rows between empty ones: above the table its title, below it remarks."""
        start, end = _bounds(rows)
        table = rows[start:end]
        columns = _columns_of(table)
        texts = [[row.cells[c] if c < len(row.cells) else "" for c in columns] for row in table]
        header = header_of(texts)
        for row in rows[:start]:
            self._add_line(row, may_be_title=bool(table))
        group = object()
        for number, (row, cells) in enumerate(zip(table, texts, strict=True)):
            block = Block(BlockKind.ROW, 0, 0, header=number == header)
            with self._at(row):
                self._builder.add_row(block, [[Piece(cell)] for cell in cells], group)
        for row in rows[end:]:
            self._add_line(row, may_be_title=False)

    def _add_line(self, row: SheetRow, may_be_title: bool) -> None:
        """Append the text of a row of one cell."""
        text = " ".join(row.filled)
        is_title = may_be_title and len(text) <= _LONGEST_TITLE and not text.endswith((".", ":"))
        kind = BlockKind.HEADING if is_title else BlockKind.PARAGRAPH
        block = block_of(kind, _LEVEL_OF_TITLE if is_title else 0)
        with self._at(row):
            self._builder.add(block, [Piece(text.replace("\n", " ") if is_title else text)])

    def _at(self, row: SheetRow) -> AbstractContextManager[None]:
        return self._builder.at("row", str(row.number), f"row {row.number}")


def hidden_named(names: Sequence[str]) -> list[str]:
    """Return the warning about sheets that are hidden, and read all the same, if there are any."""
    return [f"hidden sheets are read too: {', '.join(names)}"] if names else []


def too_many_cells(most: int) -> Unreadable:
    """Return the failure of a file with more cells than `most`, or such a rectangle of them."""
    return Unreadable(
        f"it has more than {most:,} cells, or cells far apart",
        FileStatus.TOO_LARGE,
        "split it into smaller files",
    )


def _filled_down(sheet: Sheet) -> Iterator[SheetRow]:
    """Yield the rows, each with the cells above that span it."""
    by_row: dict[int, list[tuple[int, int]]] = {}
    for first, last, column in sheet.merged:
        by_row.setdefault(first, []).append((last, column))
    spans: dict[int, tuple[int, str]] = {}  # of each column under way: the last row, what it says
    for row in sheet.rows:
        cells = list(row.cells)
        for column, (last, text) in list(spans.items()):
            if row.number > last:
                del spans[column]
            elif column < len(cells) and not cells[column] and any(cells):
                cells[column] = text
        for last, column in by_row.get(row.number, ()):
            if column < len(cells) and cells[column]:
                spans[column] = (last, cells[column])
        yield SheetRow(row.number, cells)


def _tables(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    """Yield the runs of rows between empty ones.

    A title, and the names of columns, go with what is below them though a row between is empty.
    """
    held: list[SheetRow] = []
    for run in _runs(rows):
        if held and _belongs_above(held, run):
            held += run
        else:
            if held:
                yield held
            held = run
        if _bounds(held)[0] < len(held) - 1:  # there is a table, to which nothing more belongs
            yield held
            held = []
    if held:
        yield held


def _belongs_above(held: Sequence[SheetRow], run: Sequence[SheetRow]) -> bool:
    """Whether a title, or the names of columns, say what stands below the next empty row."""
    if len(held[-1].filled) > 1:
        rows = [held[-1].cells, *(row.cells for row in run)]
        return header_of(rows[1:]) is None and header_of(rows) == 0
    return len(held) <= _MOST_LINES_OF_TITLE and _bounds(run)[0] < len(run)


def _runs(rows: Iterable[SheetRow]) -> Iterator[list[SheetRow]]:
    run: list[SheetRow] = []
    for row in rows:
        goes_on = not run or row.number == run[-1].number + 1
        if run and not (goes_on and row.filled):
            yield run
            run = []
        if row.filled:
            run.append(row)
    if run:
        yield run


def _bounds(rows: Sequence[SheetRow]) -> tuple[int, int]:
    """Return where, in rows between empty ones, the table starts and ends.

    What has one cell, above it or below it, is a line of text; where all rows have, there is no
    table.
    """
    wide = [number for number, row in enumerate(rows) if len(row.filled) > 1]
    if not wide:
        return len(rows), len(rows)
    end = len(rows)
    while not _is_cell_of(rows[end - 1], rows[wide[-1]]):
        end -= 1
    return wide[0], end


def _is_cell_of(row: SheetRow, last: SheetRow) -> bool:
    """Whether a row belongs to the table that has `last` as its last row of several cells."""
    return row is last or len(row.filled[0]) <= _LONGEST_TITLE // 2


def _columns_of(rows: Sequence[SheetRow]) -> list[int]:
    """Return the columns in which something stands."""
    width = max((len(row.cells) for row in rows), default=0)
    return [
        column
        for column in range(width)
        if any(column < len(row.cells) and row.cells[column] for row in rows)
    ]
