"""What a listener is told of a conversation, and what becomes of what it hears."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index.encoder import ModelIdentity
from index.generations.publish import Generations
from index.records import PassageText, Span
from service.conversation.understanding import Understanding
from service.followups.listening import SCALE, hear, said_before
from service.followups.said.history import Past
from service.reading.reader import PassageReading
from service.wiring import Parts
from tests.service.apps import parts_of, published
from tests.toy import ToyEncoder

PAST = Past(
    "who runs it?",
    "Who runs the ferry?",
    ("The ferry is run\nby the harbour board.", "It is red."),
    headings=("Ferry", "Harbour"),
)


class ToyListener:
    """Likes readings that name a word. Of others it says nothing."""

    identity = ModelIdentity("toy", "0" * 64)

    def __init__(self, word: str) -> None:
        self.word = word
        self.told: list[str] = []

    def read(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        self.told.append(question)
        return [self._read(passage) for passage in passages]

    def _read(self, passage: PassageText) -> PassageReading:
        named = self.word in passage.text
        return PassageReading(
            read=np.array([named]),
            answers=np.array([40.0 if named else np.nan], np.float32),
            span=np.array([0.0], np.float32),
            short=(Span(0, 0),),
        )


def test_it_is_told_the_question_and_the_turn_before_it() -> None:
    said = said_before("when?", [Past("older", "older one"), PAST])
    quote = "The ferry is run by the harbour board."
    assert said == f"when? | Who runs the ferry? | Ferry | older one | {quote}"
    assert said_before("when?", [Past("a?", "a?")]) == "when? | a? |  |  | "


def test_after_turns_without_an_answer_it_is_told_the_last_one() -> None:
    refused = Past("and now?", "Who runs it now?")
    said = said_before("when?", [PAST, refused])
    quote = "The ferry is run by the harbour board."
    assert said == f"when? | Who runs it now? | Ferry | Who runs the ferry? | {quote}"
    assert said_before("when?", [PAST, *[refused] * 3]).endswith(" |  | Who runs it now? | ")


def test_what_it_could_not_hear_speaks_neither_for_a_reading_nor_against_it() -> None:
    found = hear(ToyListener("board"), "when?", ["When does the board meet?", "When?"])
    assert found == [40.0 / SCALE, 0.0]


@pytest.fixture
def many(generations: Generations, tmp_path: Path) -> Parts:
    texts = {
        "ferry.md": "# Ferry\n\nThe ferry is run by the harbour board. It meets in Hart.",
        "board.md": "# Board\n\nThe harbour board was founded in 1931. The ferry came in 1950.",
    }
    others = {f"{number}.md": f"# Mill {number}\n\nThe mill grinds." for number in range(12)}
    published({**texts, **others}, tmp_path, ToyEncoder())
    return parts_of(generations, ToyEncoder())


@pytest.mark.parametrize("word", ["ferry", "Harbour"])
def test_the_reading_that_it_hears_well_is_asked_of_many_documents(word: str, many: Parts) -> None:
    listener = ToyListener(word)
    understanding = Understanding(many.answerer, [PAST], None, lambda: None, listener)
    assert word in understanding.of("when was it founded?").standalone
    assert listener.told == [said_before("when was it founded?", [PAST])]


def test_more_of_the_same_is_searched_for_whatever_is_heard(many: Parts) -> None:
    settled, more = (
        Understanding(many.answerer, [PAST], None, lambda: None, ToyListener(meant)).of(question)
        for question, meant in (
            ("when was it founded?", "When was the ferry founded?"),
            ("tell me more", "Tell me more about the ferry."),
        )
    )
    assert settled.looked is None
    assert more.looked is not None


def test_of_few_documents_it_is_not_asked(generations: Generations, tmp_path: Path) -> None:
    published({"ferry.md": "# Ferry\n\nThe ferry is red."}, tmp_path, ToyEncoder())
    listener = ToyListener("ferry")
    parts = parts_of(generations, ToyEncoder())
    understanding = Understanding(parts.answerer, [PAST], None, lambda: None, listener)
    assert understanding.of("when was it founded?").standalone
    assert listener.told == []
