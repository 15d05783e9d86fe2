"""What went wrong, question by question, the worst first."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.evaluation.measures import holds_answer, quotable
from service.evaluation.run import Quote, Ranked, Result

_DOCUMENTS = 3

# From bad to less bad; a question counts as the first of these that it is.
WRONG_DOCUMENT = "wrong_document"
WRONG_SENTENCE = "wrong_sentence"
REFUSED = "refused"
UNANSWERABLE_ANSWERED = "unanswerable_answered"
KINDS = (WRONG_DOCUMENT, WRONG_SENTENCE, REFUSED, UNANSWERABLE_ANSWERED)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the folder says is right."""

    answerable: bool | None
    documents: list[str]
    answers: list[str]
    evidence: list[str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """One question that went wrong. quoted: the highest-scored sentence, shown or not."""

    kind: str
    query_id: str
    question: str
    expected: Expected
    retrieved: list[Ranked]
    quoted: Quote | None
    confidence: float
    answered: bool


def find_failures(results: Sequence[Result]) -> dict[str, list[Mistake]]:
    """All failures by kind, the worst of each first: what was wrong with most confidence, or
    refused with least.
    """
    found: dict[str, list[Mistake]] = {kind: [] for kind in KINDS}
    for result in sorted(results, key=lambda result: -result.confidence):
        if kind := _kind_of(result):
            found[kind].append(_failure(kind, result))
    found[REFUSED].reverse()
    return found


def worst(found: dict[str, list[Mistake]], most: int) -> list[Mistake]:
    """Up to `most` failures, from bad to less bad. Each kind has its turn: many of the first must
    not hide the others.
    """
    turns: Iterable[tuple[Mistake | None, ...]] = itertools.zip_longest(*found.values())
    chosen = [failure for turn in turns for failure in turn if failure][:most]
    return sorted(chosen, key=lambda failure: KINDS.index(failure.kind))


def _kind_of(result: Result) -> str | None:
    query = result.query
    if query.answerable is False:
        return UNANSWERABLE_ANSWERED if result.shown else None
    if query.relevant and not any(d.document_id in query.relevant for d in result.ranking[:1]):
        return WRONG_DOCUMENT
    if quotable([result]) and not any(holds_answer(query, q) for q in result.sentences[:1]):
        return WRONG_SENTENCE
    return REFUSED if query.answerable and not result.shown else None


def _failure(kind: str, result: Result) -> Mistake:
    query = result.query
    return Mistake(
        kind=kind,
        query_id=query.query_id,
        question=query.text,
        expected=Expected(
            query.answerable, list(query.relevant), list(query.answers), list(query.evidence)
        ),
        retrieved=[Ranked(d.document_id, round(d.score, 4)) for d in result.ranking[:_DOCUMENTS]],
        quoted=result.sentences[0] if result.sentences else None,
        confidence=round(result.confidence, 4),
        answered=result.shown > 0,
    )
