"""Measures and mistakes, as one JSON document, and as lines for a person at a terminal."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any

from service.evaluation import mistakes
from service.evaluation.measures import (
    Group,
    measure,
    with_known_answers,
    with_right_documents,
)
from service.evaluation.mistakes import Mistake, find_mistakes, worst
from service.evaluation.run import Result

_MOST_SHOWN = 3  # of several right answers
_MOST_CHARACTERS = 300

_MEANING = {
    "hit@1": "a right document comes first",
    "hit@5": "one is among the first five",
    "mrr@10": "mean of 1 / place of the first right one",
    "ndcg@10": "how near the first ten are to the best order",
    "quote@1": "the best sentence answers",
    "quote@3": "one of the best three does",
    "mean_quotes": "quotes in an answer that is given",
    "auroc": "answerable ones have more confidence (0.5: chance)",
    "coverage@95": "can be answered while 95 % of these are answerable",
    "answered_rate": "are answered at the confidence that is set",
    "right_answers": "of these answers quote what is right",
    "right": "are answered right, or rightly refused",
    "p50": "ms, half of the answers",
    "p95": "ms, 95 % of the answers",
}
_KINDS = {
    mistakes.WRONG_DOCUMENT: "wrong document first",
    mistakes.WRONG_SENTENCE: "right document, wrong sentence first",
    mistakes.REFUSED: "answerable, but refused",
    mistakes.UNANSWERABLE_ANSWERED: "not answerable, but answered",
}


def as_json(name: str, results: Sequence[Result], most_mistakes: int | None) -> dict[str, Any]:
    """Return all measures, and up to `most_mistakes` mistakes; None leaves these out."""
    document: dict[str, Any] = {"dataset": name, "questions": len(results), **measure(results)}
    if most_mistakes:
        mistakes_shown = worst(find_mistakes(results), most_mistakes)
        document["failures"] = [dataclasses.asdict(mistake) for mistake in mistakes_shown]
    return document


def table(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    """Return the measures, line by line, each with its style."""
    counted = {
        "retrieval": f"{len(with_right_documents(results)):,} questions with right documents",
        "evidence": f"{len(with_known_answers(results)):,} questions with known answers",
        "abstention": _abstention(results),
        "latency_ms": f"{len(results):,} answers, one after the other",
    }
    for group, measures in measure(results).items():
        yield "", ""
        yield f"{group.removesuffix('_ms').capitalize()} ({counted[group]})", "bold"
        yield from ((text, "") for text in _lines(measures))


def _abstention(results: Sequence[Result]) -> str:
    answerable = [result.query.answerable for result in results]
    unsaid = f", {answerable.count(None):,} unknown" if None in answerable else ""
    yes, no = answerable.count(True), answerable.count(False)
    return f"{yes:,} questions answerable, {no:,} not{unsaid}"


def _lines(measures: Group) -> Iterator[str]:
    for name, value in measures.items():
        digits = 1 if name in ("p50", "p95") else 3
        shown = "-" if value is None else f"{value:.{digits}f}"
        meaning = "these questions cannot tell" if value is None else _MEANING[name]
        yield f"  {name:<14}{shown:>7}  {meaning}"


def mistake_lines(results: Sequence[Result], most: int) -> Iterator[tuple[str, str]]:
    """Return how many mistakes of each kind there are, and then the worst of them.

    Each line comes with its style.
    """
    by_kind = find_mistakes(results)
    chosen = worst(by_kind, most)
    yield "", ""
    if not chosen:
        yield "Nothing went wrong.", "bold"
        return
    yield f"Failures ({len(chosen)} of {sum(map(len, by_kind.values())):,} shown)", "bold"
    for kind, of_kind in by_kind.items():
        yield f"  {len(of_kind):>5,}  {_KINDS[kind]}", ""
    for number, mistake in enumerate(chosen, start=1):
        yield "", ""
        yield f"{number}. {mistake.question}", "bold"
        yield from ((text, "") for text in _explained(mistake))


def _explained(mistake: Mistake) -> Iterator[str]:
    outcome = "answered" if mistake.answered else "refused"
    yield f"   {_KINDS[mistake.kind]}"
    yield f"   confidence {mistake.confidence:.3f}, {outcome}"
    yield f"   id         {mistake.query_id}"
    expected = mistake.expected
    yield f"   expected   {', '.join(expected.documents) or _nothing(expected.answerable)}"
    for text in _few(expected.answers or expected.evidence):
        yield f"              “{clipped(text)}”"
    retrieved = [f"{ranked.document_id} ({ranked.score:.3f})" for ranked in mistake.retrieved]
    yield f"   retrieved  {', '.join(retrieved) or 'nothing'}"
    if quote := mistake.quoted:
        yield f"   quoted     {quote.document_id}"
        yield f"              “{clipped(quote.text)}”"
    else:
        yield "   quoted     nothing"


def _nothing(answerable: bool | None) -> str:
    return "that the documents do not say" if answerable is False else "an answer"


def _few(texts: list[str]) -> list[str]:
    """Return the first few of the texts, without repetitions."""
    return list(dict.fromkeys(texts))[:_MOST_SHOWN]


def clipped(text: str) -> str:
    """Return the text in one line, cut where it is long."""
    text = " ".join(text.split())
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
