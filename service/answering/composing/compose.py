"""Chosen sentences -> the answer's text, with both ends of every citation."""

from collections.abc import Iterable, Sequence
from typing import Literal

from index.documents.marks import ENDS_AS_SENTENCE
from index.ranking.hits import PassageHit
from index.records import Span
from service.answering.agreement.values import ValueKind
from service.answering.asking.question import Question
from service.answering.choosing.compare import Disagreement
from service.answering.choosing.select import Selection
from service.answering.composing.quoting import Stretch
from service.answering.versions.ages import is_older
from service.records import (
    NO_TIME,
    Answer,
    AnswerSpan,
    Citation,
    Conflict,
    ConflictingValue,
    DocumentSpan,
    FurtherSource,
    quoted_sentences,
)
from service.sources import found_passage, source_of

UNSUPPORTED = "The documents do not say."


def compose(
    question: Question,
    selection: Selection,
    quotes: Sequence[Stretch],
    nearest: Sequence[PassageHit],
) -> Answer:
    """Return an answer of the quotes, verbatim, each followed by its marker `[n]`.

    selection: the sentences that are quoted. quotes: the stretches that hold them. Without any
    quote it says that the documents do not say. Its id, confidence, what that was worth, generation
    and timings are left blank.
    """
    text, spans = join_quotes(
        (marker, quote.text, quote.more) for marker, quote in enumerate(quotes, start=1)
    )
    citations = [
        _citation(marker, span, quote)
        for marker, (span, quote) in enumerate(zip(spans, quotes, strict=True), start=1)
    ]
    return Answer(
        id="",
        question=question.typed,
        status="answered" if citations else "unsupported",
        answer=text or UNSUPPORTED,
        confidence=0.0,
        measured=None,
        generation=0,
        citations=citations,
        conflicts=[
            _conflict(values, selection, quotes, citations)
            for values in (selection.disagreements if quotes else ())
        ],
        passages=[found_passage(hit.stored, round(hit.score, 4)) for hit in nearest],
        timings_ms=NO_TIME,
        mode="quoted",
        sentences=quoted_sentences(citations),
    )


def join_quotes(quotes: Iterable[tuple[int, str, int]]) -> tuple[str, list[AnswerSpan]]:
    """Return the text of an answer, and where in it each quote stands.

    quotes: the marker and the text of each, and how many items it leaves out. What is no sentence,
    such as a row of a table, stands on a line of its own.
    """
    text, spans, before = "", [], ""
    for marker, quote, more in quotes:
        text += between(before, quote) if before else ""
        before = quote
        spans.append(AnswerSpan(len(text), len(text) + len(quote)))
        text += f"{quote} [{marker}]"
        text += f" (and {more} more)" if more else ""
    return text, spans


def between(quote: str, following: str) -> str:
    """Return what parts two quotes in an answer."""
    if "\n" in quote or "\n" in following:
        return "\n\n"
    spoken = ENDS_AS_SENTENCE.search(quote) and ENDS_AS_SENTENCE.search(following)
    return " " if spoken else "\n"


def conflict_of(
    kind: Literal["number", "date"], values: Sequence[tuple[Citation, Span]]
) -> Conflict:
    """Return the conflict of the values at the spans of some citations' quotes."""
    sources = [citation.source for citation, _ in values]
    return Conflict(
        kind,
        [
            ConflictingValue(
                marker=citation.marker,
                text=span.of(citation.quote),
                answer=highlight_at(citation.answer, span.start, span.end),
                published=citation.source.published,
                older=any(is_older(citation.source, other) for other in sources),
            )
            for citation, span in values
        ],
    )


def _citation(marker: int, span: AnswerSpan, quote: Stretch) -> Citation:
    quoted, also = quote.chosen.evidence, quote.chosen.also if quote.is_answer else ()
    return Citation(
        marker=marker,
        answer=span,
        source=source_of(quoted.hit.stored, quote.span, quote.headings, quote.places),
        quote=quote.text,
        score=round(quoted.score, 4) if quote.is_answer else 0.0,
        highlight=_highlight(quote, span) if quote.is_answer else None,
        context=[DocumentSpan(part.start, part.end) for part in quote.context],
        more=quote.more,
        also=[FurtherSource(source_of(w.stored, w.span), w.text, w.is_copy) for w in also],
    )


def _highlight(quote: Stretch, span: AnswerSpan) -> AnswerSpan | None:
    """Return where in the answer the short answer of a quote stands. span: of the quote."""
    short = quote.chosen.evidence.highlight
    if short is None:
        return None
    # A token of the reader may reach over the end of a sentence that is cut inside a word.
    start, end = max(short.start, quote.span.start), min(short.end, quote.span.end)
    return highlight_at(span, start - quote.span.start, end - quote.span.start)


def highlight_at(span: AnswerSpan, start: int, end: int) -> AnswerSpan:
    """Return the characters `start` to `end` of a quote as they stand in the answer."""
    return AnswerSpan(span.start + start, span.start + end)


def _conflict(
    disagreement: Disagreement,
    selection: Selection,
    quotes: Sequence[Stretch],
    citations: Sequence[Citation],
) -> Conflict:
    is_date = disagreement[0].value.kind is ValueKind.DATE
    values = []
    for number, value in disagreement:
        evidence = selection.sentences[number].evidence
        quote, citation = next(
            (quote, citation)
            for quote, citation in zip(quotes, citations, strict=True)
            if quote.holds(evidence.place)
        )
        shift = evidence.sentence.span.start - quote.span.start
        values.append((citation, Span(value.span.start + shift, value.span.end + shift)))
    return conflict_of("date" if is_date else "number", values)
