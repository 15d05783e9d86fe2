from typing import Any

import pytest

from service.evaluation.cases.case_run import Outcome, TurnResult
from service.evaluation.cases.conversation_figures import Share, TurnTimes, figures_of
from service.evaluation.cases.question_file import JudgedTurn
from tests.service.evaluation.cases.case_folders import answer


def turn(
    number: int,
    outcome: Outcome = "answered_right",
    ms: float = 10.0,
    misread: tuple[str, ...] = (),
    **told: Any,
) -> TurnResult:
    asked = JudgedTurn.model_validate({"question": "Why?", **told}, strict=False)
    return TurnResult(asked, number, outcome, misread, (), answer(), "Why?", ms)


def follow_up(number: int, *misread: str, ms: float = 10.0) -> TurnResult:
    return turn(number, ms=ms, misread=misread, expected_reading=["gym"])


def alone(number: int, *misread: str, ms: float = 10.0) -> TurnResult:
    return turn(number, ms=ms, misread=misread, stands_alone=True)


def test_turns_are_right_refused_or_wrong() -> None:
    given: list[Outcome] = ["answered_right", "refused_right", "answered_wrong", "refused"]
    given += ["unanswerable_answered", "not_indexed"]
    figures = figures_of([turn(number, outcome) for number, outcome in enumerate(given, start=1)])
    assert figures.turns_right == Share(2, 6, 0.3333)
    assert (figures.refused, figures.wrong) == (1, 3)


def test_follow_ups_and_changes_of_topic_are_counted_apart() -> None:
    held = [alone(1), follow_up(2), follow_up(3, "wrong"), follow_up(4), alone(5), alone(6, "new")]
    figures = figures_of(held)
    assert figures.follow_ups_read_right == Share(2, 3, 0.6667)
    assert figures.false_rewrites == Share(1, 2, 0.5)


def test_what_says_nothing_of_its_reading_and_what_was_not_asked_count_for_none() -> None:
    told = {"expected_reading": ["gym"]}
    figures = figures_of([turn(1, **told), turn(2), turn(2, "not_indexed", **told)])
    assert figures.follow_ups_read_right == Share(0, 0, None)
    assert figures.false_rewrites == Share(0, 0, None)
    assert figures_of([]).turns_right == Share(0, 0, None)


def test_follow_ups_are_timed_against_questions_that_begin_a_conversation() -> None:
    held = [
        *(alone(1, ms=ms) for ms in (10, 20, 90)),
        *(follow_up(2, ms=ms) for ms in (30, 50)),
        alone(3, ms=500),
    ]
    assert figures_of(held).p50_ms == TurnTimes(20, 40, 2.0)
    assert figures_of(held[:3]).p50_ms == TurnTimes(20, None, None)
    assert figures_of(held[3:]).p50_ms == TurnTimes(None, 40, None)
    assert figures_of(held[:1]).p50_ms.question == pytest.approx(10)
