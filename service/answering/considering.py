"""What a search found -> the sentences that may answer, best first, and how sure it is of that.

The steps before and after the reader are the same whether one reads or not.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.ranking.hits import PassageHit, Retrieved
from index.records import Span
from service.answering.asking.question import Question
from service.answering.calibration.confidence import confidence_in
from service.answering.contrary.asked_rows import asked_rows_first, asked_rows_lead
from service.answering.contrary.bylines import below_datelines, bylines
from service.answering.contrary.cells import rows_without_answer
from service.answering.contrary.contraries import contraries
from service.answering.contrary.other_days import of_other_days
from service.answering.contrary.other_doers import without_other_doers
from service.answering.contrary.other_years import of_other_years
from service.answering.contrary.restated import asked_indirectly, without_restated
from service.answering.versions.current import current_first
from service.answering.weighing.entries import entries_first
from service.answering.weighing.evidence import Evidence, Place, read, weigh
from service.answering.weighing.groups import rows_told_apart
from service.answering.weighing.sections import below_headings
from service.reading.reader import Reader

EVIDENCE_PASSAGES = 8
# What finds evidence that answers no question. A statement that is checked may be of the writer of
# a document, and another year contradicts it.
_NO_ANSWERS = (bylines, of_other_years, of_other_days, asked_indirectly)


@dataclass(frozen=True, slots=True)
class Considered:
    """The sentences that may answer, best first, and the confidence that they do.

    read_ms: how long the reader took, in milliseconds; None where nothing was read.
    """

    evidence: list[Evidence]
    confidence: float
    read_ms: float | None

    def without(self, question: Question, spans: Callable[[str], Sequence[Span]]) -> "Considered":
        """Return the same without the sentences that stand at some places.

        spans: returns those of a document, by its id.
        """
        evidence = [
            one
            for one in self.evidence
            if not any(
                span.start <= one.sentence.span.start and one.sentence.span.end <= span.end
                for span in spans(one.document_id)
            )
        ]
        return replace(self, evidence=evidence, confidence=confidence_in(question, evidence))


def consider(
    question: Question, retrieved: Retrieved, reader: Reader | None = None, read_passages: int = 0
) -> Considered:
    """Weigh what a search found, and let the reader read the best of it. Raises ModelFailed."""
    evidence, contrary = to_read(question, retrieved.hits)
    read_ms = None
    if reader is not None and evidence:
        begun = time.perf_counter()
        evidence = read(question.bare, evidence, reader, read_passages, contrary)
        read_ms = (time.perf_counter() - begun) * 1000
    evidence = settled(question, evidence)
    return Considered(evidence, confidence_in(question, evidence), read_ms)


def to_read(
    question: Question, hits: Sequence[PassageHit]
) -> tuple[list[Evidence], frozenset[Place]]:
    """Return what may answer by the search alone, best first, and what a reader shall not see."""
    weighed = weigh(hits[:EVIDENCE_PASSAGES])
    contrary = contraries(question, weighed)
    if question.clause is not None:
        contrary = contrary.union(*(find(question, weighed) for find in _NO_ANSWERS))
    told = [one for one in weighed if one.place not in contrary]
    own = rows_told_apart(question.telling_terms, told)
    empty = rows_without_answer(question, own)
    full = [one for one in own if one.place not in empty]
    return entries_first(question, asked_rows_first(question, full)), contrary | empty


def settled(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence that may be quoted, best first, once all that scores it has done so."""
    told = rows_told_apart(question.telling_terms, evidence)
    new = without_restated(question, asked_rows_lead(question, told))
    own = without_other_doers(question.text, question.clause, new)
    full = below_datelines(question, below_headings(own))
    return current_first(question.terms, entries_first(question, full))
