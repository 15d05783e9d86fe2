"""Finds tables that are drawn with rules, whose cells may hold several lines."""

from collections.abc import Iterator, Sequence
from functools import reduce

from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.layout.tables import Cell, Table, names_columns
from index.documents.formats.pdf.layout.text_lines import TextLine, side_of
from index.documents.formats.pdf.layout.typography import Typography

_THIN = 3.0  # points
_TOUCH = 2.5  # points
_LEAST_HEIGHT, _LEAST_WIDTH = 6.0, 12.0  # points
_MOST_RULES = 1_200  # on a page; one with more is a drawing
_LONGEST_CELL = 1_500  # characters; a longer one is a text in a frame
_MOSTLY = 0.6


def upright_rules(rules: Sequence[Box]) -> list[Box]:
    """Return the rules that run from top to bottom, which may part cells."""
    if len(rules) > _MOST_RULES:
        return []
    return [r for r in rules if r.width <= _THIN and r.height >= _LEAST_HEIGHT]


def with_grids(
    lines: Sequence[TextLine], rules: Sequence[Box], type_: Typography
) -> list[TextLine | Table]:
    """Return the lines of a page with tables in the place of those that stand in grids."""
    result: list[TextLine | Table] = list(lines)
    rules = list({tuple(map(round, rule)): rule for rule in rules}.values())  # cells share sides
    if len(rules) > _MOST_RULES:
        return result
    level = [r for r in rules if r.height <= _THIN and r.width >= _LEAST_WIDTH]
    for part in _touching([*level, *upright_rules(rules)]):
        inside = [line for line in result if isinstance(line, TextLine) and _is_in(line, part)]
        table = _table(part, inside, type_) if inside else None
        if table:
            gone = set(map(id, inside))
            place = next(n for n, line in enumerate(result) if id(line) in gone)
            result[place : place + 1] = [table]
            result = [line for line in result if id(line) not in gone]
    return result


def _touching(rules: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the rules in groups of those that touch, one by one."""
    waiting = list(rules)
    while waiting:
        group = [waiting.pop()]
        for rule in group:  # grows while it is read
            near = [other for other in waiting if _touch(rule, other)]
            gone = set(map(id, near))
            waiting = [other for other in waiting if id(other) not in gone]
            group += near
        if len(group) > 3:
            yield group


def _touch(rule: Box, other: Box) -> bool:
    return (
        rule.left - _TOUCH <= other.right
        and other.left <= rule.right + _TOUCH
        and rule.top - _TOUCH <= other.bottom
        and other.top <= rule.bottom + _TOUCH
    )


def _is_in(line: TextLine, rules: Sequence[Box]) -> bool:
    around = reduce(Box.around, rules)
    middle = (line.box.left + line.box.right) / 2
    return not line.aside and around.holds(middle, (line.box.top + line.box.bottom) / 2)


def _table(rules: Sequence[Box], lines: Sequence[TextLine], type_: Typography) -> Table | None:
    around = reduce(Box.around, rules)
    xs = _levels([around.left, around.right, *(r.left for r in rules if r.width <= _THIN)])
    ys = _levels([around.top, around.bottom, *(r.top for r in rules if r.height <= _THIN)])
    if len(xs) < 3 or len(ys) < 3:
        return None
    rows: list[list[Cell]] = [[[] for _ in xs[1:]] for _ in ys[1:]]
    for line in lines:
        for number, segment in enumerate(line.segments):
            row = _level_of((line.box.top + line.box.bottom) / 2, ys)
            left = min(segment.box.left + line.size, (segment.box.left + segment.box.right) / 2)
            rows[row][_level_of(left, xs)].append(side_of(line, number))
    rows = [row for row in rows if any(row)]
    kept = [number for number in range(len(xs) - 1) if any(row[number] for row in rows)]
    rows = [[row[number] for number in kept] for row in rows]
    filled = sum(sum(map(bool, row)) > 1 for row in rows)
    longest = max(sum(len(line.text) for line in cell) for row in rows for cell in row)
    if len(rows) < 2 or len(kept) < 2 or filled < _MOSTLY * len(rows) or longest > _LONGEST_CELL:
        return None
    return Table(lines[0].page, rows, around, names_columns(rows, type_))


def _levels(values: Sequence[float]) -> list[float]:
    """Return the values in order, those that are nearly the same once."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > 2 * _THIN:
            levels.append(value)
    return levels


def _level_of(value: float, levels: Sequence[float]) -> int:
    """Return between which two levels a value lies, from 0."""
    above = sum(level <= value for level in levels) - 1
    return min(max(0, above), len(levels) - 2)
