"""Tells where a page end tears a sentence: nothing that an author writes stands inside one."""

import itertools
import re
from collections.abc import Sequence
from functools import cached_property

from index.documents.formats.paged.page_ends import Gap
from index.documents.formats.plain.keyed_lines import key_of
from index.documents.formats.plain.wrapping import begins_sentence, ends_whole
from index.documents.marks import CLOSERS, any_of
from index.languages.telling import function_words, language_of

_GOES_ON = (",", "-", "‐", "–", "—", ")", "]", "”", "’", "'", '"', "»")
_WIDEST = 100  # characters: a longer line is of a paragraph that is not wrapped
_NARROWEST = 40  # characters: most verse is narrower
_FULL = 0.5  # of the width, with the first word of the next line
_WRAPPED = 0.65  # of the width are most lines of sentences that go on below
_MOST = 0.75
_SHARE = 0.9  # of the lines are not longer than the width
_LETTERED = re.compile(r"(?:[a-z]|[ivx]{2,4})[.)]\s")  # an item: "a) " or "iv. "
_LAST_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,20}\Z")
_NEXT_SENTENCE = re.compile(rf"[.!?…]{any_of(CLOSERS)}*\s+(\w)")
_LEAST_SENTENCES = 3
_ENOUGH, _ENOUGH_LINES = 500_000, 10_000  # characters and lines that tell how a text is written


class TornSentences:
    """The sentences of a text, and which gaps between its lines tear one."""

    def __init__(self, lines: Sequence[str], text: str) -> None:
        """Take the lines of a text, those of its pages' heads and feet too."""
        self._lines = lines[:_ENOUGH_LINES]
        self._text = text[:_ENOUGH]

    def tears(self, gap: Gap) -> bool:
        """Whether a gap is certain to stand inside a sentence: a word in lower case follows it."""
        before, after = gap.before.rstrip(), gap.after.strip()
        if not before or not after[:1].islower():
            return False
        if ends_whole(before) or not (before[-1].isalnum() or before.endswith(_GOES_ON)):
            return False
        if _LETTERED.match(after) or key_of(after) is not None:
            return False
        if not (self._are_prose and self._are_wrapped):
            return False
        full = min(_WIDEST, _FULL * self._width)
        is_last = ends_whole(after)  # else a short line is one of a list
        return (
            self._width >= _NARROWEST
            and len(before) + 1 + len(after.split(" ", 1)[0]) >= full
            and (is_last or len(after) >= full)
        )

    def goes_on(self, gap: Gap) -> bool:
        """Whether a sentence goes on behind a gap, which may be known to be the end of a page.

        Then it also does so where it stops at a function word: "by the end of / March".
        """
        if self.tears(gap):
            return True
        word = _LAST_WORD.search(gap.before.rstrip()) if gap.running else None
        if word is None or word[0] not in self._function_words:
            return False
        after = gap.after.strip()
        return after[:1].isalnum() and not begins_sentence(after, self._function_words)

    @cached_property
    def _width(self) -> float:
        lengths = sorted(len(line.rstrip()) for line in self._lines if line.strip())
        return lengths[int(_SHARE * (len(lengths) - 1))] if lengths else 0

    @cached_property
    def _function_words(self) -> frozenset[str]:
        return function_words(language_of(self._text))

    @cached_property
    def _are_wrapped(self) -> bool:
        """Whether lines within sentences are full, as those are not that stand for themselves."""
        pairs = [
            len(line.rstrip()) + 1 + len(after.split()[0])
            for line, after in itertools.pairwise(self._lines)
            if after.lstrip()[:1].islower() and line.strip() and not ends_whole(line.rstrip())
        ]
        full = min(_WIDEST, _WRAPPED * self._width)
        return sum(length >= full for length in pairs) >= _MOST * len(pairs)

    @cached_property
    def _are_prose(self) -> bool:
        """Whether the text has sentences that begin as such: some people write no capitals."""
        begins: list[str] = _NEXT_SENTENCE.findall(self._text)
        lower = sum(one.islower() for one in begins)
        return len(begins) - lower >= max(_LEAST_SENTENCES, lower)
