"""How two lines are put together: with a blank, or with or without the hyphen between them."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from index.documents.formats.pdf.layout.text_lines import TextLine

HYPHENS = "-‐"
_WORD = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}][^\W\d_]+)*")
_BEFORE_HYPHEN = re.compile(rf"([^\W\d_]+)[{HYPHENS}]$")
_SUSPENDED = re.compile(rf"[^\W\d_][{HYPHENS}] ([^\W\d_]+)")
_SPACED = 0.2  # of the line ends of a Korean text; where there are none, blanks are not written
_LEAST_PART = 3  # letters of a word that stands before a hyphen of its own


class Joints:
    """The words of a document, which tell what a hyphen at a line end means."""

    def __init__(self, lines: Iterable[TextLine]) -> None:
        self._lines = list(lines)

    def between(self, line: TextLine, after: TextLine) -> tuple[bool, str]:
        """Return whether the last character of a line goes, and what comes before the next one."""
        text = line.text
        if text[-1:] in HYPHENS and len(text) > 1 and not text[-2].isspace():
            return self._at_hyphen(text, after.text)
        last, first = text[-1], after.text[0]
        if _is_hangul(last) and _is_hangul(first):
            return False, self._in_korean(line, after)
        return False, "" if _is_wide(last) and _is_wide(first) else " "

    def _at_hyphen(self, line: str, after: str) -> tuple[bool, str]:
        before, rest = _BEFORE_HYPHEN.search(line), _WORD.match(after)
        if not before or not rest:
            return False, "" if line[-2].isalnum() and after[:1].isalnum() else " "
        first, second = before[1].lower(), rest[0].lower()
        if first + second in self._words:
            return True, ""
        if f"{first}-{second}" in self._words or rest[0][0].isupper():
            return False, ""
        if second in self._after_suspended:
            return False, " "
        apart = len(first) >= _LEAST_PART and {first, second} <= self._words | self._members
        return not apart and len(first) > 1, ""

    def _in_korean(self, line: TextLine, after: TextLine) -> str:
        """Return "" where a line end parts a Korean word, as its blanks or the other words tell."""
        if self._ends_in_blanks:
            return " " if line.spaced else ""
        whole = line.text.rsplit(" ", 1)[-1] + after.text.split(" ", 1)[0]
        return "" if whole in self._inside else " "

    @cached_property
    def _words(self) -> frozenset[str]:
        """All words in lower case but those that a line end parts."""
        words: set[str] = set()
        parted = False
        for text in (line.text for line in self._lines):
            found = [word.lower().replace("‐", "-") for word in _WORD.findall(text)]
            ends = text[-1:] in HYPHENS
            words.update(found[parted : len(found) - ends])
            parted = ends
        return frozenset(words)

    @cached_property
    def _members(self) -> frozenset[str]:
        """The parts of words that have a hyphen of their own."""
        compounds = (word.split("-") for word in self._words if "-" in word)
        return frozenset(part for parts in compounds for part in parts)

    @cached_property
    def _after_suspended(self) -> frozenset[str]:
        """The words before which a part of a word stands alone: "Haupt- und Nebensatz"."""
        return frozenset(
            word.lower() for line in self._lines for word in _SUSPENDED.findall(line.text)
        )

    @cached_property
    def _inside(self) -> frozenset[str]:
        """What stands between blanks inside of lines, where no line end parts anything."""
        return frozenset(word for line in self._lines for word in line.text.split(" ")[1:-1])

    @cached_property
    def _ends_in_blanks(self) -> bool:
        """Whether the file has a blank at those line ends that part no word."""
        ends = [line.spaced for line in self._lines if _is_hangul(line.text[-1])]
        return sum(ends) >= _SPACED * len(ends)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
