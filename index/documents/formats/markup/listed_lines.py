"""Tells the lists that Markdown does not know: the lines of a paragraph that begin with marks.

"a) by letter", "(1) one", "I. first" and pasted "•" are joined by Markdown as any other lines. They
are a list where each line has a mark, and the marks follow each other. Fields ("Room: 2.02") are
joined too; each keeps its line where all lines are fields, or some begin with a name in bold.
"""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from index.documents.formats.markup.html_text import HtmlTag
from index.documents.marks import COLONS, LEAST_INITIALS, ItemMark, marks_of

_NUMBERED = ("number", "letter", "roman")  # kinds of marks, the likeliest first
_KINDS = ("bullet", *_NUMBERED)
_FIELD = re.compile(r"[^\W\d_][^:\n]{0,28}:(?:\s|\Z)")
_LEAST_FIELDS = 3  # of those in plain letters; a line of prose may have a colon


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
    marked = [_marks_of(line) for line in lines]
    first = next((at for at, mark in enumerate(marked) if mark), 0)
    if first and not (first == 1 and _text(lines[0]).rstrip().endswith(COLONS)):
        return children, []
    numbers = _numbers(marked[first:])
    if numbers is None:
        return children, []
    for line, mark in zip(lines[first:], marked[first:], strict=True):
        # Word processors put a blank after a mark at which no line ends.
        line[0].content = _with_blank(line[0].content, mark[0].width if mark else 0)
    before = lines[0] if first else []
    return before, [Listed(*pair) for pair in zip(lines[first:], numbers, strict=True)]


def with_fields_apart(children: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens of a paragraph, with a line end before each field if it is made of them."""
    lines = _lines(children)
    named = [_begins_with_name(line) for line in lines]
    if not named[0] or sum(named) < 2:
        is_all_fields = all(_FIELD.match(_text(line)) for line in lines)
        named = [is_all_fields and len(lines) >= _LEAST_FIELDS] * len(lines)
    following = iter(named[1:])
    apart: list[Token] = []
    for token in children:
        is_end = _ends_line(token)
        starts_field = is_end and next(following)
        apart.append(Token("hardbreak", "br", 0) if starts_field else token)
    return apart


def _begins_with_name(line: Sequence[Token]) -> bool:
    """Whether a line begins with the name of a field in bold: "**Room:** 2.02"."""
    ends = next((at for at, token in enumerate(line) if token.type == "strong_close"), 0)
    if not ends or line[0].type != "strong_open":
        return False
    after = line[ends + 1].content if ends + 1 < len(line) else ""
    return bool(_FIELD.fullmatch(f"{_text(line[:ends])}{after[:1].replace(' ', '')}"))


def _lines(children: Sequence[Token]) -> list[list[Token]]:
    """Return the tokens of each line, without white space and line ends around it."""
    lines: list[list[Token]] = [[]]
    for child in children:
        if _ends_line(child):
            lines.append([])
        elif lines[-1] or child.type != "text" or child.content.strip():
            lines[-1].append(child)
    return lines


def _ends_line(token: Token) -> bool:
    if token.type == "html_inline":
        return HtmlTag(token.content).name == "br"
    return token.type in ("softbreak", "hardbreak")


def _text(line: Sequence[Token]) -> str:
    return "".join(token.content for token in line)


def _with_blank(text: str, width: int) -> str:
    return text[:width].replace("\u00a0", " ", 1) + text[width:]


def _marks_of(line: Sequence[Token]) -> list[ItemMark]:
    first = line[0].content if line[0].type == "text" else ""
    first = first if len(line) == 1 or first.strip() != first.rstrip() else f"{first}x"
    return [one for one in marks_of(first.replace("\u00a0", " ")) if one.kind in _KINDS]


def _numbers(lines: Sequence[Sequence[ItemMark]]) -> list[int | None] | None:
    """Return the number that each mark stands for, None for bullets; None if they are no list."""
    if len(lines) < 2 or not all(lines):
        return None
    if all(marks[0].kind == "bullet" for marks in lines):
        return [None] * len(lines) if len({marks[0].look for marks in lines}) == 1 else None
    for kind in _NUMBERED:
        run = [mark for marks in lines for mark in marks if mark.kind == kind]
        follow = itertools.starmap(ItemMark.is_before, itertools.pairwise(run))
        if len(run) == len(lines) and run[0].number and all(follow):
            capitals = kind == "letter" and run[0].look.isupper()
            return None if capitals and len(run) < LEAST_INITIALS else [one.number for one in run]
    return None
