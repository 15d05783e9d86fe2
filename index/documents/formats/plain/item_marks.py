"""Tells the items of a plain text by their marks.

"- " and "1. " begin an item wherever they stand. "a)", "(iv)" and "2.1" do so only where such marks
follow each other: alone they are part of a sentence.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.documents.marks import LIST_MARK, roman_number

_NUMBER = re.compile(r"(\(?)(\d{1,3})([.)])")
_LETTERS = re.compile(r"(\(?)([A-Za-z]|[ivxlc]{2,7}|[IVXLC]{2,7})([.)])[ \t]+(?=\S)")
_DOTTED = re.compile(r"(\(?)((?:\d{1,3}\.)+)(\d{1,3})([.)]?)[ \t]+(?=(\S))")
_NEAR = 40  # lines; an item may hold paragraphs, but not a chapter
_LEAST = 2  # marks that follow each other
_LEAST_INITIALS = 3  # "A. Doe" and "B. Roe" are two people


class ItemMark(NamedTuple):
    """The mark of an item. look: all that it has in common with those of the same list.

    kind: bullet, number, letter, roman, dotted.
    """

    kind: str
    look: str
    number: int | None = None
    above: str = ""  # of 1.2.3: "1.2."

    @property
    def depth(self) -> int:
        """Of how many numbers it is made."""
        return self.above.count(".") + 1

    def is_before(self, other: "ItemMark") -> bool:
        """Whether the other one is the mark of the next item of the same list."""
        same = self[:2] == other[:2] and self.above == other.above
        return same and (self.number is None or other.number == self.number + 1)


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
        content = line.strip()
        if not LIST_MARK.match(content):
            return self._followed.get(line)
        number = _NUMBER.match(content)
        if not number:
            return ItemMark("bullet", content[0])
        return ItemMark("number", number[1] + number[3], int(number[2]))


def _followed(lines: Sequence[str]) -> Iterator[tuple[str, ItemMark]]:
    """Yield the lines that begin with marks which follow each other, and their marks."""
    runs: dict[tuple[object, ...], list[_Marked]] = {}
    for at, line in enumerate(lines):
        for mark in _readings(line):
            key = (indent_of(line), mark.kind, mark.look, mark.above)
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
    initials = first.mark.kind == "letter" and first.mark.look == "A."
    if begins and len(run) >= (_LEAST_INITIALS if initials else _LEAST):
        for _, line, mark in run:
            yield line, mark


def _readings(line: str) -> Iterator[ItemMark]:
    """Yield what a mark at the start of a line may be: "i)" is a letter and a number."""
    content = line.lstrip()
    if letters := _LETTERS.match(content):
        opener, value, closer = letters.groups()
        look = f"{opener}{'A' if value.isupper() else 'a'}{closer}"
        if len(value) == 1:
            yield ItemMark("letter", look, ord(value.lower()) - ord("a") + 1)
        if roman := roman_number(value):
            yield ItemMark("roman", look, roman)
    elif dotted := _DOTTED.match(content):
        opener, above, number, closer, first = dotted.groups()
        # "1.5 million" and "1.5 2.5" are numbers.
        if closer or not (first.isdigit() or first.islower()):
            yield ItemMark("dotted", opener + closer, int(number), above)


def indent_of(line: str) -> int:
    """Return how many blanks a line begins with."""
    return len(line) - len(line.lstrip())
