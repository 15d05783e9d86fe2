import time
from collections.abc import Callable

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.answering.asking.abbreviations import written_out

LibraryOf = Callable[[dict[str, str]], Searcher]
TOOLS = "Field Service Management plans the visits. The Department of Works owns it."


@pytest.mark.parametrize(
    ("question", "full"),
    [
        ("What is FSM?", "What is Field Service Management?"),
        ("Who pays for the FSMs?", "Who pays for the Field Service Managements?"),
        ("Who runs the DOW?", "Who runs the Department of Works?"),
        ("What is the CSS?", "What is the Cross-Site Scripting?"),
        ("What is the NATO?", "What is the North Atlantic Treaty Organization?"),
    ],
)
def test_a_name_with_its_initials_takes_the_place_of_an_abbreviation(
    question: str, full: str
) -> None:
    texts = [
        TOOLS,
        "It stops Cross-Site Scripting.",
        "The North Atlantic Treaty Organization met.",
    ]
    assert written_out(question, texts) == full


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is FSM?", "Field Service Management (FSM) plans the visits."),  # they tell it
        ("What is FSM?", "An fsm is a machine. Field Service Management is another."),
        ("What is FSM?", "The Field. Service Management plans the visits."),
        ("What is FSM?", "Fair scales matter. The field service management plans it."),
        ("What is FSM?", ""),
        ("What does the WHO ask?", "We had one rule about health."),  # one name has capitals
        ("How is the API used?", "As per its terms."),
        ("Who made the ATM?", "All the men did."),
        ("What is fsm?", TOOLS),
        ("WHAT IS FSM?", TOOLS),
        ("What does IT do?", "Ida Toft leads it."),  # two letters are too few to tell
    ],
)
def test_any_other_question_stays_as_typed(question: str, text: str) -> None:
    assert written_out(question, [text]) == question


def test_a_heading_is_a_name_though_its_words_are_small() -> None:
    asked, text = "How many days of PTO are there?", "There are 25 days a year."
    assert written_out(asked, [text], ["Paid time off"]) == (
        "How many days of Paid time off are there?"
    )
    assert written_out(asked, [text], ["Paid time off and sick leave"]) == asked


def test_an_answer_is_found_by_what_the_abbreviation_stands_for(library_of: LibraryOf) -> None:
    searcher = library_of({"tools.txt": TOOLS})
    answer = Answerer(lambda: searcher, 0.0).answer("Who does FSM plan the visits for?", 1)
    in_full = Answerer(lambda: searcher, 0.0).answer(
        "Who does Field Service Management plan the visits for?", 1
    )
    assert answer.question == "Who does FSM plan the visits for?"
    assert (answer.answer, answer.confidence) == (in_full.answer, in_full.confidence)


def test_a_long_text_of_short_words_takes_no_time() -> None:
    begun = time.monotonic()
    assert (
        written_out("What is the AAAAAZ rule?", ["A" + " a" * 5_000]) == "What is the AAAAAZ rule?"
    )
    assert time.monotonic() - begun < 5  # a pattern took half a minute for 160 words
