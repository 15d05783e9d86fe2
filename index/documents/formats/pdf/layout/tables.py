"""Finds tables without rules: rows whose cells stand straight below each other.

Where that is not certain the lines stay as they are: a line of text for each row.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.layout.text_lines import TextLine, around, is_prose, side_of
from index.documents.formats.pdf.layout.typography import Typography

Cell = list[TextLine]
"""The lines of a cell, from top to bottom; none if it is empty."""

_NEXT_ROW = 3.0  # times the size of type
_GUTTER = 0.4  # ems that no cell of the table stands in
_ALIGNED = 0.7  # ems
_MOSTLY = 2 / 3
_HEADER_LINES = 3.5  # times the distance of rows, above the first one
_LETTERS_OF_UNIT = 3  # at most, in a cell that is a number
_MOST_TO_COMPARE = 300  # rows


@dataclass(slots=True)
class Table:
    """Rows of cells; each row has one for each column. header: whether the first names them."""

    page: int
    rows: list[list[Cell]]
    box: Box
    header: bool


def with_tables(lines: Sequence[TextLine | Table], type_: Typography) -> list[TextLine | Table]:
    """Return the lines of a page with tables in the place of the lines that are their rows."""
    result: list[TextLine | Table] = []
    run: list[TextLine] = []
    for line in [*lines, None]:
        if isinstance(line, TextLine) and _may_be_row(line, run, type_):
            run.append(line)
            continue
        result += _tabled(run, result, type_)
        run = [line] if isinstance(line, TextLine) and _may_be_row(line, [], type_) else []
        result += [line] if line is not None and not run else []
    return result


def _may_be_row(line: TextLine, run: Sequence[TextLine], type_: Typography) -> bool:
    if len(line.segments) < 2 or line.aside or type_.is_fixed(line):
        return False
    down = line.base - run[-1].base if run else line.size
    return 0.3 * line.size < down < _NEXT_ROW * line.size


def _tabled(
    run: list[TextLine], before: list[TextLine | Table], type_: Typography
) -> Sequence[TextLine | Table]:
    """Return the table that lines are, or the lines; take its header from the lines before."""
    columns = _columns(run)
    if not columns:
        return run
    rows = [_row([line], columns) for line in run]
    header = list(_header_above(run, columns, before))
    for _ in header:
        before.pop()
    if header:
        rows.insert(0, _row(header, columns))
    box = around([*header, *run])
    return [Table(run[0].page, rows, box, bool(header) or names_columns(rows, type_))]


def _columns(run: Sequence[TextLine]) -> list[tuple[float, float]]:
    """Return the left and right ends of the columns; an empty list where rows do not align."""
    if len(run) < 2 or is_prose(run):
        return []
    most = max(len(line.segments) for line in run)
    full = [line for line in run if len(line.segments) >= _MOSTLY * most]
    size = run[0].size
    columns: list[tuple[float, float]] = []
    for box in sorted(segment.box for line in full for segment in line.segments):
        if columns and box.left < columns[-1][1] + _GUTTER * size:
            columns[-1] = (columns[-1][0], max(columns[-1][1], box.right))
        else:
            columns.append((box.left, box.right))
    certain = len(columns) >= max(2, _MOSTLY * most) and len(full) >= _MOSTLY * len(run)
    return columns if certain and _are_aligned(full, columns, size) else []


def _are_aligned(
    run: Sequence[TextLine], columns: Sequence[tuple[float, float]], size: float
) -> bool:
    """Whether the cells of most columns begin, or end, or have their middles, below each other.

    Those of the first one may be indented.
    """
    aligned = 0
    for left, right in columns[1:]:
        boxes = [s.box for line in run for s in line.segments if left <= s.box.left < right]
        edges = (
            [box.left for box in boxes],
            [box.right for box in boxes],
            [(box.left + box.right) / 2 for box in boxes],
        )
        aligned += any(_most_agree(values, _ALIGNED * size) for values in edges)
    return aligned >= _MOSTLY * (len(columns) - 1)


def _most_agree(values: Sequence[float], tolerance: float) -> bool:
    values = values[:_MOST_TO_COMPARE]
    best = max(sum(abs(v - other) <= tolerance for v in values) for other in values)
    return best >= max(2, _MOSTLY * len(values))


def _row(lines: Sequence[TextLine], columns: Sequence[tuple[float, float]]) -> list[Cell]:
    cells: list[Cell] = [[] for _ in columns]
    for line in lines:
        for number, segment in enumerate(line.segments):
            cells[_column_of(segment.box, columns)].append(side_of(line, number))
    return cells


def _column_of(box: Box, columns: Sequence[tuple[float, float]]) -> int:
    def shared(number: int) -> float:
        left, right = columns[number]
        return min(right, box.right) - max(left, box.left)

    return max(range(len(columns)), key=shared)


def _header_above(
    run: Sequence[TextLine],
    columns: Sequence[tuple[float, float]],
    before: Sequence[TextLine | Table],
) -> Iterator[TextLine]:
    """Yield the lines of the header's cells, from the last one up, if they fill most columns."""
    first = run[0]
    height = _HEADER_LINES * (run[1].base - first.base)
    found: list[TextLine] = []
    for line in reversed(before):
        if not isinstance(line, TextLine) or line.aside or not 0 <= first.base - line.base < height:
            break
        if line.box.left < columns[0][0] - first.size or not _is_in_columns(line, columns):
            break
        found.append(line)
    filled = {_column_of(s.box, columns) for line in found for s in line.segments}
    if len(filled) >= _MOSTLY * len(columns):
        yield from sorted(found, key=lambda line: line.base)


def _is_in_columns(line: TextLine, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether each part of a line lies in one column."""
    for segment in line.segments:
        middle = (segment.box.left + segment.box.right) / 2
        near = [c for c in columns if segment.box.left < c[1] and c[0] < segment.box.right]
        if len(near) > 1 and middle > near[0][1]:
            return False
        if len(near) > 2:
            return False
    return True


def names_columns(rows: Sequence[Sequence[Cell]], type_: Typography) -> bool:
    """Whether the first row names the columns: it alone is bold, or it alone has no numbers."""
    first, rest = rows[0], rows[1:]
    lines = [line for cell in first for line in cell]
    if not rest or not lines or not all(first[1:]):
        return False
    bold = all(map(type_.is_bold, lines))
    if bold and not all(type_.is_bold(line) for row in rest for cell in row for line in cell):
        return True
    numeric = [
        number
        for number in range(len(first))
        if _share_numeric([row[number] for row in rest]) >= _MOSTLY
    ]
    return bool(numeric) and not any(_is_numeric(first[number]) for number in numeric)


def _share_numeric(cells: Sequence[Cell]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(map(_is_numeric, filled)) / len(filled) if filled else 0.0


def _is_numeric(cell: Cell) -> bool:
    """Whether a cell holds a number, with its unit at most."""
    text = "".join(line.text for line in cell)
    letters = sum(map(str.isalpha, text))
    return letters <= _LETTERS_OF_UNIT and any(map(str.isdecimal, text))
