"""How the lines of a whole plain text are wrapped, which a stretch of two lines does not show.

A line end inside a sentence is certain where a lower-case word follows, or where a sentence cannot
end: "has to be transferred before / 1 July". The lines that end so tell how wide the text is set.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from index.documents.formats.plain.item_marks import indent_of
from index.documents.marks import LIST_MARK

LEAST_WIDTH = 34  # characters; lines of verse and of lists are mostly shorter
FULL = 0.7  # of the width, with the first word of the next line
CERTAINLY_FULL = 0.9
ENDS = (".", "!", "?", "…", ":", "。", "！", "？")
RUNS_ON = 0.45  # of the width: a line that a lower-case word follows is at least so full
_CLOSERS = "\"'”’»)]“"
_OPENERS = _CLOSERS + "(“‘«["
_OPENING = ("Ps", "Pi", "Sc")  # brackets, quotes, currencies
_LAST_WORD = re.compile(r"(?<!\w)[^\W\d_]{1,20}\Z")
_FIRST_WORD = re.compile(r"[^\W\d_]{2,20}(?!\w)")  # "I" stands within sentences too
_INNER_STOP = re.compile(r"[.!?]\s")
_FEW = 20  # of so many certain line ends, one may be further out than the text is set
_LEAST_CERTAIN = 2
_WIDER = 1.25  # of the width: such lines are not wrapped to it
_LEAST_VERSE = 3  # lines


class Wrapping(NamedTuple):
    """How a text is set. width: in characters, 0 if that is not known.

    function_words: of the language of the text, in lower case.
    """

    width: int
    function_words: frozenset[str]

    def line_ends(self, lines: Sequence[str]) -> list[bool]:
        """Return of each line of a stretch but the last whether it was wrapped.

        Whether a lower-case word follows is not asked: `runs_on` knows that.
        """
        pairs = list(itertools.pairwise(lines))
        full = [fill(line, after, self.width) if self.width else 0.0 for line, after in pairs]
        if _begin_with_capitals(lines):  # as verse and lists of titles do
            can_be = min(full) >= CERTAINLY_FULL
            return [can_be and self._may_go_on(line, after) for line, after in pairs]
        whole = ends_whole(lines[-1])
        return [
            self._may_go_on(line, after)
            and (share >= CERTAINLY_FULL or (whole and self._goes_on(line, after, share)))
            for (line, after), share in zip(pairs, full, strict=True)
        ]

    def _may_go_on(self, line: str, after: str) -> bool:
        """Whether nothing in two lines shows that a sentence ends between them."""
        goes_on = after[:1].isalnum() or unicodedata.category(after[:1]) in _OPENING
        return goes_on and not ends_whole(line) and not begins_sentence(after, self.function_words)

    def _goes_on(self, line: str, after: str, share: float) -> bool:
        """Whether a line that is full to a share goes on, in a stretch that ends as a sentence."""
        is_open = _ends_open(line, after, self.function_words)
        if after[:1].isalpha():
            return share >= FULL and is_open
        return share >= FULL or is_open

    def goes_on_below(self, line: str, after: str) -> bool:
        """Whether a line of an item, however short, goes on in the one indented below it."""
        word = _LAST_WORD.search(line)
        if word is not None and word[0] in self.function_words:
            return self._may_go_on(line, after)
        return line.endswith(",") and after[:1].islower()

    def breaks_on_purpose(self, lines: Sequence[str]) -> bool:
        """Whether the lines end far from where those of the text do, and not for want of room.

        So do those of verse. A sentence that ends within a line shows that they are prose.
        """
        if not self.width or len(lines) < _LEAST_VERSE or any(map(_INNER_STOP.search, lines)):
            return False
        return max(map(len, lines)) < FULL * self.width and has_room(lines)


def wrapping_of(stretches: Iterable[Sequence[str]], function_words: frozenset[str]) -> Wrapping:
    """Return how a text is wrapped, by its stretches, the lines of which are stripped."""
    certain: list[int] = []
    lengths: list[int] = []
    for lines in stretches:
        lengths += map(len, lines)
        width = max(map(len, lines))
        open_ends = ends_whole(lines[-1]) and not _begin_with_capitals(lines)
        for line, after in itertools.pairwise(lines):
            if runs_on(line, after, width) or (
                open_ends and _ends_open(line, after, function_words)
            ):
                certain.append(len(line))
    if len(certain) < _LEAST_CERTAIN:
        return Wrapping(0, function_words)
    width = sorted(certain, reverse=True)[len(certain) // _FEW]
    wider = sum(length > _WIDER * width for length in lengths)
    is_set = width >= LEAST_WIDTH and wider <= len(certain)
    return Wrapping(width if is_set else 0, function_words)


def paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Part a stretch where an indented first line begins a paragraph, as books set them."""
    if not lines:
        return
    margin = min(map(indent_of, lines))
    if any(LIST_MARK.match(line.strip()) for line in lines):
        margin = max(map(indent_of, lines))  # in a list, more is indented than first lines
    part: list[str] = []
    for line in lines:
        begins = margin < indent_of(line)
        if part and begins and part[-1].rstrip().endswith((".", "!", "?", "”", '"')):
            yield part
            part = []
        part.append(line)
    yield part


def ends_whole(line: str) -> bool:
    """Whether a line ends as a sentence or a lead-in does."""
    return line.rstrip(_CLOSERS).endswith(ENDS)


def runs_on(line: str, after: str, width: int, least: int = LEAST_WIDTH) -> bool:
    """Whether a sentence goes on beyond the line end: no stop before, a lower-case word behind.

    least: the width of lines that are wrapped at all.
    """
    if width < least or ends_whole(line):
        return False
    return after.lstrip(_OPENERS)[:1].islower() and fill(line, after, width) >= RUNS_ON


def fill(line: str, after: str, width: int) -> float:
    """Return how full a line would be with the first word of the next: 1 if it had no room."""
    return min(1.0, (len(line) + 1 + len(after.split(" ", 1)[0])) / width)


def has_room(lines: Sequence[str]) -> bool:
    """Whether a line had room for the first word of the next, so that it was ended on purpose."""
    width = max(map(len, lines))
    return any(
        len(line) + 1 + len(after.split(" ", 1)[0]) <= width
        for line, after in itertools.pairwise(lines)
    )


def _begin_with_capitals(lines: Sequence[str]) -> bool:
    return len(lines) >= _LEAST_VERSE and all(line[:1].isupper() for line in lines)


def _ends_open(line: str, after: str, function_words: frozenset[str]) -> bool:
    """Whether a line ends in a function word, such as "before", after which a sentence goes on.

    A short one may be a headline ("About us") unless a number follows.
    """
    word = _LAST_WORD.search(line)
    if word is None or word[0] not in function_words:
        return False
    long = len(line) >= LEAST_WIDTH and not begins_sentence(after, function_words)
    return long or not after[:1].isalpha()


def begins_sentence(line: str, function_words: frozenset[str]) -> bool:
    """Whether a line begins with a function word that is written as a sentence's first is."""
    word = _FIRST_WORD.match(line)
    return word is not None and word[0].istitle() and word[0].lower() in function_words
