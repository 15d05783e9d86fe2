"""The questions that went wrong, the worst first."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.evaluation.measures import holds_answer, with_known_answers
from service.evaluation.run import Quote, Ranked, Result

_DOCUMENTS = 3

# From bad to less bad. A question counts once, as the first of these kinds that applies.
WRONG_DOCUMENT = "wrong_document"
WRONG_SENTENCE = "wrong_sentence"
REFUSED = "refused"
UNANSWERABLE_ANSWERED = "unanswerable_answered"
KINDS = (WRONG_DOCUMENT, WRONG_SENTENCE, REFUSED, UNANSWERABLE_ANSWERED)


@dataclass(frozen=True, slots=True)
class Expected:
    """The right answer to a question, as far as the folder says."""

    answerable: bool | None
    documents: list[str]
    answers: list[str]
    evidence: list[str]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A question that went wrong. quoted: the sentence with the highest score, shown or not."""

    kind: str
    query_id: str
    question: str
    expected: Expected
    retrieved: list[Ranked]
    quoted: Quote | None
    confidence: float
    answered: bool


def find_mistakes(results: Sequence[Result]) -> dict[str, list[Mistake]]:
    """Return all mistakes by kind, the worst of each kind first.

    The worst was made with most confidence; the worst refusal with least.
    """
    mistakes: dict[str, list[Mistake]] = {kind: [] for kind in KINDS}
    for result in sorted(results, key=lambda result: -result.confidence):
        if kind := _kind_of_mistake(result):
            mistakes[kind].append(_mistake(kind, result))
    mistakes[REFUSED].reverse()
    return mistakes


def worst(mistakes: dict[str, list[Mistake]], most: int) -> list[Mistake]:
    """Return up to `most` mistakes, from bad to less bad.

    The kinds take turns, so that many mistakes of one kind do not hide those of the others.
    """
    turns: Iterable[tuple[Mistake | None, ...]] = itertools.zip_longest(*mistakes.values())
    chosen = [mistake for turn in turns for mistake in turn if mistake][:most]
    return sorted(chosen, key=lambda mistake: KINDS.index(mistake.kind))


def _kind_of_mistake(result: Result) -> str | None:
    query = result.query
    if query.answerable is False:
        return UNANSWERABLE_ANSWERED if result.shown else None
    if query.relevant and not any(d.document_id in query.relevant for d in result.ranking[:1]):
        return WRONG_DOCUMENT
    if with_known_answers([result]) and not any(
        holds_answer(query, quote) for quote in result.sentences[:1]
    ):
        return WRONG_SENTENCE
    return REFUSED if query.answerable and not result.shown else None


def _mistake(kind: str, result: Result) -> Mistake:
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
