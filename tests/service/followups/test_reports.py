"""Follow-ups after reports: headlines and datelines are no things that anybody speaks of."""

import pytest

from service.english.parsed_text import ParsedText
from service.followups.readings import readings
from service.followups.said.headlines import subject_of
from service.followups.said.history import Past
from service.followups.said.moves import Move, Moved
from service.followups.said.spoken_of import Said

GIRL = Past(
    "Who found the tracks?",
    "Who found the tracks?",
    ("PORT RONAN, 3 May (Reuters) — A girl from Elm found the tracks of a wolf.",),
)
VISITED = Past(
    "Where does the line lead?",
    "Where does the line lead?",
    ("It leads to the harbour, the market and the mill.",),
    items=("the harbour", "the market", "the mill"),
)
SACKED = Past(
    "What happened on Monday?", "What happened on Monday?", ("Calder Rovers named Joe Tarrant.",)
)
ROLE = Past("What does a delivery manager do?", "What does a delivery manager do?", ("She plans.",))
STAND = Past("Do I have to file a request?", "Do I have to file a request?", ("Everyone does.",))
LONG = Past(
    "What is bad about long sprints?", "What is bad about long sprints?", ("Plans grow old.",)
)


def made(question: str, *history: Past) -> list[str]:
    return [one.text for one in readings(question, history, Moved(Move.NONE))]


@pytest.mark.parametrize(
    ("heading", "subject"),
    [
        ("Council backs second tram line by one vote", "Council"),
        ("Calder Rovers sack Brandt after eighth defeat", "Calder Rovers"),
        ("Tern Air grounds nine aircraft over cracks", "Tern Air"),
        ("Four villages cut off after Teal bursts its banks", "Four villages"),
    ],
)
def test_a_headline_has_a_verb(heading: str, subject: str) -> None:
    assert subject_of(ParsedText(heading)).text == subject


@pytest.mark.parametrize(
    "heading",
    [
        "Port forwarding rules",
        "Water heater controls manual for owners",
        "Test results 2019 report and data",
        "How to file an attendance request",
        "Release notes",
        "",
    ],
)
def test_any_other_heading_stays_whole(heading: str) -> None:
    assert subject_of(ParsedText(heading)).text == heading


def test_where_a_report_was_written_is_nothing_that_it_speaks_of() -> None:
    named = [mention.phrase.text for mention in Said((GIRL,)).mentions]
    assert "the tracks" in named
    assert not any("PORT" in one or "Reuters" in one for one in named)
    defined = Past("What is API?", "What is API?", ("API — an interface of programs.",))
    assert defined.parsed_quotes[0].text.startswith("API")


def test_the_last_year_is_no_item_of_a_list() -> None:
    assert any("the mill" in one for one in made("how long is the last one?", VISITED))
    assert not any(
        "the mill" in one and "year" not in one
        for one in made("how long was it last year?", VISITED)
    )


def test_a_number_is_no_thing_of_a_kind() -> None:
    assert "What is bad about one week?" in made("and of one week?", LONG)
    assert not any("sprint week" in one for one in made("and of one week?", LONG))


def test_no_reading_says_a_preposition_twice() -> None:
    assert not any("about about" in one for one in made("and about one week?", LONG))


def test_a_club_is_nobody() -> None:
    texts = made("does he want the job?", SACKED)
    assert "Does Joe Tarrant want the job?" in texts
    assert "Does Calder Rovers want the job?" not in texts


def test_somebody_new_takes_the_place_of_somebody() -> None:
    texts = made("and the staff engineer?", ROLE)
    assert "What does the staff engineer do?" in texts
    assert not any("for the staff engineer" in one and "manager do" in one for one in texts)


def test_a_clause_is_put_in_no_noun_s_place() -> None:
    assert not any("file if I'm" in one for one in made("also if I'm a speaker?", STAND))
    for question in ("if I just want to listen?", "also if I'm a speaker?"):
        what = question.removeprefix("also ")
        assert f"About the request: what {what}" in made(question, STAND)


STRIKE = Past("How long did the nurses' strike at St. Brigid's last?", "", ())
ROSE = Past("What does the climbing rose 'Saint Wilma' cost?", "", ())
PORT = Past("Is there a parking space for cars?", "", ())
RIDE = Past(
    "what happened to van aalst",
    "what happened to van aalst",
    ("Élodie Moreau took the jersey from Femke van Aalst.",),
)


@pytest.mark.parametrize(
    ("question", "before", "reading"),
    [
        ("who ended it?", STRIKE, "Who ended the nurses' strike?"),
        ("and Captain Frost?", ROSE, "What does the climbing rose 'Captain Frost' cost?"),
        ("wheres the exit", PORT, "About the parking space: where is the exit?"),
    ],
)
def test_it_is_read_whatever_marks_were_typed(question: str, before: Past, reading: str) -> None:
    past = Past(before.asked, before.asked, before.quotes)
    assert reading in made(question, past)
    assert not any("St:" in one or "whats" in one for one in made(question, past))


def test_no_question_has_two_for() -> None:
    past = Past(PORT.asked, PORT.asked)
    assert "Is there a parking space for bikes?" in made("and bikes?", past)
    assert not any(one.count(" for ") > 1 for one in made("and bikes?", past))


def test_a_name_is_asked_about_by_its_last_word() -> None:
    by_name = {one.phrase.text: one.asked_last for one in Said([RIDE]).mentions}
    assert by_name["Femke van Aalst"]
    assert not by_name["Élodie Moreau"]


def test_no_name_is_put_in_the_place_of_half_a_name() -> None:
    readings = made("and Halloran?", Past("How old is Ada Kern?", "How old is Ada Kern?"))
    assert "How old is Halloran?" in readings
    assert not {"How old is Ada Halloran?", "How old is Halloran Kern?"} & {*readings}


def test_it_is_nothing_that_rains() -> None:
    before = Past("Where is the park concert?", "Where is the park concert?")
    assert "About the park concert: what if it rains?" in made("what if it rains?", before)
    assert not any("concert rains" in reading for reading in made("what if it rains?", before))
    assert "What if the park concert is moved?" in made("what if it is moved?", before)
