"""Chosen sentences -> the answer's text, with both ends of every citation."""

from collections.abc import Iterable, Sequence

from index.ranking.hits import PassageHit
from index.records import Span
from service.answering.agreement.values import ValueKind
from service.answering.compare import Disagreement
from service.answering.evidence import Evidence
from service.answering.question import Question
from service.answering.select import ChosenSentence, Selection
from service.records import (
    NO_TIME,
    Answer,
    AnswerSpan,
    Citation,
    CitedSource,
    Conflict,
    ConflictingValue,
    FurtherSource,
)
from service.sources import found_passage, source_of

UNSUPPORTED = "The documents do not say."


def compose(question: Question, selection: Selection, nearest: Sequence[PassageHit]) -> Answer:
    """Return an answer of the selected sentences, verbatim, each followed by its marker `[n]`.

    Without any sentence it says that the documents do not say. Its id, confidence, generation and
    timings are left blank.
    """
    quotes = [chosen.evidence.text for chosen in selection.sentences]
    text, spans = join_quotes(enumerate(quotes, start=1))
    citations = [
        _citation(marker, span, chosen)
        for marker, (span, chosen) in enumerate(
            zip(spans, selection.sentences, strict=True), start=1
        )
    ]
    return Answer(
        id="",
        question=question.text,
        status="answered" if citations else "unsupported",
        answer=text or UNSUPPORTED,
        confidence=0.0,
        generation=0,
        citations=citations,
        conflicts=[_conflict(values, citations) for values in selection.disagreements],
        passages=[found_passage(hit.stored, round(hit.score, 4)) for hit in nearest],
        timings_ms=NO_TIME,
        mode="quoted",
    )


def join_quotes(quotes: Iterable[tuple[int, str]]) -> tuple[str, list[AnswerSpan]]:
    """Return the text of an answer, and where in it each quote stands. quotes: marker and text."""
    text, spans = "", []
    for marker, quote in quotes:
        text += " " if text else ""
        spans.append(AnswerSpan(len(text), len(text) + len(quote)))
        text += f"{quote} [{marker}]"
    return text, spans


def conflicting_value(citation: Citation, span: Span) -> ConflictingValue:
    """Return the value at `span` of a citation's quote, as it stands in the answer."""
    start = citation.answer.start
    return ConflictingValue(
        citation.marker, span.of(citation.quote), AnswerSpan(start + span.start, start + span.end)
    )


def _citation(marker: int, span: AnswerSpan, chosen: ChosenSentence) -> Citation:
    quoted = chosen.evidence
    also = [FurtherSource(_source(copy), copy.text) for copy in chosen.also]
    score = round(quoted.score, 4)
    return Citation(
        marker, span, _source(quoted), quoted.text, score, _highlight(quoted, span), also
    )


def _highlight(quoted: Evidence, span: AnswerSpan) -> AnswerSpan | None:
    """Return where in the answer the short answer of a quote stands. span: of the quote."""
    short, sentence = quoted.highlight, quoted.sentence.span
    if short is None:
        return None
    # A token of the reader may reach over the end of a sentence that is cut inside a word.
    start, end = max(short.start, sentence.start), min(short.end, sentence.end)
    return highlight_at(span, start - sentence.start, end - sentence.start)


def highlight_at(span: AnswerSpan, start: int, end: int) -> AnswerSpan:
    """Return the characters `start` to `end` of a quote as they stand in the answer."""
    return AnswerSpan(span.start + start, span.start + end)


def _conflict(disagreement: Disagreement, citations: Sequence[Citation]) -> Conflict:
    is_date = disagreement[0].value.kind is ValueKind.DATE
    return Conflict(
        "date" if is_date else "number",
        [conflicting_value(citations[place], value.span) for place, value in disagreement],
    )


def _source(evidence: Evidence) -> CitedSource:
    return source_of(evidence.hit.stored, evidence.sentence.span)
