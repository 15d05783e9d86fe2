"""Results of cases, as one JSON document, and as lines for a person at a terminal."""

import dataclasses
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from service.evaluation.case_checks import cited_documents
from service.evaluation.case_run import CaseResult, Outcome
from service.evaluation.cases import QuestionFile
from service.evaluation.report import clipped
from service.records import Answer

_MEANING: dict[Outcome, str] = {
    "answered_right": "answered right",
    "refused_right": "refused, as they should be",
    "answered_wrong": "answered wrong",
    "refused": "answerable, but refused",
    "unanswerable_answered": "not answerable, but answered",
    "not_indexed": "not asked, because no document could be indexed",
}


def cases_as_json(name: str, results: Sequence[CaseResult]) -> dict[str, Any]:
    """Return how many cases have each outcome, and the result of each case."""
    return {
        "dataset": name,
        "cases": len(results),
        "right": sum(result.is_right for result in results),
        "outcomes": _outcomes(results),
        "results": [_result_as_json(result) for result in results],
    }


def _outcomes(results: Sequence[CaseResult]) -> dict[Outcome, int]:
    counted = Counter(result.outcome for result in results)
    return {outcome: counted[outcome] for outcome in get_args(Outcome)}


def _result_as_json(result: CaseResult) -> dict[str, Any]:
    asked = result.case.asked
    return {
        "case": result.case.name,
        "outcome": result.outcome,
        "faults": list(result.faults),
        "question": asked.question,
        "turns_before": list(asked.turns_before),
        "expected": asked.expectations(),
        "got": None if result.answer is None else _got_as_json(result.answer, result.understood),
        "unread": [dataclasses.asdict(file) for file in result.unread],
        "note": asked.note,
    }


def _got_as_json(answer: Answer, understood: str) -> dict[str, Any]:
    return {
        "status": answer.status,
        "answer": answer.answer,
        "confidence": answer.confidence,
        "documents": cited_documents(answer),
        "conflicts": [[value.text for value in c.values] for c in answer.conflicts],
        "standalone_question": understood,
    }


def case_table(name: str, results: Sequence[CaseResult]) -> Iterator[tuple[str, str]]:
    """Return how many cases are right, and how many have each outcome; each line with its style."""
    right = sum(result.is_right for result in results)
    yield f"{name}: {right:,} of {len(results):,} cases right", "bold"
    for outcome, count in _outcomes(results).items():
        if count:
            yield f"  {count:>5,}  {_MEANING[outcome]}", ""


def failed_case_lines(results: Sequence[CaseResult], most: int | None) -> Iterator[tuple[str, str]]:
    """Return what was expected and what came of the cases that failed; each line with its style.

    most: how many to show; None for all.
    """
    failed = [result for result in results if not result.is_right]
    shown = failed[:most]
    yield "", ""
    if not failed:
        yield "Nothing went wrong.", "bold"
        return
    yield f"Failures ({len(shown):,} of {len(failed):,} shown)", "bold"
    for number, result in enumerate(shown, start=1):
        yield "", ""
        yield f"{number}. {result.case.asked.question}", "bold"
        yield from ((text, "") for text in _explained(result))


def _explained(result: CaseResult) -> Iterator[str]:
    asked = result.case.asked
    yield f"   case       {result.case.name}"
    for question in asked.turns_before:
        yield f"   after      {question}"
    if result.understood != asked.question:
        yield f"   understood {result.understood}"
    yield from _labelled("expected", _expected(asked))
    yield from _labelled("got", _got(result))
    yield from _labelled("wrong", result.faults)
    for file in result.unread:
        yield f"   unread     {file.path}: {file.reason}"
    if asked.note:
        yield f"   note       {clipped(asked.note)}"


def _labelled(label: str, texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield f"   {label:<10} {text}"
        label = ""


def _expected(asked: QuestionFile) -> list[str]:
    if asked.expected_status == "unsupported":
        return ["that the documents do not say"]
    contained = (*asked.expected_contains, *asked.expected_contains_too)
    parts = [f"contains “{clipped(text)}”" for text in contained]
    parts += [f"does not contain “{clipped(text)}”" for text in asked.must_not_contain]
    if asked.expected_document is not None:
        parts.append(f"cites {asked.expected_document}")
    if asked.expected_documents is not None:
        parts.append(f"cites just {', '.join(asked.expected_documents) or 'no document'}")
    if asked.expected_conflict is not None:
        parts.append(f"reports {'a' if asked.expected_conflict else 'no'} contradiction")
    if not parts:
        return ["an answer"]
    return [f"an answer that {parts[0]}", *(f"and {part}" for part in parts[1:])]


def _got(result: CaseResult) -> list[str]:
    if (answer := result.answer) is None:
        return ["no index"]
    documents = ", ".join(cited_documents(answer))
    lines = [f"“{clipped(answer.answer)}”", f"with confidence {answer.confidence:.3f}"]
    return [*lines, f"from {documents}"] if documents else lines
