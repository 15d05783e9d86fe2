"""How two lines are put together: with a blank, with the hyphen that parts a word, or without it."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property

from index.documents.formats.pdf.layout.text_lines import TextLine

HYPHENS = "-‐"
_WORD = re.compile(rf"[^\W\d_]+(?:[{HYPHENS}][^\W\d_]+)*")
_BEFORE_HYPHEN = re.compile(rf"([^\W\d_]+)[{HYPHENS}]$")
_SUSPENDED = re.compile(rf"[^\W\d_][{HYPHENS}] ([^\W\d_]+)")
_LEAST_PART = 3  # letters of a word that stands before a hyphen of its own


class Joints:
    """The words of a document, which tell what a hyphen at a line end means."""

    def __init__(self, lines: Iterable[TextLine]) -> None:
        self._texts = [line.text for line in lines]

    def between(self, line: str, after: str) -> tuple[bool, str]:
        """Return whether the last character of a line goes, and what comes before the next one."""
        if line[-1:] in HYPHENS and len(line) > 1 and not line[-2].isspace():
            return self._at_hyphen(line, after)
        if not line or not after:
            return False, ""
        last, first = line[-1], after[0]
        if _is_wide(last) and _is_wide(first):
            return False, "" if not (_is_hangul(last) and _is_hangul(first)) else self._korean(
                line, after
            )
        return False, " "

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
        apart = len(first) >= _LEAST_PART and first in self._words and second in self._words
        return not apart, ""

    def _korean(self, line: str, after: str) -> str:
        """Return "" where a line end parts a Korean word, as the other words tell."""
        whole = line.rsplit(" ", 1)[-1] + after.split(" ", 1)[0]
        return "" if whole in self._inside else " "

    @cached_property
    def _words(self) -> frozenset[str]:
        """All words in lower case but those that a line end parts."""
        words: set[str] = set()
        parted = False
        for text in self._texts:
            found = [word.lower().replace("‐", "-") for word in _WORD.findall(text)]
            ends = text[-1:] in HYPHENS
            words.update(found[parted : len(found) - ends])
            parted = ends
        return frozenset(words)

    @cached_property
    def _after_suspended(self) -> frozenset[str]:
        """The words before which a part of a word stands alone: "Haupt- und Nebensatz"."""
        return frozenset(
            word.lower() for text in self._texts for word in _SUSPENDED.findall(text)
        )

    @cached_property
    def _inside(self) -> frozenset[str]:
        """What stands between blanks inside of lines, where no line end parts anything."""
        return frozenset(word for text in self._texts for word in text.split(" ")[1:-1])


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _is_hangul(character: str) -> bool:
    return "\uac00" <= character <= "\ud7a3"
