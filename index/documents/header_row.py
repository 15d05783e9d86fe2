"""Tells which row of a table names its columns, by what stands in it and below it."""

import re
from collections.abc import Sequence
from statistics import median

_VALUE = re.compile(
    r"\A[^\w\s]*+\s*+(?:[A-Z]{3}\s?)?[^\w\s]*+\d[\d.,'’:/\s-]*(?:[^\W\d_]{1,3}\.?|[^\w\s]{1,2})?\)?"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_RANGE = re.compile(r"\d+\s*[-–]\s*\d+|\d+\s*\+")  # "18 - 24", "65+"
_NOTHING = re.compile(r"\W*|n/?a", re.IGNORECASE)
_LONG_NAME, _LONGEST_NAME = 80, 300  # characters; a form's columns are named by its questions
_MOST_ABOVE = 3  # rows that group columns, or say of all of them what they are


def header_of(rows: Sequence[Sequence[str]], emphasised: bool = False) -> int | None:
    """Return which row names the columns of the rows below it; None if none does.

    emphasised: whether the first row looks different from the others.
    """
    for number in range(min(_MOST_ABOVE, len(rows) - 1)):
        names, below = rows[number], rows[number + 1 :]
        if any(_filled(row) >= _filled(names) for row in rows[:number]):
            continue  # what groups columns has fewer names than there are columns
        if _may_name(names, rows) and (
            _is_over_values(names, below)
            or (not number and (emphasised or _is_over_words(names, below)))
        ):
            return number
    return None


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _may_name(row: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row may name columns: each has a name, but for one, most are short, and none is a
    value.
    """
    names = [cell for cell in row if cell.strip()]
    width = max(_filled(other) for other in rows[:50])
    return (
        len(names) >= max(1, width - 1)
        and median(map(len, names)) <= _LONG_NAME
        and max(map(len, names)) <= _LONGEST_NAME
        and not any(_is_value(name) and not _kinds(name) for name in names)
        and not all(map(_kinds, names))
    )


def _kinds(name: str) -> list[re.Pattern[str]]:
    """Return the forms of values that a name has, as columns may be named by years or ages."""
    return [form for form in (_YEAR, _RANGE) if form.fullmatch(name.strip())]


def _is_over_values(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether below a name there are mostly numbers, dates and the like."""
    for column, name in enumerate(names):
        below = [row[column].strip() for row in rows if column < len(row)]
        below = [cell for cell in below if not _NOTHING.fullmatch(cell)]
        values = sum(_is_value(cell) for cell in below)
        is_one_more = any(all(map(form.fullmatch, below)) for form in _kinds(name))
        if name and below and not is_one_more and values >= 0.7 * len(below):
            return True
    return False


def _is_over_words(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first of three or more columns of words are named: no name is in its column."""
    return (
        len(rows) > 1
        and sum(bool(name) for name in names) > 2
        and not any(
            name and any(column < len(row) and row[column] == name for row in rows)
            for column, name in enumerate(names)
        )
    )


def _is_value(cell: str) -> bool:
    return len(cell) < 40 and _VALUE.fullmatch(cell.strip()) is not None
