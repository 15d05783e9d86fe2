"""Asks the question of each case as a user would, each of an index of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from index.building.report import ProgressListener, tracked
from index.encoder import Encoder
from index.encoder.model import Say, load_encoder
from index.originals import FileReport
from service.conversation.chat import TurnRequest
from service.evaluation.case_checks import faults_in
from service.evaluation.cases import Case
from service.evaluation.own_index import index_case
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
class CaseResult:
    """What became of a case.

    faults: what is wrong, in words. answer: None if nothing could be indexed. understood: the
    question that was answered; a follow-up differs from it. unread: the documents that could not
    be indexed.
    """

    case: Case
    outcome: Outcome
    faults: tuple[str, ...]
    answer: Answer | None
    understood: str
    unread: tuple[FileReport, ...]

    @property
    def is_right(self) -> bool:
        """Whether the case was answered, or refused, as it should be."""
        return self.outcome in RIGHT


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
    question = case.asked.question
    if index.settings is None:
        fault = "none of its documents can be indexed"
        return CaseResult(case, "not_indexed", (fault,), None, question, index.unread)
    parts = wire(index.settings, say, models)
    if case.asked.turns_before:
        answer, understood = _converse(parts, (*case.asked.turns_before, question))
    else:
        answer, understood = parts.answerer.answer(question, DEFAULT_TOP_K), question
    faults = tuple(faults_in(answer, case.asked))
    return CaseResult(
        case, _outcome(case, answer, faults), faults, answer, understood, index.unread
    )


def _converse(parts: Parts, questions: Sequence[str]) -> tuple[Answer, str]:
    """Ask the questions in one conversation; return the last answer, and what it answers."""
    conversation_id = None
    try:
        for question in questions:
            request = TurnRequest(None, question, conversation_id)
            history = parts.chat.history(request)
            answer = parts.chat.answer(
                request, history, lambda text: parts.answerer.answer(text, DEFAULT_TOP_K)
            )
            conversation_id = answer.conversation_id
    finally:
        # The index stays for the next run; what was said must not.
        if conversation_id is not None:
            parts.chat.conversations.delete(None, conversation_id)
    return answer, answer.standalone_question


def _outcome(case: Case, answer: Answer, faults: Sequence[str]) -> Outcome:
    if case.asked.expected_status == "unsupported":
        return "unanswerable_answered" if faults else "refused_right"
    if answer.status == "unsupported":
        return "refused"
    return "answered_wrong" if faults else "answered_right"
