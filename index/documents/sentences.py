"""Where the sentences of a text end, and the text cut there without the loss of a character.

langchain-text-splitters does the cutting: at paragraph, line and sentence ends, or between words.
It is told to keep every character, so its parts laid end to end are the text, and offsets are
running lengths. Its own `add_start_index` looks parts up with `find` and mislabels repeats.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from index.documents.marks import AT_SENTENCE_END, CLAUSE_ENDS, CLOSERS, STOPS, WIDE_STOPS, any_of
from index.records import Span

CountTokens = Callable[[Sequence[str]], list[int]]
"""How many tokens the encoder makes of each text, its special tokens left out."""

# A sentence ends at a stop (and a closing quote or bracket) before white space, unless the next
# word is in lower case, or what stands before is an abbreviation, an initial ("J. Doe"), the number
# of a list item, or announces a number ("No. 5").
_ABBREVIATIONS = (
    "Mr Mrs Ms Dr Prof St Sr Jr Lt Col Gen Gov Sen Rep Sgt Capt Rev Hon Inc Ltd Co Dept"
    " Mt Ft vs cf al ca pp etc approx e.g i.e U.S U.K U.N E.U a.m p.m"
    " Jan Feb Mar Apr Jun Jul Aug Sept Oct Nov Dec"
).split()
_NOT_AFTER = (
    "".join(rf"(?<!\b{re.escape(word)}\.)" for word in _ABBREVIATIONS)
    + r"(?<!\b[A-Z]\.)(?<!\A\d\.)(?<!\A\d\d\.)"
)
_BEFORE_NUMBERS = "".join(rf"(?!(?<=\b{word}\.)\s+\d)" for word in "No Fig Vol Art Eq".split())
_STOP = rf"(?:(?<={any_of(STOPS)})|(?<={any_of(STOPS)}{any_of(CLOSERS)}))"
_SENTENCE_END = (
    rf"{_STOP}{_NOT_AFTER}{_BEFORE_NUMBERS}\s+(?![a-z])|(?<={any_of(WIDE_STOPS)})"  # no space after
)


class Boundary(IntEnum):
    """What ends a segment; the higher, the better a place for a passage to end."""

    WORD = 0  # between two words, or inside one
    CLAUSE = 1
    SENTENCE = 2
    LINE = 3
    PARAGRAPH = 4


@dataclass(frozen=True, slots=True)
class Segment:
    """`text[start:end]`, white space included, so that the next segment begins at `end`.

    tokens: how many the encoder makes of it. boundary: what it ends with.
    """

    start: int
    end: int
    tokens: int
    boundary: Boundary


def sentence_segments(text: str, count_tokens: CountTokens) -> list[Segment]:
    """Cut all of `text` into sentences, however long; where one ends depends on text near it."""
    return _cut(text, Span(0, len(text)), _AT_SENTENCE_ENDS, count_tokens)


def word_segments(text: str, span: Span, count_tokens: CountTokens) -> list[Segment]:
    """Cut that span of `text` into words, each with the white space after it."""
    return _cut(text, span, _AT_WORD_ENDS, count_tokens)


def character_segments(text: str, span: Span, count_tokens: CountTokens) -> list[Segment]:
    """Cut that span of `text` into characters."""
    return _cut(text, span, _AT_CHARACTERS, count_tokens)


def stripped(text: str, span: Span) -> Span:
    """Return the span without the white space at its ends."""
    content = span.of(text)
    start = span.start + len(content) - len(content.lstrip())
    return Span(start, max(start, span.start + len(content.rstrip())))


@cache
def _splitter(*separators: str) -> Callable[[str], list[str]]:
    # Imported here, for it takes half a second that a process which only answers can spare.
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    # Every part is longer than a chunk of size 1, so each is cut at all separators, and none
    # is merged; kept separators and white space make the parts add up to the text.
    splitter = RecursiveCharacterTextSplitter(
        separators=list(separators),
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=1,
        chunk_overlap=0,
    )
    split_text: Callable[[str], list[str]] = splitter.split_text
    return split_text


_AT_SENTENCE_ENDS = (r"\n\s*\n\s*", r"\n", _SENTENCE_END)
_AT_WORD_ENDS = (r"\s+",)
_AT_CHARACTERS = ("",)


def _cut(
    text: str, span: Span, separators: Sequence[str], count_tokens: CountTokens
) -> list[Segment]:
    contents = _splitter(*separators)(span.of(text))
    segments, start = [], span.start
    for content, tokens in zip(contents, count_tokens(contents), strict=True):
        end = start + len(content)
        segments.append(Segment(start, end, tokens, _boundary(content)))
        start = end
    return segments


def _boundary(content: str) -> Boundary:
    """Return what a segment with this content ends with."""
    words = content.rstrip()
    line_ends = content.count("\n", len(words))
    if line_ends:
        return Boundary.PARAGRAPH if line_ends > 1 else Boundary.LINE
    if AT_SENTENCE_END.search(words, max(0, len(words) - 2)):
        return Boundary.SENTENCE
    return Boundary.CLAUSE if words.endswith(CLAUSE_ENDS) else Boundary.WORD
