"""Undoes hard wrapping: a paragraph whose lines an editor filled to a width becomes one line.

A line end inside a sentence would part it in two. Line ends on purpose (lists, verses, headlines,
addresses) stay: only a block that an editor's fill command could have made is joined.
"""

import itertools
import re

from index.documents.marks import LINE_OF_ITS_OWN, STOPS_IN_LINE

_WIDTHS = range(50, 121)  # characters a line was filled to


def unwrap(text: str) -> str:
    """Return the text with the lines of every filled block joined. Blank lines part blocks."""
    blocks = re.split(r"(\n{2,})", text)
    return "".join(_join(block) if "\n" in block.strip("\n") else block for block in blocks)


def _join(block: str) -> str:
    lines = block.split("\n")
    return " ".join(lines) if _was_filled(lines) else block


def _was_filled(lines: list[str]) -> bool:
    """Whether no first word of a line would have fitted on the line before it."""
    width = max(len(line) for line in lines)
    if width not in _WIDTHS or any(LINE_OF_ITS_OWN.match(line) for line in lines):
        return False
    pairs = list(itertools.pairwise(lines))
    if any(len(line) + 1 + len(after.split(" ", 1)[0]) <= width for line, after in pairs):
        return False
    # Some sentence must run on over a line end. Lines that each end one may be so on purpose.
    return any(after[0].islower() and not line.endswith(STOPS_IN_LINE) for line, after in pairs)
