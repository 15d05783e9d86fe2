"""Chosen sentences -> the answer's text, with both ends of every citation."""

from collections.abc import Sequence

from index.search import PassageHit
from index.store import StoredPassage
from service.answering.evidence import Evidence
from service.records import Answer, AnswerSpan, Citation, CitedSource, FoundPassage, Timings

UNSUPPORTED = "The documents do not say."


def compose(question: str, chosen: Sequence[Evidence], nearest: Sequence[PassageHit]) -> Answer:
    """An answer of the chosen sentences, verbatim, each followed by its marker `[n]`.

    Without any the documents do not say. Id, confidence, generation and timings are blank.
    """
    citations: list[Citation] = []
    text = ""
    for marker, evidence in enumerate(chosen, start=1):
        text += " " if text else ""
        quote = evidence.text
        span = AnswerSpan(len(text), len(text) + len(quote))
        citations.append(Citation(marker, span, _source(evidence), quote, round(evidence.score, 4)))
        text += f"{quote} [{marker}]"
    return Answer(
        id="",
        question=question,
        status="answered" if citations else "unsupported",
        answer=text or UNSUPPORTED,
        confidence=0.0,
        generation=0,
        citations=citations,
        passages=[_found(hit) for hit in nearest],
        timings_ms=Timings(0.0, 0.0, 0.0),
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
