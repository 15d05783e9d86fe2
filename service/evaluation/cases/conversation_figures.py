"""Turns of conversations -> how many were understood and answered right, and how fast."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from service.evaluation.cases.case_run import RIGHT, CaseResult, TurnResult
from service.evaluation.cases.question_file import ConversationFile


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many. share: of these, 0 to 1; None of none."""

    count: int
    of: int
    share: float | None


@dataclass(frozen=True, slots=True)
class TurnTimes:
    """Medians in milliseconds; None where there is no such turn.

    question: of a question that begins a conversation. follow_up: of one that must be understood
    from what was said. ratio: the second by the first.
    """

    question: float | None
    follow_up: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class ConversationFigures:
    """How the turns of one conversation went, or those of several together.

    turns_right: answered right, or rightly refused. refused: turns that could have been answered.
    wrong: all others. follow_ups_read_right: of the follow-ups whose reading is told.
    false_rewrites: turns after the first that stand alone, and were changed. p50_ms: how long the
    turns took.
    """

    turns_right: Share
    refused: int
    wrong: int
    follow_ups_read_right: Share
    false_rewrites: Share
    p50_ms: TurnTimes


def conversations_of(results: Sequence[CaseResult]) -> list[CaseResult]:
    """Return the results of the cases that hold a whole conversation."""
    return [result for result in results if isinstance(result.case.told, ConversationFile)]


def figures_of(turns: Sequence[TurnResult]) -> ConversationFigures:
    """Return the figures of turns, of one conversation or of several."""
    asked = [turn for turn in turns if turn.outcome != "not_indexed"]
    later = [turn for turn in asked if turn.number > 1 and turn.turn.tells_reading]
    follow_ups = [turn for turn in later if not turn.turn.stands_alone]
    right = _share(turns, lambda turn: turn.outcome in RIGHT)
    refused = sum(turn.outcome == "refused" for turn in turns)
    return ConversationFigures(
        turns_right=right,
        refused=refused,
        wrong=right.of - right.count - refused,
        follow_ups_read_right=_share(follow_ups, lambda turn: not turn.misread),
        false_rewrites=_share(
            [turn for turn in later if turn.turn.stands_alone], lambda turn: bool(turn.misread)
        ),
        p50_ms=_times([turn for turn in asked if turn.number == 1], follow_ups),
    )


def _share(turns: Sequence[TurnResult], holds: Callable[[TurnResult], bool]) -> Share:
    count = sum(map(holds, turns))
    return Share(count, len(turns), round(count / len(turns), 4) if turns else None)


def _times(first: Sequence[TurnResult], follow_ups: Sequence[TurnResult]) -> TurnTimes:
    question, follow_up = _median(first), _median(follow_ups)
    if not question or not follow_up:
        return TurnTimes(question, follow_up, None)
    return TurnTimes(question, follow_up, round(follow_up / question, 2))


def _median(turns: Sequence[TurnResult]) -> float | None:
    return round(float(np.median([turn.ms for turn in turns])), 2) if turns else None
