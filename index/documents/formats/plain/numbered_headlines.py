"""Finds headlines by their numbers: those of contracts, laws and manuals, which follow each other.

"2. Fees", "§ 2 Rent", "Article 2" and "II. METHODS" are headlines where the one before has the
number before, each is short, and text of its own stands below each. What leads in with a colon, or
has nothing between its numbers, is a list.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from index.documents.formats.plain.headlines import Headline, Stretches, may_be_title
from index.documents.formats.plain.item_marks import indent_of
from index.documents.formats.plain.lines import is_keyed
from index.documents.formats.plain.wrapping import LEAST_WIDTH
from index.documents.marks import (
    CLOSERS,
    LIST_MARK,
    NUMBERED_MARK,
    STOPS,
    WIDE_STOPS,
    letter_number,
    roman_number,
)

_NUMBERED = re.compile(
    r"(?:(?P<label>[^\W\d_]{3,20}(?=\s)|§)\s*)?"
    r"(?P<number>\d{1,3}|[IVXLC]{1,7}|[A-Z])(?P<stop>[.)]?)(?:\s+|$)(?P<title>.*)"
)
_ENDS = (*STOPS, *WIDE_STOPS, ";", ":")
_UPPERMOST = 2  # level 1 is the title's


class _Head(NamedTuple):
    """The number that a stretch begins with, and what it may be the headline of."""

    place: int
    value: int
    label: str
    title: str


def numbered_headlines(stretches: Stretches) -> dict[int, Headline]:
    """Return the headlines that stretches begin with, by the places of these."""
    heads: dict[tuple[str, ...], list[_Head]] = defaultdict(list)
    for place, lines in enumerate(stretches):
        for style, head in _heads_of(place, lines[0].strip()):
            heads[style].append(head)
    sought = {style: found for style, found in heads.items() if len(found) > 1}
    if not sought:
        return {}
    widest = max(len(line) for lines in stretches for line in lines)
    width = max(LEAST_WIDTH, widest)
    runs = {
        style: [run for run in _runs(found) if _are_headlines(run, stretches, width)]
        for style, found in sought.items()
    }
    levels = {style: _UPPERMOST + _depth(style, runs) for style in runs}
    return {
        head.place: Headline(levels[style], _lines_of(head, stretches))
        for style, found in runs.items()
        for head in itertools.chain(*found)
    }


def _heads_of(place: int, line: str) -> Iterator[tuple[tuple[str, ...], _Head]]:
    """Yield what a line may be the headline of, by the style of its number: "C." is 100 or 3."""
    found = _NUMBERED.fullmatch(line)
    if not found:
        return
    label, number, stop = (found["label"] or "").casefold(), found["number"], found["stop"]
    if not label and not stop and not number.isdecimal():  # "I went"
        return
    values = {"1": int(number)} if number.isdecimal() else {"I": roman_number(number)}
    if len(number) == 1 and number.isalpha():
        values["A"] = letter_number(number)
    for kind, value in values.items():
        if value:
            style = (label, "A" if kind == "A" else "") if label else (kind, stop)
            yield style, _Head(place, value, label, found["title"])


def _runs(heads: Sequence[_Head]) -> Iterator[list[_Head]]:
    """Yield the heads whose numbers follow each other, two or more together."""
    run: list[_Head] = []
    for head in heads:
        if run and head.value != run[-1].value + 1:
            if len(run) > 1:
                yield run
            run = []
        run.append(head)
    if len(run) > 1:
        yield run


def _are_headlines(run: Sequence[_Head], stretches: Stretches, width: int) -> bool:
    """Whether all heads of a run are headlines, and not items of a list."""
    first = run[0].place
    led = first > 0 and stretches[first - 1][-1].rstrip().endswith(":")
    if led and not run[0].label:
        return False
    places = {head.place for head in run}
    return all(_is_headline(head, stretches, width, places) for head in run)


def _is_headline(head: _Head, stretches: Stretches, width: int, places: set[int]) -> bool:
    """Whether a line is short, ends on purpose, and has a text below that is no part of an item."""
    lines, own = stretches[head.place], _lines_of(head, stretches)
    if head.title and not may_be_title(head.title):
        return False
    below = lines[own:]
    if not below:
        after = head.place + 1
        is_named = head.title or own > 1 or head.label == "§"
        if after in places or after >= len(stretches) or not is_named:
            return False
        return indent_of(stretches[after][0]) <= indent_of(lines[0])
    wrapped = len(lines[0]) + 1 + len(below[0].split()[0]) > width
    if wrapped or below[0].strip()[0].islower() or is_keyed(below):
        return False
    if not head.label and indent_of(below[0]) > indent_of(lines[0]):
        return False
    return _says_something(below)


def _says_something(lines: Sequence[str]) -> bool:
    """Whether lines are sentences, or clauses with numbers of their own: no list, no address."""
    if LIST_MARK.match(lines[0].strip()) and not lines[0].strip().startswith("("):
        return False
    clauses = NUMBERED_MARK.match(lines[0].strip()) is not None
    return clauses or lines[-1].rstrip(CLOSERS).endswith(_ENDS)


def _lines_of(head: _Head, stretches: Stretches) -> int:
    """Return how many lines a headline has: "ARTICLE VI" may have its title below it."""
    lines = stretches[head.place]
    if head.title or len(lines) < 2:
        return 1
    below = lines[1].strip()
    return 2 if may_be_title(below) and (len(lines) == 2 or below.isupper()) else 1


def _depth(
    style: tuple[str, ...], runs: Mapping[tuple[str, ...], Sequence[Sequence[_Head]]]
) -> int:
    """Return how many other styles a style is within: its numbers stand between two of theirs."""
    if not runs[style]:
        return 0
    first = runs[style][0][0].place
    return sum(
        any(run[0].place < first < run[-1].place for run in found)
        for other, found in runs.items()
        if other != style
    )
