"""What is printed for people: text from outside, made safe for a terminal or a log, and counts."""

import re

# All control characters but tab and newline.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """Return the text with each control character replaced by U+FFFD.

    A file's name may hold escape codes, which would steer the reader's terminal.
    """
    return _CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text)


def counted(count: int, noun: str) -> str:
    """Return "1 document", "1,200 documents"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
