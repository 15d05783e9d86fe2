"""Conversations -> for each follow-up its readings, what speaks for each, and which are right."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from index.encoder import Encoder
from service.conversation.chat import TurnRequest
from service.conversation.turns import ChatAnswer
from service.conversation.understanding import Understanding
from service.evaluation.cases.case_checks import misreadings_in
from service.evaluation.cases.case_set import Case
from service.evaluation.cases.own_index import index_case
from service.evaluation.cases.question_file import JudgedTurn
from service.followups.choose import STEPS, features_with
from service.followups.readings import readings
from service.followups.said.history import History
from service.followups.said.moves import move_of
from service.followups.typed import without_style
from service.question_text import DEFAULT_TOP_K
from service.settings import Settings
from service.wiring import Models, Parts, wire
from tests.fitting.followups.other_topics import asked_in


@dataclass(frozen=True, slots=True)
class Row:
    """A follow-up. features: of each reading, by step. right: of each reading.

    stands_alone: whether it means what it says. elsewhere: whether it is a question of another set,
    which these documents do not answer. plain: whether nothing is told of how its writer
    begins and ends questions.
    """

    conversation: str
    asked: str
    stands_alone: bool
    texts: tuple[str, ...]
    features: Mapping[str, Sequence[Mapping[str, float]]]
    right: npt.NDArray[np.bool_]
    plain: bool = False
    elsewhere: bool = False

    def made_plain(self) -> "Row":
        """The same, as if its writer always began and ended questions alike."""
        plain = {step: [*map(without_style, told)] for step, told in self.features.items()}
        return replace(self, features=plain, plain=True)


def rows_of(
    case: Case,
    settings: Settings,
    models: Models,
    encoder: Encoder,
    others: Sequence[Sequence[str]],
    say: Callable[[str], None],
) -> list[Row]:
    """The follow-ups of a conversation, each after turns that were read right if possible.

    others: questions on other topics, some of which are asked in it too.
    """
    index = index_case(case, settings, encoder)
    if index.settings is None:
        return []
    parts = wire(index.settings, say, models)
    histories: list[History] = []
    rows = list(_held(case, parts, histories))
    for history, turn in asked_in(case.name, histories, others):
        rows.append(replace(_row(case.name, turn, history, parts), elsewhere=True))
    return rows


def _held(case: Case, parts: Parts, histories: list[History]) -> Iterator[Row]:
    """Yield the follow-ups. histories: is given what was said before each of them."""
    conversation_id = None
    try:
        for number, turn in enumerate(case.told.turns):
            standalone = turn.question
            if number:
                request = TurnRequest(None, turn.question, conversation_id)
                history = parts.chat.history(request)
                histories.append(history)
                row = _row(case.name, turn, history, parts)
                standalone = _right_one(row) or turn.question
                if turn.tells_reading:
                    yield row
            conversation_id = _answer(parts, turn, conversation_id, standalone).conversation_id
    finally:
        if conversation_id is not None:
            parts.chat.conversations.delete(None, conversation_id)


def _answer(
    parts: Parts, turn: JudgedTurn, conversation_id: str | None, standalone: str
) -> ChatAnswer:
    request = TurnRequest(None, turn.question, conversation_id, standalone)
    history = parts.chat.history(request)
    return parts.chat.answer(
        request, history, lambda asked: parts.answerer.answer(asked.standalone, DEFAULT_TOP_K)
    )


def _row(name: str, turn: JudgedTurn, history: History, parts: Parts) -> Row:
    made = readings(turn.question, history, move_of(turn.question))
    understanding = Understanding(parts.answerer, history, None, lambda: None)
    texts = [reading.text for reading in made]
    found, read = understanding.search(texts), understanding.read(texts)
    asked_of = understanding.asked_of
    of_steps = (
        [reading.features for reading in made],
        *(
            [
                features_with(one, judged, found[0], asked_of)
                for one, judged in zip(made, told, strict=True)
            ]
            for told in (found, read)
        ),
    )
    right = np.array([not any(misreadings_in(text, turn)) for text in texts])
    return Row(
        name,
        turn.question,
        turn.stands_alone,
        tuple(texts),
        dict(zip(STEPS, of_steps, strict=True)),
        _without_joined(right, made),
    )


def _without_joined(right: npt.NDArray[np.bool_], made: Sequence) -> npt.NDArray[np.bool_]:  # type: ignore[type-arg]
    """Two questions in one are right only where no single one is."""
    single = np.array(
        ["joined" not in one.features or "foreign joined" in one.features for one in made]
    )
    return right & single if (right & single).any() else right


def _right_one(row: Row) -> str | None:
    """The right reading that the documents answer best."""
    odds = [features["odds"] for features in row.features["reader"]]
    places = [place for place, right in enumerate(row.right) if right]
    return row.texts[max(places, key=lambda place: odds[place])] if places else None
