"""Tells the lists that Markdown does not know: the lines of a paragraph that begin with marks.

"a) by letter", "(1) one", "I. first" and pasted "•" are joined by Markdown as any other lines. They
are a list where each line has a mark, and the marks follow each other.
"""

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from markdown_it.token import Token

from index.documents.formats.markup.html_text import HtmlTag
from index.documents.marks import LEAST_INITIALS, ItemMark, marks_of

_NUMBERED = ("number", "letter", "roman")  # kinds of marks, the likeliest first
_KINDS = ("bullet", *_NUMBERED)


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
    if first and not (first == 1 and _text(lines[0]).rstrip().endswith((":", "："))):
        return children, []
    numbers = _numbers(marked[first:])
    if numbers is None:
        return children, []
    for line, mark in zip(lines[first:], marked[first:], strict=True):
        # Word processors put a blank after a mark at which no line ends.
        line[0].content = _with_blank(line[0].content, mark[0].width if mark else 0)
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
