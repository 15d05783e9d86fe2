"""A text -> its sentences: what each claims in plain words, or why there is nothing to check."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.documents.formats.plain.headlines import HASHES
from index.documents.marks import COLONS, ENDS_AS_SENTENCE, QUESTION_MARKS
from index.documents.shape import BETWEEN_CELLS, leads
from index.documents.splitting.sentences import sentence_segments, stripped
from index.languages.telling import languages_of
from index.records import Block, BlockKind, Span
from service.answering.agreement.back_pointing import pronoun_that_points_back
from service.checking.texts.text_blocks import BlockedText, blocked
from service.collection.intents import Intent, aim_of

# "[1]", "[1, 2]", "[^1]", "【4】", and the blank before them.
_MARKERS = re.compile(r"\s*[\[【]\^?(\d{1,4}(?:\s*[,;]\s*\d{1,4})*)[^\[\]【】\n]{0,30}[\]】](?!\()")
_LEADING_MARKERS = re.compile(rf"(?:{_MARKERS.pattern})+[.,;]?\s*")
_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\([^()\s]*(?:\s[^()\n]*)?\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*{1,3}|_{1,3}|`+|~~)(?=\S)([^\n]*?\S)\1(?!\w)")
_WORD = re.compile(r"[^\W_]")

HEADING = "It is a heading."
CODE = "It is code."
QUESTION = "It is a question."
LEAD_IN = "It only introduces what follows."
TALK = "It greets or thanks."
WORDLESS = "It has no words."


@dataclass(frozen=True, slots=True)
class SaidSentence:
    """A sentence of a text, which it stands in at `span`.

    claim: what it says in plain words, without markers and markup; an item with its lead-in. query:
    what to look for; with the sentence before where it points back. markers: the numbers in its
    "[n]". unchecked: why there is nothing to check; "" where there is.
    """

    span: Span
    claim: str
    query: str
    markers: tuple[int, ...] = ()
    unchecked: str = ""


def said_in(text: str, blocks: Sequence[Block] = ()) -> list[SaidSentence]:
    """Return the sentences of a text, in order. Offsets are those of `text`.

    blocks: of a text that was read from a file; without them, its lines tell where they are.
    """
    whole = BlockedText(text, tuple(blocks)) if blocks else blocked(text)
    said: list[SaidSentence] = []
    for span, block, lead_in in _placed(whole, [*_with_markers(whole.text, _spans(whole))]):
        one = _said(span.of(whole.text), span, lead_in)
        if block.kind is BlockKind.HEADING or block.header:
            one = replace(one, claim=HASHES.sub("", one.claim), unchecked=HEADING)
        elif block.kind is BlockKind.CODE:
            one = replace(one, unchecked=CODE)
        said.append(one)
    return [*_led_on(said)]


def said_by(claim: str) -> SaidSentence:
    """Return a claim that was sent on its own, whole."""
    return _said(claim, stripped(claim, Span(0, len(claim))), "")


def _spans(whole: BlockedText) -> list[Span]:
    """Return where the sentences stand, without list marks and what lies between blocks."""
    languages = languages_of(whole.text)
    segments = sentence_segments(whole.text, whole.blocks, languages, _no_count)
    ends = [block.end for block in whole.blocks]
    spans = []
    for segment in segments:
        start = segment.start + segment.mark
        block_end = ends[bisect_left(ends, start + 1)] if ends else segment.end
        spans.append(stripped(whole.text, Span(start, min(segment.end, block_end))))
    return [span for span in spans if span.start < span.end]


def _no_count(texts: Sequence[str]) -> list[int]:
    """Stand in for an encoder's count of tokens: how long a sentence is matters to nobody here."""
    return [1] * len(texts)


def _with_markers(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the spans; markers at the start of one belong to the sentence before: "So. [1] And"."""
    before: Span | None = None
    for span in spans:
        markers = _LEADING_MARKERS.match(text, span.start, span.end)
        if before and markers and "\n" not in text[before.end : span.start]:
            marked = stripped(text, Span(before.start, markers.end()))
            rest = stripped(text, Span(markers.end(), span.end))
            before = marked
            if rest.start < rest.end:
                yield marked
                before = rest
            continue
        if before:
            yield before
        before = span
    if before:
        yield before


def _placed(whole: BlockedText, spans: Sequence[Span]) -> Iterator[tuple[Span, Block, str]]:
    """Yield each span with its block, and with the lead-in of an item."""
    lead_in, number = "", -1
    for span in spans:
        while number + 1 < len(whole.blocks) and whole.blocks[number + 1].start <= span.start:
            number += 1
            block = whole.blocks[number]
            before = whole.blocks[number - 1] if number else block
            if block.kind is not BlockKind.ITEM:
                lead_in = ""
            elif before.kind is not BlockKind.ITEM and leads(whole.text, before, block):
                lead_in = before.span.of(whole.text)
        yield span, whole.blocks[max(number, 0)], lead_in


def _said(text: str, span: Span, lead_in: str) -> SaidSentence:
    claim = _cells(plain(text))
    if lead_in and not ENDS_AS_SENTENCE.search(claim):
        last = plain(lead_in).rpartition(". ")[2].rstrip("".join(COLONS))
        claim = f"{last} {claim}"
    markers = [int(n) for found in _MARKERS.findall(text) for n in re.findall(r"\d+", found)]
    return SaidSentence(span, claim, claim, tuple(dict.fromkeys(markers)), _unchecked(claim))


def plain(text: str) -> str:
    """Return a sentence without the markup of Markdown and the markers of citations."""
    text = _LINK.sub(r"\1", _MARKERS.sub("", text))
    before = ""
    while before != text:  # **_both_**
        before, text = text, _EMPHASIS.sub(r"\2", text)
    return " ".join(text.split())


def _cells(claim: str) -> str:
    """Return a row of a table as documents have it, without the lines at its ends."""
    if not (claim.startswith("|") and claim.endswith("|")):
        return claim
    return BETWEEN_CELLS.join(cell.strip() for cell in claim.strip("|").split("|"))


def _unchecked(claim: str) -> str:
    if not _WORD.search(claim):
        return WORDLESS
    if claim.rstrip("\"'”’»)*_ ").endswith(QUESTION_MARKS):
        return QUESTION
    if claim.endswith(COLONS):
        return LEAD_IN
    return TALK if aim_of(claim).intent in (Intent.GREETING, Intent.THANKS) else ""


def _led_on(said: Sequence[SaidSentence]) -> Iterator[SaidSentence]:
    """Yield the sentences; to look for one that points back, the one before it is needed."""
    before = ""
    for one in said:
        points_back = before and not one.unchecked and pronoun_that_points_back(one.claim)
        yield replace(one, query=f"{before} {one.claim}") if points_back else one
        if not points_back:
            before = "" if one.unchecked else one.claim
