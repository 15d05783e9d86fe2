"""Whether a stretch of plain text begins with a headline, by what it looks like and stands between.

A headline is marked ("# ", an underline, a number), or is a short line between blank lines that
does not end as a sentence does, over what is no headline; or it is the first line of a text. In a
text that is indented but for such lines, as pages of `man` are, each of them is one.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.documents.formats.plain.item_marks import indent_of
from index.documents.formats.plain.lines import is_code, is_record
from index.documents.furniture import is_headline, is_page_line, may_be_page_line
from index.documents.marks import ENDS_AS_SENTENCE, LIST_MARK

HASHES = re.compile(r"(#{1,6})[^\S\n]+(?=\S)")
UNDERLINE = re.compile(r"[=\-~]{3,}$")
_NUMBER = re.compile(r"\d{1,2}((?:\.\d{1,2}){0,3})\.?\s+(?=[^\W\d_])")
_LETTER = re.compile(r"[^\W\d_]")
_VALUE = re.compile(r"(?:[^\W\d]+ ){0,2}[^\W\d]+:\s+\W?\d")  # of a field: "Phone: 0123"
_INNER_STOP = re.compile(r"[.!?]\s")
_MOST_WORDS = 15
_LEAST_OUTDENTED = 3
_LEAST_INDENT = 2
_FAR_LONGER = 1.5
_OUTERMOST = 2  # level 1 is the title's

Stretches = Sequence[Sequence[str]]


class Headline(NamedTuple):
    """A headline of so many lines at the start of a stretch."""

    level: int
    lines: int


def outdented_headlines(stretches: Stretches) -> dict[int, Headline]:
    """Return the headlines over indented text that stretches begin with, by the places of these.

    Nothing else stands at the margin but the first and the last line of the text. None of them goes
    on in the line below: that has room for its next word.
    """
    heads = [place for place, lines in enumerate(stretches) if _is_outdented(lines)]
    others = {place for place, lines in enumerate(stretches) if not all(map(indent_of, lines))}
    if len(heads) < _LEAST_OUTDENTED or not others <= {0, *heads, len(stretches) - 1}:
        return {}
    widest = max(len(line) for lines in stretches for line in lines)
    for lines in (stretches[place] for place in heads):
        whole = len(lines[0].rstrip()) + 1 + len(lines[1].split()[0])
        if not may_be_title(lines[0]) or whole > widest or is_code(lines):
            return {}
    return dict.fromkeys(heads, Headline(_OUTERMOST, 1))


def set_headlines(stretches: Stretches) -> dict[int, Headline]:
    """Return the headlines that stand right over lists or prose, by the places of the stretches
    that begin with them.

    One alone may be a line of a list or a verse; two show how the text is set. What is so headed
    may itself be below a headline that stands alone.
    """
    heads = [n for n, lines in enumerate(stretches) if n and _is_set_over(lines)]
    return dict.fromkeys(heads, Headline(_OUTERMOST + 1, 1)) if len(heads) > 1 else {}


def _is_set_over(lines: Sequence[str]) -> bool:
    """Whether the first line is a title over a list, or over prose that fills far longer lines."""
    line, below = lines[0].rstrip(), [below.strip() for below in lines[1:]]
    if not below or indent_of(line) or not may_be_title(line) or _INNER_STOP.search(line):
        return False
    if is_record(lines) or is_code(lines):
        return False
    if LIST_MARK.match(below[0]):
        return True
    widest, whole = max(map(len, below)), len(f"{line} {below[0].split()[0]}")
    is_prose = ENDS_AS_SENTENCE.search(below[-1]) is not None
    return is_prose and whole <= widest and _FAR_LONGER * len(line) <= len(below[0])


def without_margin(lines: Sequence[str]) -> list[str]:
    """Return the lines of a text without the indent that all have which are indented at all."""
    margin = min(filter(None, map(indent_of, filter(str.strip, lines))), default=0)
    return [line[margin:] if indent_of(line) else line for line in lines]


def _is_outdented(lines: Sequence[str]) -> bool:
    """Whether the first line alone stands at the margin."""
    return (
        len(lines) > 1
        and not indent_of(lines[0])
        and min(map(indent_of, lines[1:])) >= _LEAST_INDENT
    )


def heading_level(lines: Sequence[str], before: Sequence[str], after: Sequence[str]) -> int:
    """Return the level of the headline that a stretch begins with; 0 if it begins with none.

    before, after: the neighbouring stretches, empty at the ends of the text.
    """
    line = lines[0].strip()
    follows = lines[1].strip() if len(lines) > 1 else ""
    hashes = HASHES.match(line)
    if hashes and not follows.startswith("#"):  # else it is a remark of several lines
        return len(hashes[1])
    if UNDERLINE.match(follows):
        return 1 if follows.startswith("=") else 2
    if follows:
        return 1 if not before and may_be_title(line) and _is_headed(line, follows) else 0
    number = _NUMBER.match(line)
    if number and after and not _is_item(before) and not _is_item(after):
        return 2 + number[1].count(".") if may_be_title(line[number.end() :]) else 0
    if not after or not may_be_title(line) or not _is_over(line, before, after):
        return 0
    return 2 if before else 1


def _is_over(line: str, before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether a line that may be a title stands over the stretch after it."""
    if _VALUE.match(line) or (before and before[-1].rstrip().endswith(":")):
        return False
    if may_be_page_line(line) and any(map(may_be_page_line, [*before[-1:], after[0]])):
        return False  # "Home" before "Log in" is part of a menu
    # Of several short lines in a row, each a stretch, only the last one stands over something.
    return not before or line.isupper() or len(after) > 1 or not may_be_title(after[0].strip())


def may_be_title(line: str) -> bool:
    """Whether a line may be a title: short, no sentence, and not in lower case."""
    if not is_headline(line) or is_page_line(line) or len(line.split()) > _MOST_WORDS:
        return False
    return (line[0].isalnum() or line[0] in "“\"'«¿¡(") and not _lower(line)


def _lower(line: str) -> bool:
    first = _LETTER.search(line)
    return first is None or first[0].islower()


def _is_item(stretch: Sequence[str]) -> bool:
    """Whether a stretch begins with an item of a list."""
    return bool(stretch) and LIST_MARK.match(stretch[0].strip()) is not None


def _is_headed(line: str, after: str) -> bool:
    """Whether the line after a text's first one shows that it is a headline."""
    if LIST_MARK.match(after):
        return True
    return after.endswith((".", "!", "?")) and len(after.split()) >= 2 * len(line.split())
