"""Tells code that is set off in plain text: indented, led in by a colon, or behind a prompt."""

from collections.abc import Sequence

from index.documents.formats.plain.lines import is_code
from index.documents.marks import LIST_MARK

_CODE_INDENT = 4


def is_set_off(lines: Sequence[str], before: Sequence[str]) -> bool:
    """Whether an indented stretch is code: it looks like it, or is no prose after a colon."""
    indent = min(map(_indent, lines))
    if indent >= _CODE_INDENT and is_code(lines):
        return True
    led = bool(before) and before[-1].rstrip().endswith((":", ": >", "::")) and indent > 1
    first = lines[0].strip()
    return led and not LIST_MARK.match(first) and not first[0].isupper() and first[0] != '"'


def dedented(lines: Sequence[str]) -> list[str]:
    """Return the lines without the blanks that all of them begin with."""
    margin = min(map(_indent, lines))
    return [line[margin:] for line in lines]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
