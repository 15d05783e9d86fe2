"""Asks the questions of each case as a user would, in a conversation over an index of its own."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.building.report import ProgressListener, tracked
from index.encoder import Encoder
from index.encoder.model import Say, load_encoder
from index.originals import FileReport
from service.conversation.chat import TurnRequest
from service.conversation.turns import ChatAnswer
from service.evaluation.cases.case_checks import faults_in, misreadings_in
from service.evaluation.cases.case_set import Case
from service.evaluation.cases.own_index import index_case
from service.evaluation.cases.question_file import JudgedTurn
from service.question_text import DEFAULT_TOP_K
from service.records import Answer
from service.settings import Settings
from service.wiring import Models, Parts, load_models, wire

Outcome = Literal[
    "answered_right",
    "refused_right",
    "answered_wrong",
    "refused",
    "unanswerable_answered",
    "not_indexed",
]
RIGHT: tuple[Outcome, ...] = ("answered_right", "refused_right")


@dataclass(frozen=True, slots=True)
class TurnResult:
    """What became of a question.

    number: of the turn in its conversation, from 1. misread: what is wrong with the question that
    was answered, in words. faults: what is wrong with the answer. answer: None if nothing could be
    indexed. understood: the question that was answered; a follow-up differs from it. ms: how long
    it took to understand and to answer, in milliseconds.
    """

    turn: JudgedTurn
    number: int
    outcome: Outcome
    misread: tuple[str, ...]
    faults: tuple[str, ...]
    answer: Answer | None
    understood: str
    ms: float

    @property
    def is_right(self) -> bool:
        """Whether the question was understood as it should be, and answered, or refused, so."""
        return self.outcome in RIGHT and not self.misread


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of a case. unread: the documents that could not be indexed."""

    case: Case
    turns: tuple[TurnResult, ...]
    unread: tuple[FileReport, ...]

    @property
    def is_right(self) -> bool:
        """Whether all went right that is judged."""
        return all(turn.is_right for turn in self.turns)


def run_cases(
    cases: Sequence[Case], settings: Settings, say: Say, progress: ProgressListener
) -> list[CaseResult]:
    """Return the results of all cases, asked one after the other. The models are loaded once.

    Raises ModelError, ModelFailed; WriterBusy, StorageFailed; DatabaseFailed.
    """
    models = load_models(settings, say)
    encoder = load_encoder(settings, say)
    return [_run(case, settings, models, encoder, say) for case in tracked(progress, "ask", cases)]


def _run(case: Case, settings: Settings, models: Models, encoder: Encoder, say: Say) -> CaseResult:
    index = index_case(case, settings, encoder)
    before = case.told.turns_before
    if index.settings is None:
        held = [_not_asked(turn, number) for number, turn in enumerate(case.told.turns, start=1)]
    else:
        parts = wire(index.settings, say, models)
        questions = (*before, *(turn.question for turn in case.told.turns))
        said = list(_converse(parts, questions))[len(before) :]
        held = [_judged(turn, *one) for turn, one in zip(case.told.turns, said, strict=True)]
    return CaseResult(case, tuple(held), index.unread)


def _converse(parts: Parts, questions: Sequence[str]) -> Iterator[tuple[ChatAnswer, float]]:
    """Ask the questions in one conversation; yield each answer, and its milliseconds."""
    if len(questions) > 1:
        parts.answerer.answer(questions[0], DEFAULT_TOP_K)  # the very first answer is slow
    conversation_id = None
    try:
        for question in questions:
            start = time.perf_counter()
            request = TurnRequest(None, question, conversation_id)
            history = parts.chat.history(request)
            answer = parts.chat.answer(
                request,
                history,
                lambda understood: parts.answerer.answer(
                    understood.standalone,
                    DEFAULT_TOP_K,
                    understood.document_filter,
                    understood.looked,
                ),
            )
            conversation_id = answer.conversation_id
            yield answer, (time.perf_counter() - start) * 1000
    finally:
        # The index stays for the next run; what was said must not.
        if conversation_id is not None:
            parts.chat.conversations.delete(None, conversation_id)


def _judged(turn: JudgedTurn, answer: ChatAnswer, ms: float) -> TurnResult:
    understood = answer.standalone_question
    faults = tuple(faults_in(answer, turn))
    misread = tuple(misreadings_in(understood, turn))
    outcome = _outcome(turn, answer, faults)
    return TurnResult(turn, answer.turn, outcome, misread, faults, answer, understood, ms)


def _not_asked(turn: JudgedTurn, number: int) -> TurnResult:
    fault = "none of its documents can be indexed"
    return TurnResult(turn, number, "not_indexed", (), (fault,), None, turn.question, 0.0)


def _outcome(turn: JudgedTurn, answer: Answer, faults: Sequence[str]) -> Outcome:
    if turn.expected_status == "unsupported":
        return "unanswerable_answered" if faults else "refused_right"
    if answer.status == "unsupported":
        return "refused"
    return "answered_wrong" if faults else "answered_right"
