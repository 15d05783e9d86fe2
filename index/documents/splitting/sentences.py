"""Where the sentences of a document end; and a stretch of text cut into words or characters.

sentencex knows of each language which stops end a sentence. It is asked about one stop at a time,
with the words next to it and in the language of their script, so that a boundary depends on the
text near it, and on which language a document has in that script. Offsets are counted here. What it
gets wrong as a class is put right in `index.documents.splitting.stops`.

langchain-text-splitters cuts what is too long for the encoder. It is told to keep every character,
so that its parts laid end to end are the text, and offsets are running lengths.
"""

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from index.documents.marks import (
    CLAUSE_ENDS,
    CLOSERS,
    FOOTNOTE_MARK,
    GERMAN_CLOSERS,
    STOPS,
    WIDE_STOPS,
    any_of,
    mark_of,
)
from index.documents.shape import leads
from index.documents.splitting.stops import QUOTED_ON, ends_sentence
from index.languages.scripts import JOINED_LETTERS
from index.languages.telling import Languages
from index.records import Block, BlockKind, Span

CountTokens = Callable[[Sequence[str]], list[int]]
"""How many tokens the encoder makes of each text, its special tokens left out."""

_LONG_ITEM = 300  # characters; a longer item of a list is cut into its sentences

# After a stop come the quotes and brackets it stands in, and marks of footnotes, which belong to
# the sentence before: "He left.[1] She stayed." is two.
_FOOTNOTES = rf"(?:{FOOTNOTE_MARK})*+"
# The quantifiers are possessive, so that a long run of stops is read once; the pattern begins with
# the stop itself, which the regular expression engine finds fast.
_STOP = re.compile(
    rf"{any_of(STOPS + WIDE_STOPS)}(?:"
    rf"(?<={any_of(STOPS)})(?<!{any_of(STOPS)}{{2}}){any_of(STOPS)}*+"
    rf"{any_of(CLOSERS + GERMAN_CLOSERS)}*+{_FOOTNOTES}(?:[ \xa0\u202f]»)?+(?=\s)\s*+"
    rf"|(?<={JOINED_LETTERS}{any_of(STOPS)})(?={JOINED_LETTERS})"
    rf"|(?<={any_of(WIDE_STOPS)}){any_of(WIDE_STOPS)}*+{any_of(CLOSERS)}*+{_FOOTNOTES}\s*+)"
)
_NEAR = 40  # characters
# sentencex parts nothing inside a pair of quotes or brackets, of which one may be far away.
_MARKS = str.maketrans(dict.fromkeys((*"`“„«»”([)]", '"'), " "))


class Boundary(IntEnum):
    """What ends a segment; the higher, the better a place for a passage to end."""

    WORD = 0  # between two words, or inside one
    CLAUSE = 1
    LEAD = 2  # after a heading, a lead-in or a header: what follows belongs to it
    SENTENCE = 3
    LINE = 4
    PARAGRAPH = 5
    SECTION = 6  # before a heading


@dataclass(frozen=True, slots=True)
class Segment:
    """`text[start:end]`, white space included, so that the next segment begins at `end`.

    tokens: how many the encoder makes of it. boundary: what it ends with. mark: how many characters
    before its sentence are the mark of a list item.
    """

    start: int
    end: int
    tokens: int
    boundary: Boundary
    mark: int = 0


def sentence_segments(
    text: str, blocks: Sequence[Block], languages: Languages, count_tokens: CountTokens
) -> list[Segment]:
    """Cut all of `text` into sentences, however long. No sentence is part of two blocks.

    An item, a row, a heading and a block of code are one sentence each. blocks: in order; they
    cover the text but for white space.
    """
    cuts: list[tuple[int, Boundary, int]] = []  # where a segment starts, the end before it, mark
    for number, block in enumerate(blocks):
        boundary = _between(text, blocks[number - 1], block) if number else Boundary.PARAGRAPH
        cuts.append((block.start if number else 0, boundary, _mark_of(text, block)))
        cuts += ((start, kind, 0) for start, kind in _inside(text, block, languages))
    if not cuts:
        return []
    starts = [start for start, _, _ in cuts]
    boundaries = [*(boundary for _, boundary, _ in cuts[1:]), Boundary.PARAGRAPH]
    spans = list(itertools.pairwise([*starts, len(text)]))
    tokens = count_tokens([text[start:end] for start, end in spans])
    return [
        Segment(start, end, count, boundary, mark)
        for (start, end), count, boundary, (_, _, mark) in zip(
            spans, tokens, boundaries, cuts, strict=True
        )
    ]


def _mark_of(text: str, block: Block) -> int:
    if block.kind is not BlockKind.ITEM:
        return 0
    mark = mark_of(block.number is not None).match(text, block.start, block.end)
    return mark.end() - block.start if mark else 0


def _between(text: str, block: Block, after: Block) -> Boundary:
    """Return what ends at the end of a block, by what comes after it."""
    if block.kind is BlockKind.HEADING or leads(text, block, after):
        return Boundary.LEAD
    if after.kind is BlockKind.HEADING:
        return Boundary.SECTION
    if block.header and after.kind is BlockKind.ROW:
        return Boundary.LEAD
    line_ends = text.count("\n", block.end, after.start)
    return Boundary.PARAGRAPH if line_ends > 1 else Boundary.LINE


def _inside(text: str, block: Block, languages: Languages) -> Iterator[tuple[int, Boundary]]:
    """Yield where the second and each further sentence of a block starts, and what ends there."""
    whole = (BlockKind.HEADING, BlockKind.ROW, BlockKind.CODE)
    short = block.end - block.start <= _LONG_ITEM
    if block.kind in whole or (block.kind is BlockKind.ITEM and short):
        return
    start = block.start
    while start < block.end:
        end = text.find("\n", start, block.end)
        end = block.end if end < 0 else end
        if start > block.start:
            yield start, Boundary.LINE
        first = start + _mark_of(text, block) if start == block.start else start
        for position in sentence_starts(text, Span(first, end), languages):
            yield position, Boundary.SENTENCE
        start = end + 1


def sentence_starts(text: str, span: Span, languages: Languages) -> Iterator[int]:
    """Yield where the second and each further sentence of a stretch without line ends starts.

    languages: of the text. Each stop is judged by that of the words next to it.
    """
    stops = list(_STOP.finditer(text, span.start, span.end))
    for number, stop in enumerate(stops):
        if stop.end() >= span.end:
            return
        start = max(stops[number - 1].end() if number else span.start, stop.start() - _NEAR)
        last = stops[number + 1] if number + 1 < len(stops) else None
        end = min(last.end() if last else span.end, stop.end() + _NEAR)
        marks = len(stop[0]) - len(stop[0].lstrip("".join((STOPS, WIDE_STOPS))))
        # sentencex knows three full stops as an ellipsis that may end a sentence, … it does not.
        before = text[start : stop.start() + marks].translate(_MARKS).replace("…", "...")
        after = text[stop.end() : end].translate(_MARKS).lstrip()
        if stop[0][0] in WIDE_STOPS or not stop[0][1:]:  # no white space follows it
            ends = not (stop[0][marks:] and QUOTED_ON.match(after))
        else:
            ends = ends_sentence(before, after, languages.near(before, after))
        if ends:
            yield stop.end()


def word_segments(text: str, span: Span, count_tokens: CountTokens) -> list[Segment]:
    """Cut that span of `text` into words, each with the white space after it."""
    return _cut(text, span, _AT_WORD_ENDS, count_tokens)


def character_segments(text: str, span: Span, count_tokens: CountTokens) -> list[Segment]:
    """Cut that span of `text` into characters."""
    return _cut(text, span, _AT_CHARACTERS, count_tokens)


def stripped(text: str, span: Span) -> Span:
    """Return the span without the white space at its ends."""
    start, end = span.start, span.end  # no slice: it is asked of whole documents over and over
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


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
    """Return what a word or a character ends with."""
    words = content.rstrip()
    if line_ends := content.count("\n", len(words)):
        return Boundary.PARAGRAPH if line_ends > 1 else Boundary.LINE
    return Boundary.CLAUSE if words.endswith(CLAUSE_ENDS) else Boundary.WORD
