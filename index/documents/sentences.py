"""A document's text -> passages of whole sentences, all with their offsets.

langchain-text-splitters cuts the text at paragraph, line and sentence ends, and a sentence that
is too long for the encoder at words. It is told to keep every character, so its pieces laid end
to end are the text, and offsets are running lengths: its own `add_start_index` looks pieces up
with `find` and mislabels repeats.

Passages are filled from left to right and end, of the places they may end at, at a paragraph end
before a line end before a sentence end, near TARGET tokens.
"""

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from index.records import Passage, Span

CountTokens = Callable[[Sequence[str]], list[int]]
"""How many tokens the encoder makes of each text, its special tokens left out."""

TARGET = 200  # tokens
SENTENCE_END = 2  # the least kind of cut that parts two sentences
_LONG_WORD = 100  # characters; a longer run without white space may be cut inside

# A sentence ends at . ! ? or … (and closing quotes or brackets) before white space, unless the
# next word is in lower case, or what stands before is an abbreviation, an initial ("J. Doe"), the
# number of a list item, or announces a number ("No. 5").
# The full stops of Chinese and Japanese need no white space after them.
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
_STOP = r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»)\]]))"
_SENTENCE_END = rf"{_STOP}{_NOT_AFTER}{_BEFORE_NUMBERS}\s+(?![a-z])|(?<=[。！？])"
_SENTENCE_ENDS = (r"\n\s*\n\s*", r"\n", _SENTENCE_END)
_WORD_ENDS = (r"\s+",)
_CHARACTERS = ("",)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]?\Z|[。！？]\Z")
_LIST_MARK = re.compile(r"(?:[-*•–‣◦·]|\(?\d{1,3}[.)])[ \t]+(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """`text[start:end]`; the next piece begins at `end`, which is a cut of that `kind`.

    kind: 4 paragraph end, 3 line end, 2 sentence end, 1 clause end, 0 between or inside words.
    """

    start: int
    end: int
    tokens: int
    kind: int


def sentence_pieces(text: str, count_tokens: CountTokens) -> list[Piece]:
    """Cut all of `text` into sentences, however long; where one ends depends on text near it."""
    return _pieces(text, Span(0, len(text)), _SENTENCE_ENDS, count_tokens)


def fill(
    text: str, sentences: Sequence[Piece], count_tokens: CountTokens, limit: int
) -> list[Passage]:
    """Fill passages of at most `limit` tokens with consecutive sentences of `text`.

    Between two passages, and between the sentences of one, lies only white space (and the
    mark of a list item). A sentence of more than `limit` tokens becomes several.
    """
    pieces: list[Piece] = []
    for piece in sentences:
        if piece.tokens <= limit:
            pieces.append(piece)
        else:
            pieces += _cut_long(text, piece, count_tokens, limit)
    groups = _groups(text, pieces, count_tokens, limit)
    return [passage for group in groups if (passage := as_passage(text, group))]


def as_passage(text: str, pieces: Sequence[Piece]) -> Passage | None:
    """The pieces as one passage; None if they are white space."""
    spans: list[Span] = []
    inside = False  # a sentence that was cut, but whose parts are together in this passage
    for piece in pieces:
        if span := _core(text, piece):
            spans.append(Span(spans.pop().start, span.end) if inside and spans else span)
            inside = piece.kind < SENTENCE_END
    if not spans:
        return None
    whole = stripped(text, Span(pieces[0].start, pieces[-1].end))
    return Passage(whole.start, whole.end, tuple(spans))


def stripped(text: str, span: Span) -> Span:
    """The span without the white space at its ends."""
    content = span.of(text)
    start = span.start + len(content) - len(content.lstrip())
    return Span(start, max(start, span.start + len(content.rstrip())))


def _core(text: str, piece: Piece) -> Span | None:
    """The sentence itself: without white space around it and the mark of a list item."""
    span = stripped(text, Span(piece.start, piece.end))
    if span.start == span.end:
        return None
    if span.start > 0 and text[span.start - 1] != "\n":
        return span
    mark = _LIST_MARK.match(text, span.start, span.end)
    return Span(mark.end(), span.end) if mark else span


def _cut_long(text: str, piece: Piece, count_tokens: CountTokens, limit: int) -> list[Piece]:
    """Cut a sentence of more than `limit` tokens between words, a very long word inside."""
    words: list[Piece] = []
    for word in _pieces(text, Span(piece.start, piece.end), _WORD_ENDS, count_tokens):
        if word.end - word.start <= _LONG_WORD and word.tokens <= limit:
            words.append(word)
        else:
            words += _pieces(text, Span(word.start, word.end), _CHARACTERS, count_tokens)
    # The last part ends as the sentence does; a white space cut off on its own cannot tell.
    words[-1] = replace(words[-1], kind=piece.kind)
    return [
        Piece(group[0].start, group[-1].end, sum(word.tokens for word in group), group[-1].kind)
        for group in _groups(text, words, count_tokens, limit)
    ]


def _pieces(
    text: str, span: Span, separators: tuple[str, ...], count_tokens: CountTokens
) -> list[Piece]:
    """Cut that span of `text` after each match of the separators."""
    contents = _splitter(separators).split_text(span.of(text))
    pieces, start = [], span.start
    for content, tokens in zip(contents, count_tokens(contents), strict=True):
        end = start + len(content)
        pieces.append(Piece(start, end, tokens, _kind(content)))
        start = end
    return pieces


@functools.cache
def _splitter(separators: tuple[str, ...]) -> RecursiveCharacterTextSplitter:
    # Every piece is longer than a chunk of size 1, so each is cut at all separators, and none
    # is merged; kept separators and white space make the pieces add up to the text.
    return RecursiveCharacterTextSplitter(
        separators=list(separators),
        is_separator_regex=True,
        keep_separator="end",
        strip_whitespace=False,
        chunk_size=1,
        chunk_overlap=0,
    )


def _kind(content: str) -> int:
    words = content.rstrip()
    line_ends = content.count("\n", len(words))
    if line_ends:
        return 4 if line_ends > 1 else 3
    if _ENDS_SENTENCE.search(words, max(0, len(words) - 2)):
        return SENTENCE_END
    return 1 if words.endswith((",", ";", ":", "—", "–")) else 0


def _groups(
    text: str, pieces: Sequence[Piece], count_tokens: CountTokens, limit: int
) -> Iterator[Sequence[Piece]]:
    """Part the pieces, from left to right, into groups of at most `limit` tokens."""
    begin = 0
    while begin < len(pieces):
        end = _best_end(pieces, begin, limit)
        # Cuts inside a word make the sum of tokens a guess: the count of the whole decides.
        while end - begin > 1:
            content = text[pieces[begin].start : pieces[end - 1].end]
            if count_tokens([content])[0] <= limit:
                break
            end -= max(1, (end - begin) // 8)
        yield pieces[begin:end]
        begin = end


def _best_end(pieces: Sequence[Piece], begin: int, limit: int) -> int:
    """Where the group that starts at `begin` ends: all that is left, if it fits, else the best."""
    tokens, best, best_key = 0, begin + 1, (-1, -limit)
    for end in range(begin + 1, len(pieces) + 1):
        tokens += pieces[end - 1].tokens
        if tokens > limit:
            return best
        key = (pieces[end - 1].kind, -abs(TARGET - tokens))
        if 2 * tokens < limit:  # half empty: only better than nothing
            key = (-1, tokens - limit)
        if key >= best_key:
            best, best_key = end, key
    return len(pieces)
