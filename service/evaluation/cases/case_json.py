"""Results of cases, as one JSON document."""

import dataclasses
from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

from service.evaluation.cases.case_checks import cited_documents
from service.evaluation.cases.case_run import CaseResult, Outcome, TurnResult
from service.evaluation.cases.conversation_figures import conversations_of, figures_of
from service.evaluation.cases.question_file import ConversationFile
from service.records import Answer


def cases_as_json(name: str, results: Sequence[CaseResult]) -> dict[str, Any]:
    """Return how many cases are right, the figures of conversations, and the result of each case.

    Every question that is judged has an outcome: one of a case, or all of a conversation.
    """
    document: dict[str, Any] = {
        "dataset": name,
        "cases": len(results),
        "right": sum(result.is_right for result in results),
        "outcomes": outcomes(results),
    }
    if held := conversations_of(results):
        figures = figures_of([turn for result in held for turn in result.turns])
        document["conversations"] = {"count": len(held), **dataclasses.asdict(figures)}
    return {**document, "results": [_result_as_json(result) for result in results]}


def outcomes(results: Sequence[CaseResult]) -> dict[Outcome, int]:
    """Return how many questions have each outcome."""
    counted = Counter(turn.outcome for result in results for turn in result.turns)
    return {outcome: counted[outcome] for outcome in get_args(Outcome)}


def _result_as_json(result: CaseResult) -> dict[str, Any]:
    told, around = result.case.told, {"unread": [dataclasses.asdict(f) for f in result.unread]}
    if isinstance(told, ConversationFile):
        turns = [{"turn": t.number, **_turn_as_json(t), "ms": round(t.ms, 2)} for t in result.turns]
        figures = dataclasses.asdict(figures_of(result.turns))
        return {"case": result.case.name, **figures, "turns": turns, **around, "note": told.note}
    [turn] = result.turns
    before = {"turns_before": list(told.turns_before)}
    return {"case": result.case.name, **_turn_as_json(turn), **before, **around}


def _turn_as_json(result: TurnResult) -> dict[str, Any]:
    turn = result.turn
    return {
        "outcome": result.outcome,
        "misread": list(result.misread),
        "faults": list(result.faults),
        "question": turn.question,
        "expected": turn.expectations(),
        "got": None if result.answer is None else _got_as_json(result.answer, result.understood),
        "note": turn.note,
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
