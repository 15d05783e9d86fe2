"""Sentences -> passages of whole sentences, of about the size that the encoder reads best.

Passages are filled from left to right. Of the places where one may end, it ends before a heading
rather than at another paragraph end, there rather than at a line end, at a line end rather than a
sentence end, and near TARGET tokens. It ends after a heading or a lead-in only if it must.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.documents.splitting.sentences import (
    Boundary,
    CountTokens,
    Segment,
    character_segments,
    stripped,
    word_segments,
)
from index.records import Passage, Span

TARGET = 200  # tokens
_BLANKS = 1.1  # so many times the tokens of the parts has a whole at most
_LONG_WORD = 100  # characters; a longer run without white space may be cut inside


def fill(
    text: str, sentences: Sequence[Segment], count_tokens: CountTokens, limit: int
) -> list[Passage]:
    """Fill passages of at most `limit` tokens with consecutive sentences of `text`.

    Between two passages, and between the sentences of one, lies only white space (and the
    mark of a list item). A sentence of more than `limit` tokens becomes several.
    """
    segments: list[Segment] = []
    for sentence in sentences:
        if sentence.tokens <= limit:
            segments.append(sentence)
        else:
            segments += _parts_of_long(text, sentence, count_tokens, limit)
    groups = _groups(text, segments, count_tokens, limit)
    return [passage for group in groups if (passage := as_passage(text, group))]


def as_passage(text: str, segments: Sequence[Segment]) -> Passage | None:
    """Return consecutive segments as one passage; None if they are white space."""
    spans: list[Span] = []
    inside = False  # a sentence that was cut, but whose parts are together in this passage
    for segment in segments:
        if span := _core(text, segment):
            spans.append(Span(spans.pop().start, span.end) if inside and spans else span)
            inside = segment.boundary < Boundary.LEAD
    if not spans:
        return None
    whole = stripped(text, Span(segments[0].start, segments[-1].end))
    return Passage(whole.start, whole.end, tuple(spans))


def _core(text: str, segment: Segment) -> Span | None:
    """Return the sentence itself, without white space around it and the mark of a list item."""
    span = stripped(text, Span(segment.start + segment.mark, segment.end))
    return span if span.start < span.end else None


def _parts_of_long(
    text: str, sentence: Segment, count_tokens: CountTokens, limit: int
) -> list[Segment]:
    """Cut a sentence of more than `limit` tokens between words, a very long word inside."""
    words: list[Segment] = []
    for word in word_segments(text, Span(sentence.start, sentence.end), count_tokens):
        if word.end - word.start <= _LONG_WORD and word.tokens <= limit:
            words.append(word)
        else:
            words += character_segments(text, Span(word.start, word.end), count_tokens)
    # The last part ends as the sentence does; a white space cut off on its own cannot tell.
    words[-1] = replace(words[-1], boundary=sentence.boundary)
    parts = [
        Segment(
            group[0].start, group[-1].end, sum(word.tokens for word in group), group[-1].boundary
        )
        for group in _groups(text, words, count_tokens, limit)
    ]
    return [replace(parts[0], mark=sentence.mark), *parts[1:]]


def _groups(
    text: str, segments: Sequence[Segment], count_tokens: CountTokens, limit: int
) -> Iterator[Sequence[Segment]]:
    """Part the segments, from left to right, into groups of at most `limit` tokens."""
    begin = 0
    while begin < len(segments):
        end = _best_end(segments, begin, limit)
        while end - begin > 1 and _may_exceed(text, segments[begin:end], limit):
            content = text[segments[begin].start : segments[end - 1].end]
            if count_tokens([content])[0] <= limit:
                break
            end -= max(1, (end - begin) // 8)
        yield segments[begin:end]
        begin = end


def _may_exceed(text: str, group: Sequence[Segment], limit: int) -> bool:
    """Whether a group may have more than `limit` tokens, though its segments have not.

    Words have as many tokens together as apart, up to a few that a tokenizer makes of the blanks
    between them. A cut inside a word makes the sum of tokens a guess.
    """
    if sum(segment.tokens for segment in group) * _BLANKS > limit:
        return True
    return any(not text[segment.end - 1].isspace() for segment in group[:-1])


def _best_end(segments: Sequence[Segment], begin: int, limit: int) -> int:
    """Return where the group that starts at `begin` ends: after all that is left, if it fits."""
    tokens, best, best_key = 0, begin + 1, (-1, -limit)
    for end in range(begin + 1, len(segments) + 1):
        tokens += segments[end - 1].tokens
        if tokens > limit:
            return best
        key: tuple[int, int] = (segments[end - 1].boundary, -abs(TARGET - tokens))
        if 2 * tokens < limit:  # half empty: only better than nothing
            key = (-1, tokens - limit)
        if key >= best_key:
            best, best_key = end, key
    return len(segments)
