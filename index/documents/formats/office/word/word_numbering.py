"""Counts the items of the lists of a DOCX file, whose numbers are not in the text.

A list (`w:num`) is an instance of an abstract one, with which it shares the counting, unless it
starts anew at one level (ECMA-376, part 1, 17.9).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from lxml import etree

from index.documents.formats.decoding.qualified_names import attribute, child, children
from index.documents.formats.office.numerals import as_letters, as_roman

_LEVELS = 9
_COUNTED = re.compile(r"%([1-9])")


class ListMark(NamedTuple):
    """What stands before an item: "3.", "b)", "-". number: None for a bullet. level: from 1."""

    text: str
    number: int | None
    level: int


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    numeral: str = "decimal"
    text: str = ""
    restarts: bool = True
    is_legal: bool = False  # the numbers of the levels above are written with digits too


class WordNumbering:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, root: etree._Element | None) -> None:
        abstract = {
            attribute(one, "w:abstractNumId"): one for one in children(root, "w:abstractNum")
        }
        named = {attribute(child(one, "w:styleLink"), "w:val"): one for one in abstract.values()}
        self._counters: dict[str, list[int | None]] = {}
        self._abstract_of: dict[str, str] = {}
        self._levels: dict[str, Mapping[int, _Level]] = {}
        self._starts: dict[tuple[str, int], int] = {}  # that are still to come
        for one in children(root, "w:num"):
            number = attribute(one, "w:numId")
            key = attribute(child(one, "w:abstractNumId"), "w:val")
            definition = abstract.get(key)
            style = attribute(child(definition, "w:numStyleLink"), "w:val")
            definition = named.get(style, definition) if style else definition
            self._abstract_of[number] = key
            self._levels[number] = _levels(definition) | _levels(one)
            self._note_starts(number, one)

    def _note_starts(self, number: str, element: etree._Element) -> None:
        for override in children(element, "w:lvlOverride"):
            start = attribute(child(override, "w:startOverride"), "w:val")
            if start.isdecimal():
                self._starts[number, _int(override, "w:ilvl", 0)] = int(start)

    def count(self, number: str, level: int) -> ListMark | None:
        """Return the mark of the next item of a list; None if the list is none, or without marks.

        level: from 0.
        """
        levels = self._levels.get(number, {})
        here = levels.get(level)
        if here is None or level >= _LEVELS:
            return None
        counters = self._counters.setdefault(self._abstract_of[number], [None] * _LEVELS)
        before = counters[level]
        start = self._starts.pop((number, level), None)
        if start is not None:
            counters[level] = start
        else:
            counters[level] = here.start if before is None else before + 1
        for deeper in range(level + 1, _LEVELS):
            if levels.get(deeper, _Level()).restarts:
                counters[deeper] = None
        if here.numeral == "bullet":
            return ListMark("-", None, level + 1)
        text = _COUNTED.sub(lambda of: _counted(int(of[1]) - 1, levels, counters, here), here.text)
        return ListMark(text.strip(), counters[level], level + 1) if text.strip() else None


def _counted(
    level: int, levels: Mapping[int, _Level], counters: list[int | None], shown_at: _Level
) -> str:
    """Return the number of a level as the mark of an item of `shown_at` shows it."""
    one = levels.get(level, _Level())
    number = counters[level]
    number = one.start if number is None else number
    numeral = "decimal" if shown_at.is_legal else one.numeral
    written: dict[str, Callable[[int], str]] = {
        "lowerLetter": as_letters,
        "lowerRoman": as_roman,
        "upperLetter": lambda n: as_letters(n).upper(),
        "upperRoman": lambda n: as_roman(n).upper(),
        "decimalZero": "{:02}".format,
        "none": lambda _: "",
    }
    return written.get(numeral, str)(number)


def _levels(element: etree._Element | None) -> dict[int, _Level]:
    """Return the levels that an abstract list defines, or those that a list defines for itself."""
    found = [*children(element, "w:lvl")]
    for override in children(element, "w:lvlOverride"):
        found += children(override, "w:lvl")
    return {_int(one, "w:ilvl", 0): _level(one) for one in found}


def _level(element: etree._Element) -> _Level:
    level = _Level(
        start=_int(child(element, "w:start"), "w:val", 1),
        numeral=attribute(child(element, "w:numFmt"), "w:val", "decimal"),
        text=attribute(child(element, "w:lvlText"), "w:val"),
        is_legal=child(element, "w:isLgl") is not None,
    )
    never = attribute(child(element, "w:lvlRestart"), "w:val") == "0"
    return replace(level, restarts=False) if never else level


def _int(element: etree._Element | None, name: str, default: int) -> int:
    value = attribute(element, name)
    return int(value) if value.isdecimal() else default
