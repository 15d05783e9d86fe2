"""Chosen sentences -> the answer's text, with both ends of every citation."""

from collections.abc import Sequence

from index.ranking.hits import PassageHit
from index.records import Span
from index.storage.texts_records import StoredPassage
from service.answering.agreement.values import Of
from service.answering.conflicts import disagreements
from service.answering.evidence import Evidence
from service.answering.select import Chosen
from service.records import (
    Answer,
    AnswerSpan,
    Citation,
    CitedSource,
    Conflict,
    ConflictingValue,
    FoundPassage,
    FurtherSource,
    Timings,
)

UNSUPPORTED = "The documents do not say."


def compose(question: str, chosen: Sequence[Chosen], nearest: Sequence[PassageHit]) -> Answer:
    """An answer of the chosen sentences, verbatim, each followed by its marker `[n]`.

    Without any the documents do not say. Id, confidence, generation and timings are blank.
    """
    citations: list[Citation] = []
    text = ""
    for marker, one in enumerate(chosen, start=1):
        text += " " if text else ""
        span = AnswerSpan(len(text), len(text) + len(one.evidence.text))
        citations.append(_citation(marker, span, one))
        text += f"{one.evidence.text} [{marker}]"
    return Answer(
        id="",
        question=question,
        status="answered" if citations else "unsupported",
        answer=text or UNSUPPORTED,
        confidence=0.0,
        generation=0,
        citations=citations,
        conflicts=_conflicts(question, chosen, citations),
        passages=[_found(hit) for hit in nearest],
        timings_ms=Timings(0.0, 0.0, 0.0, None, 0.0, 0.0),
    )


def _citation(marker: int, span: AnswerSpan, one: Chosen) -> Citation:
    quote = one.evidence
    also = [FurtherSource(_source(other), other.text) for other in one.also]
    return Citation(marker, span, _source(quote), quote.text, round(quote.score, 4), also)


def _conflicts(
    question: str, chosen: Sequence[Chosen], citations: Sequence[Citation]
) -> list[Conflict]:
    return [
        Conflict(
            "date" if disagreement[0][1].of is Of.DATES else "number",
            [_conflicting(citations[place], value.span) for place, value in disagreement],
        )
        for disagreement in disagreements(question, [one.evidence for one in chosen])
    ]


def _conflicting(citation: Citation, span: Span) -> ConflictingValue:
    """span: in the quote."""
    start = citation.answer.start
    return ConflictingValue(
        citation.marker, span.of(citation.quote), AnswerSpan(start + span.start, start + span.end)
    )


def passage_id(stored: StoredPassage) -> str:
    """A name for the passage that holds while its document's version does."""
    return f"{stored.document.sha256[:16]}-{stored.passage.start}-{stored.passage.end}"


def _source(evidence: Evidence) -> CitedSource:
    stored, span = evidence.hit.stored, evidence.sentence.span
    document = stored.document
    return CitedSource(
        document_id=document.document_id,
        title=document.title,
        sha256=document.sha256,
        passage_id=passage_id(stored),
        start=span.start,
        end=span.end,
        published=document.published,
    )


def _found(hit: PassageHit) -> FoundPassage:
    stored = hit.stored
    return FoundPassage(
        passage_id=passage_id(stored),
        document_id=stored.document.document_id,
        title=stored.document.title,
        start=stored.passage.start,
        end=stored.passage.end,
        text=stored.text,
        score=round(hit.score, 4),
    )
