"""Tells the lists that Markdown does not know: the lines of a paragraph that begin with marks.

"a) by letter", "(1) one", "I. first" and pasted "•" are joined by Markdown as any other lines. They
are a list where each line has a mark, and the marks follow each other.
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from index.documents.formats.markup.html_text import HtmlTag
from index.documents.marks import BULLETS, any_of, roman_number

_BULLET = re.compile(rf"({any_of(BULLETS)})[ \t\u00a0]+(?=\S)")
_NUMBER = re.compile(r"(\(?)(\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,7})([.)])[ \t\u00a0]+(?=\S)")
_LEAST_CAPITALS = 3  # "A. Doe" and "B. Roe" are two people


class Listed(NamedTuple):
    """A line of a list: its tokens, and its number if it has one."""

    tokens: Sequence[Token]
    number: int | None


def listed_lines(children: Sequence[Token]) -> tuple[Sequence[Token], list[Listed]]:
    """Return the tokens before a list, and the lines of the list; none if there is no list.

    What stands before it ends in a colon.
    """
    lines = [line for line in _lines(children) if line]
    if len(lines) < 2:
        return children, []
    marked = [_mark_of(line) for line in lines]
    first = next((at for at, mark in enumerate(marked) if mark), 0)
    if first and not (first == 1 and _text(lines[0]).rstrip().endswith((":", "："))):
        return children, []
    numbers = _numbers(marked[first:])
    if numbers is None:
        return children, []
    for line, mark in zip(lines[first:], marked[first:], strict=True):
        # Word processors put a blank after a mark at which no line ends.
        line[0].content = line[0].content.replace("\u00a0", " ", bool(mark and "\u00a0" in mark[0]))
    before = lines[0] if first else []
    return before, [Listed(*pair) for pair in zip(lines[first:], numbers, strict=True)]


def _lines(children: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each line, without white space and line ends around it."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if child.type in ("softbreak", "hardbreak") or _is_br(child):
            lines.append([])
        elif lines[-1] or child.type != "text" or child.content.strip():
            lines[-1].append(child)
    return lines


def _is_br(token: Token) -> bool:
    return token.type == "html_inline" and HtmlTag(token.content).name == "br"


def _text(line: Sequence[Token]) -> str:
    return "".join(token.content for token in line)


def _mark_of(line: Sequence[Token]) -> re.Match[str] | None:
    first = line[0].content if line[0].type == "text" else ""
    first = first if len(line) == 1 or first.strip() != first.rstrip() else f"{first}x"
    return _BULLET.match(first) or _NUMBER.match(first)


def _numbers(marks: Sequence[re.Match[str] | None]) -> list[int | None] | None:
    """Return the number that each mark stands for, None for bullets; None if they are no list."""
    found = [mark for mark in marks if mark]
    if len(found) < 2 or len(found) < len(marks):
        return None
    if all(mark.re is _BULLET for mark in found):
        return [None] * len(found) if len({mark[1] for mark in found}) == 1 else None
    if any(mark.re is _BULLET for mark in found) or len({mark[1] + mark[3] for mark in found}) > 1:
        return None
    for value_of in (_value_of_number, _value_of_letter, _value_of_roman):
        values = [value_of(mark[2]) for mark in found]
        if all(b == (a or -1) + 1 for a, b in itertools.pairwise(values)) and values[0]:
            is_safe = len(found) >= _LEAST_CAPITALS or not found[0][2].isupper()
            return values if is_safe or value_of is _value_of_roman else None
    return None


def _value_of_number(mark: str) -> int | None:
    return int(mark) if mark.isdecimal() else None


def _value_of_letter(mark: str) -> int | None:
    return ord(mark.lower()) - ord("a") + 1 if len(mark) == 1 and mark.isalpha() else None


def _value_of_roman(mark: str) -> int | None:
    return roman_number(mark) or None
