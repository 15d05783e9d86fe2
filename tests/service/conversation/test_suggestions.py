from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from index.generations.publish import Generations
from index.storage.document_filter import Filter
from service.conversation.chat import TurnRequest
from service.conversation.suggestions import suggest
from service.wiring import Parts
from tests.service.apps import parts_of, published
from tests.toy import ToyEncoder

MILL = (
    "# Corin Mill\n\nIn 1884, Corin Town closed the Corin Mill to millers. "
    "Fosse Abbey sold the Esk Bridge because the iron rail broke. The lamp is red.\n\n"
    "## Where do the millers of Corin buy flour now?\n\n"
    "They buy flour by the sack in Dravo, where the new millers of Corin work.\n\n"
    "## Opening hours\n\nThe mill opens at ten."
)
Suggested = Callable[..., list[str]]


@pytest.fixture(autouse=True)
def _content_with_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """The toy encoder's answers are seldom as sure as the model's."""
    monkeypatch.setattr("service.conversation.suggestions._LEAST_CONFIDENCE", 0.3)


@pytest.fixture
def parts(generations: Generations, tmp_path: Path) -> Parts:
    texts: Mapping[str, str] = {"mill.md": MILL, "otters.md": "# Otters\n\nOtters eat crabs."}
    published(texts, tmp_path, ToyEncoder())
    return parts_of(generations, ToyEncoder())


def after(parts: Parts, *questions: str, document_filter: Filter | None = None) -> list[str]:
    """What is suggested after these questions, asked in one conversation."""
    conversation_id = None
    for question in questions:
        request = TurnRequest(None, question, conversation_id, standalone_question=question)
        answer = parts.chat.answer(
            request, [], lambda asked: parts.answerer.answer(asked.standalone, 1)
        )
        assert answer.status == "answered", question
        conversation_id = answer.conversation_id
    assert conversation_id
    turns = parts.chat.conversation(None, conversation_id).turns
    generation = parts.library.searcher().generation
    return suggest(generation, parts.answerer, turns, document_filter)


def test_what_stands_around_the_quote_is_asked_and_the_documents_answer(parts: Parts) -> None:
    suggested = after(parts, "When did Corin Town close the Corin Mill to millers?")
    assert suggested == [
        "Where do the millers of Corin buy flour now?",
        "Why did Fosse Abbey sell the Esk Bridge?",
    ]
    for question in suggested:
        assert parts.answerer.answer(question, 1).status == "answered"


def test_what_was_asked_or_quoted_is_not_suggested_again(parts: Parts) -> None:
    suggested = after(
        parts, "When was the Corin Mill closed to millers?", "Why did Fosse Abbey sell the bridge?"
    )
    assert "Where do the millers of Corin buy flour now?" in suggested
    assert not any("sell" in question or "close" in question for question in suggested)


def test_without_a_good_question_there_is_none(parts: Parts) -> None:
    assert after(parts, "What do otters eat?") == []


def test_what_the_answer_may_not_quote_is_not_suggested(parts: Parts) -> None:
    elsewhere = Filter(documents=frozenset({"otters.md"}))
    question = "When did Corin Town close the Corin Mill to millers?"
    assert after(parts, question, document_filter=elsewhere) == []


def test_an_answer_that_is_gone_or_was_none_suggests_nothing(parts: Parts) -> None:
    request = TurnRequest(None, "Who sings in the opera of Fosse?")
    answer = parts.chat.answer(
        request, [], lambda asked: parts.answerer.answer(asked.standalone, 1)
    )
    [turn] = parts.chat.conversation(None, answer.conversation_id).turns
    generation = parts.library.searcher().generation
    assert suggest(generation, parts.answerer, [replace(turn, citations=[])]) == []
