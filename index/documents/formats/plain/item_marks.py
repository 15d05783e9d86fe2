"""Tells the items of a plain text by their marks.

"- " and "1. " begin an item wherever they stand. "a)", "(iv)" and "2.1" do so only where such marks
follow each other: alone they are part of a sentence.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.documents.marks import LEAST_INITIALS, ItemMark, marks_of

_ALONE = ("bullet", "number")  # kinds of marks that are marks wherever they stand
_NEAR = 40  # lines; an item may hold paragraphs, but not a chapter
_LEAST = 2  # marks that follow each other


class _Marked(NamedTuple):
    """A line that may begin an item, and where it stands."""

    at: int
    line: str
    mark: ItemMark


class ItemMarks:
    """The marks of a text's items, found by line."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._followed = dict(_followed(lines))
        self._followed |= dict(_first_below(lines, self._followed.values()))

    def of(self, line: str) -> ItemMark | None:
        """Return the mark of the item that begins with a line, as it stands in the text."""
        alone = (mark for mark in marks_of(line.strip()) if mark.kind in _ALONE)
        return next(alone, None) or self._followed.get(line)


def _followed(lines: Sequence[str]) -> Iterator[tuple[str, ItemMark]]:
    """Yield the lines that begin with marks which follow each other, and their marks."""
    runs: dict[tuple[object, ...], list[_Marked]] = {}
    for at, line in enumerate(lines):
        for mark in _readings(line):
            key = (indent_of(line), *mark.series)
            run = runs.get(key, [])
            if run and not (at - run[-1].at <= _NEAR and run[-1].mark.is_before(mark)):
                yield from _told(run)
                run = []
            runs[key] = run
            run.append(_Marked(at, line, mark))
    yield from itertools.chain.from_iterable(map(_told, runs.values()))


def _first_below(lines: Sequence[str], known: Iterable[ItemMark]) -> Iterator[tuple[str, ItemMark]]:
    """Yield the lines that begin with the first number below a known one: 1.2.1 below 1.2."""
    numbers = {f"{mark.above}{mark.number}." for mark in known if mark.kind == "dotted"}
    for line in lines if numbers else ():
        for mark in _readings(line):
            if mark.number == 1 and mark.above in numbers:
                yield line, mark


def _told(run: Sequence[_Marked]) -> Iterator[tuple[str, ItemMark]]:
    """Yield the lines of a run if it is a list: long enough, and begun with its first mark."""
    first = run[0]
    begins = first.mark.number == 1 or first.mark.kind == "dotted"
    if begins and len(run) >= (LEAST_INITIALS if first.mark.is_initial else _LEAST):
        for _, line, mark in run:
            yield line, mark


def _readings(line: str) -> Iterator[ItemMark]:
    """Yield what a mark at the start of a line may be, if it is one only where others follow it."""
    return (mark for mark in marks_of(line.lstrip()) if mark.kind not in _ALONE)


def indent_of(line: str) -> int:
    """Return how many blanks a line begins with."""
    return len(line) - len(line.lstrip())
