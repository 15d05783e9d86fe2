"""Conversations -> for each follow-up its readings, what speaks for each, and which are right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from service.conversation.chat import TurnRequest
from service.conversation.turns import ChatAnswer
from service.conversation.understanding import Understanding
from service.evaluation.cases.case_checks import misreadings_in
from service.evaluation.cases.case_set import Case
from service.evaluation.cases.question_file import JudgedTurn
from service.followups.listening import SCALE, said_before
from service.followups.reading_features import features_with, heard
from service.followups.readings import readings
from service.followups.said.history import History, Past, Reading
from service.followups.said.moves import move_of
from service.followups.typed import without_style
from service.question_text import DEFAULT_TOP_K
from service.wiring import Parts
from tests.fitting.followups.other_topics import asked_in


@dataclass(frozen=True, slots=True)
class Row:
    """A follow-up. features: of each reading, by step. right: of each reading.

    group: what it is kept apart with where folds are made: the conversation, or the collection that
    several are about. stands_alone: whether it means what it says. elsewhere: whether it is a
    question of another set, which these documents do not answer. plain: whether nothing is told of
    how its writer begins and ends questions. collection: that it is about, with other
    conversations; "" where it has documents of its own. said: what a listener hears beside the
    readings.
    """

    conversation: str
    asked: str
    stands_alone: bool
    texts: tuple[str, ...]
    features: Mapping[str, Sequence[Mapping[str, float]]]
    right: npt.NDArray[np.bool_]
    plain: bool = False
    elsewhere: bool = False
    collection: str = ""
    said: str = ""
    taught: str = ""

    @property
    def group(self) -> str:
        return self.collection or self.conversation

    def made_plain(self) -> "Row":
        """The same, as if its writer always began and ended questions alike."""
        plain = {step: [*map(without_style, told)] for step, told in self.features.items()}
        return replace(self, features=plain, plain=True)

    def with_heard(self, logits: Sequence[float]) -> "Row":
        """The same, with what a listener says of each reading."""
        follows = [logit / SCALE for logit in logits]
        told = {
            step: [heard(one, f) for one, f in zip(features, follows, strict=True)]
            for step, features in self.features.items()
        }
        grammar = self.features["grammar"]
        return replace(self, features={**told, "grammar": grammar, "listener": told["grammar"]})


def rows_of(
    case: Case, parts: Parts, others: Sequence[Sequence[str]], may_be_learned: bool = True
) -> list[Row]:
    """The follow-ups of a conversation, each after turns that were read right if possible.

    parts: over the index of its documents. others: questions on other topics, one list by kind; one
    of each is asked in it too. may_be_learned: what its documents say, by their licence.
    """
    histories: list[History] = []
    rows = list(_held(case, parts, histories, may_be_learned))
    for history, turn in asked_in(case.name, histories, others):
        row = _row(case.name, turn, history, parts, may_be_learned)
        rows.append(replace(row, elsewhere=True))
    return rows


def _held(
    case: Case, parts: Parts, histories: list[History], may_be_learned: bool
) -> Iterator[Row]:
    """Yield the follow-ups. histories: is given what was said before each of them."""
    conversation_id = None
    try:
        for number, turn in enumerate(case.told.turns):
            standalone = turn.question
            if number:
                request = TurnRequest(None, turn.question, conversation_id)
                history = parts.chat.history(request)
                if not history:
                    break  # the first turn was a greeting or the like: nothing was said yet
                histories.append(history)
                row = _row(case.name, turn, history, parts, may_be_learned)
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


def bare_row(name: str, turn: JudgedTurn, history: History, collection: str) -> Row:
    """A row without what the documents say."""
    made, right = _judged(turn, history, of_many=True)
    return Row(
        name,
        turn.question,
        turn.stands_alone,
        tuple(reading.text for reading in made),
        {"grammar": [reading.features for reading in made]},
        _without_joined(right, made),
        collection=collection,
        **_heard_beside(turn, history, may_be_learned=True),
    )


def _heard_beside(turn: JudgedTurn, history: History, may_be_learned: bool) -> dict[str, str]:
    learned = history if may_be_learned else [Past(one.asked, one.standalone) for one in history]
    told = {"said": history, "taught": learned}
    return {name: said_before(turn.question, one) for name, one in told.items()}


def _judged(
    turn: JudgedTurn, history: History, of_many: bool
) -> tuple[list[Reading], npt.NDArray[np.bool_]]:
    """What a follow-up may mean, and which of it is right."""
    made = readings(turn.question, history, move_of(turn.question), of_many=of_many)
    return made, np.array([not any(misreadings_in(reading.text, turn)) for reading in made])


def _row(name: str, turn: JudgedTurn, history: History, parts: Parts, may_be_learned: bool) -> Row:
    understanding = Understanding(parts.answerer, history, None, lambda: None)
    made, right = _judged(turn, history, understanding.asked_of.is_large)
    texts = [reading.text for reading in made]
    found = understanding.search(texts)
    asked_of = understanding.asked_of

    told = [
        features_with(reading, judged, found[0], asked_of)
        for reading, judged in zip(made, found, strict=True)
    ]
    grammar = [reading.features for reading in made]
    return Row(
        name,
        turn.question,
        turn.stands_alone,
        tuple(texts),
        {"grammar": grammar, "search": told},
        _without_joined(right, made),
        **_heard_beside(turn, history, may_be_learned),
    )


def _without_joined(right: npt.NDArray[np.bool_], made: Sequence) -> npt.NDArray[np.bool_]:  # type: ignore[type-arg]
    """Two questions in one are right only where no single one is."""
    single = np.array(
        ["joined" not in one.features or "foreign joined" in one.features for one in made]
    )
    return right & single if (right & single).any() else right


def _right_one(row: Row) -> str | None:
    """The right reading that the documents answer best."""
    odds = [features["odds"] for features in row.features["search"]]
    places = [place for place, right in enumerate(row.right) if right]
    return row.texts[max(places, key=lambda place: odds[place])] if places else None
