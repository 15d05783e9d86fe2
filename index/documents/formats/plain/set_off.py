"""Tells code that is set off in plain text: indented, led in by a colon, or behind a prompt."""

import re
from collections.abc import Sequence

from index.documents.formats.plain.item_marks import indent_of
from index.documents.formats.plain.lines import is_code
from index.documents.marks import LIST_MARK, NUMBERED_MARK

_CODE_INDENT = 4
_LEADS = (":", ": >", "::")
_PROMPT = re.compile(r"\s*(?:\$|>>>|%|PS>)\s+[^\W\d_]")  # not the price of "$ 5"
_SAYS = re.compile(r"[.!?…][\"'”’)]*$")
_STATEMENT = re.compile(r"\s*[A-Z]{2,} (?=\S*[a-z\d*])")  # "FROM users": as SQL is written
_MARK = re.compile(r"[={}<>\\]|\$[^\W\d]|[^\W_]_[^\W_]|\w\(|\s--?[a-z]|&&")
_BLOCK = re.compile(r"[;{}]\s*$")


def is_set_off(lines: Sequence[str], before: Sequence[str], *, after_code: bool = False) -> bool:
    """Whether a stretch is code: it is indented or led in by a colon, and no prose.

    after_code: whether the stretch before is code. Code may have blank lines.
    """
    indent = min(map(indent_of, lines))
    if indent >= _CODE_INDENT and is_code(lines):
        return True
    first = lines[0].strip()
    if LIST_MARK.match(first) or NUMBERED_MARK.match(first):
        return False
    if after_code and indent >= max(_CODE_INDENT, min(map(indent_of, before))):
        return _is_marked(lines)
    if not before or not before[-1].rstrip().endswith(_LEADS):
        return False
    if indent > 1 and not first[0].isupper():
        return first[0] != '"'
    return _is_marked(lines) if indent >= _CODE_INDENT else is_code(lines) and _is_built(lines)


def prompt_below_lead_in(lines: Sequence[str]) -> int:
    """Return which line is a prompt, with a lead-in that ends in a colon above it; 0 if none is."""
    for n, line in enumerate(lines[1:], start=1):
        if _PROMPT.match(line):
            led = lines[n - 1].rstrip().endswith(":")
            listed = any(LIST_MARK.match(other.strip()) for other in lines[n:])
            return n if led and not listed and not is_code(lines[:n]) else 0
    return 0


def dedented(lines: Sequence[str]) -> list[str]:
    """Return the lines without the blanks that all of them begin with."""
    margin = min(map(indent_of, lines))
    return [line[margin:] for line in lines]


def _is_marked(lines: Sequence[str]) -> bool:
    """Whether half of the lines are written as no address, verse or prose is, and none says it."""
    if any(map(_says, lines)):
        return False
    marked = sum(_MARK.search(line.strip()) is not None for line in lines)
    stated = sum(_STATEMENT.match(line) is not None for line in lines)
    return 2 * marked >= len(lines) or 2 * stated >= max(4, len(lines))


def _is_built(lines: Sequence[str]) -> bool:
    """Whether lines that are not indented are a program or a prompt, and not remarks with signs."""
    if _PROMPT.match(lines[0]) or any(map(_BLOCK.search, lines)):
        return True
    return any(indent_of(line) > indent_of(lines[0]) for line in lines)


def _says(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _SAYS.search(line.rstrip()) is not None
