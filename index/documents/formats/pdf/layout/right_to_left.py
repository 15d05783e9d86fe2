"""Puts what runs from right to left in the order in which it is read.

A file may hold a line, or each of its words, from either end, and its pen may move either way.
PDFium tells the order from the file and the letters, and where both go backwards it gives what
stands on the page from left to right. Where the letters stand tells what is so.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from index.documents.formats.pdf.layout.glyphs import Fragment, Glyphs

Value = TypeVar("Value")

# The classes of UAX #9, as one character each; what is neither stands as a point.
_CODES = {"R": "R", "AL": "R", "NSM": "M", "L": "L", "EN": "N", "AN": "N", "WS": " "}
_FIRST_LETTER = "\u0590"
_WORD = re.compile(r"[^ ]+")
# A phrase of several words runs from left to right; of several numbers, each does.
_FROM_LEFT = re.compile(r"L(?:[LN. ]*[LN])?|N(?:[N.]*N)?")


def order_letters(glyphs: Glyphs) -> None:
    """Turn the lines and words of scripts from right to left that come from their left end."""
    for fragment in glyphs.fragments:
        if not fragment.aside and max(glyphs.texts[fragment.start : fragment.end]) >= _FIRST_LETTER:
            _order(glyphs, fragment)


def _order(glyphs: Glyphs, fragment: Fragment) -> None:
    start = fragment.start
    codes = _codes(glyphs, fragment)
    mostly = codes.count("R") > codes.count("L")
    if mostly and _rises([_middle(glyphs, start, word) for word in _WORD.finditer(codes)]):
        _arrange(glyphs, start, range(fragment.end - 1, start - 1, -1))
    codes = _codes(glyphs, fragment)
    for word in _WORD.finditer(codes):
        # Of a number with a comma in such a line, the comma stands to the left.
        if (mostly or "R" in word[0]) and _comes_from_left(glyphs, start + word.start(), word[0]):
            _arrange(glyphs, start + word.start(), _from_right(glyphs, start, word))
    codes = _codes(glyphs, fragment)
    for phrase in _FROM_LEFT.finditer(codes) if "R" in codes else ():
        first, last = start + phrase.start(), start + phrase.end() - 1
        if glyphs.boxes[last].left < glyphs.boxes[first].left:
            _arrange(glyphs, first, range(last, first - 1, -1))


def _codes(glyphs: Glyphs, fragment: Fragment) -> str:
    return "".join(map(_code, glyphs.texts[fragment.start : fragment.end]))


def _code(text: str) -> str:
    return _CODES.get(unicodedata.bidirectional(text[0]), ".") if text else "."


def _comes_from_left(glyphs: Glyphs, start: int, codes: str) -> bool:
    """Whether of the letters from right to left, most stand to the right of the one before.

    Where there are none, all characters count.
    """
    letters = [i for i, code in enumerate(codes) if code == "R" or "R" not in codes]
    return _rises([glyphs.boxes[start + i].left for i in letters])


def _middle(glyphs: Glyphs, start: int, word: re.Match[str]) -> float:
    lefts = [glyphs.boxes[start + i].left for i in range(*word.span())]
    return (min(lefts) + max(lefts)) / 2


def _rises(places: Sequence[float]) -> bool:
    """Whether more of the numbers are greater than the one before than are less."""
    return sum((b > a) - (b < a) for a, b in itertools.pairwise(places)) > 0


def _from_right(glyphs: Glyphs, start: int, word: re.Match[str]) -> list[int]:
    """Return the indexes of a word's characters from right to left, marks after their letters."""
    marks = [start + i for i in range(*word.span()) if word.string[i] == "M"]
    others = [start + i for i in range(*word.span()) if word.string[i] != "M"]
    lefts = {i: glyphs.boxes[i].left for i in others}
    for mark in marks:
        middle = (glyphs.boxes[mark].left + glyphs.boxes[mark].right) / 2
        lefts[mark] = max((lefts[i] for i in others if lefts[i] <= middle), default=middle)
    return sorted(lefts, key=lambda i: (-lefts[i], i in marks))


def _arrange(glyphs: Glyphs, start: int, order: Sequence[int]) -> None:
    """Put the characters of these indexes, from `start` on, in this order."""
    _pick(glyphs.texts, start, order)
    _pick(glyphs.boxes, start, order)
    _pick(glyphs.base, start, order)


def _pick(values: list[Value], start: int, order: Sequence[int]) -> None:
    values[start : start + len(order)] = [values[i] for i in order]
