"""Whom "he" and "she" may stand for."""

import pytest

from service.followups.choose import choose
from service.followups.reading_features import AskedOf, Judged
from service.followups.readings import readings
from service.followups.said.history import Past
from service.followups.said.moves import move_of
from service.followups.said.spoken_of import Mention, Said

FOUNDED = Past(
    "Who founded the airline Norvia?",
    "Who founded the airline Norvia?",
    ("It was founded in 1989 by the pilot Greger Halse and the caterer Molly Byrne.",),
)
REPORT = Past(
    "What happened on Monday?",
    "What happened on Monday?",
    ("At 9:50 Mr. Maddox and Dr. Anna Vasz-Lund left. They recommend the Millbrook No. 5.",),
)
CONFESSED = Past(
    "have wilma drost and oskar confessed", "have wilma drost and oskar confessed", ("Both did.",)
)


def named(past: Past) -> dict[str, Mention]:
    return {mention.phrase.text: mention for mention in Said((past,)).mentions}


def meant(question: str, *history: Past) -> str:
    """Return the reading that is meant where all are answered alike."""

    def judge(texts: object) -> list[Judged]:
        return [Judged(0.5, "a.md") for _ in list(texts)]  # type: ignore[call-overload]

    made = readings(question, history, move_of(question))
    return choose(made, judge, AskedOf(frozenset({"a.md"}))).text


@pytest.mark.parametrize(
    ("past", "text", "gender"),
    [
        (FOUNDED, "Greger Halse", "male"),
        (FOUNDED, "Molly Byrne", "female"),
        (FOUNDED, "the airline Norvia", None),
        (REPORT, "Mr Maddox", "male"),
        (REPORT, "Dr Anna Vasz-Lund", "female"),
        (CONFESSED, "wilma drost", "female"),
        (CONFESSED, "oskar", "male"),
    ],
)
def test_title_and_given_name_tell_of_whom_one_speaks(
    past: Past, text: str, gender: str | None
) -> None:
    assert named(past)[text].gender == gender


AWARDED = Past(
    "who won the brandt prize?",
    "who won the brandt prize?",
    ("Leila Farrokh has won this year's Brandt Prize, and Ada Stone the Halden Prize.",),
)


def test_what_ends_with_a_noun_behind_an_article_or_a_time_is_nobody() -> None:
    mentions = named(AWARDED)
    for thing in ("this year's Brandt Prize", "the Halden Prize"):
        assert "person" not in mentions[thing].phrase.sorts
    assert "person" in mentions["Ada Stone"].phrase.sorts
    assert meant("how old is she?", AWARDED) == "How old is Leila Farrokh?"


def test_a_title_with_a_dot_and_a_number_belong_to_the_name() -> None:
    assert "the Millbrook No 5" in named(REPORT)
    assert not {"Mr", "Dr", "50 Mr Maddox"} & named(REPORT).keys()


def test_what_a_noun_calls_an_airline_is_no_person() -> None:
    assert "person" not in named(FOUNDED)["the airline Norvia"].phrase.sorts


def test_a_bridge_that_is_called_like_a_man_is_no_person() -> None:
    asked = "Did Ada Firth design the Halden Bridge?"
    told = named(Past(asked, asked))
    assert "person" in told["Ada Firth"].phrase.sorts
    assert told["the Halden Bridge"].gender is None
    assert "person" not in told["the Halden Bridge"].phrase.sorts


def test_a_surname_has_the_gender_of_the_full_name() -> None:
    left = Past("Who left?", "Who left?", ("Greger Halse founded it. Halse left in 1999.",))
    assert named(left)["Halse"].gender == "male"
    # Men are called Byrne, too.
    sold = Past("Who sold it?", "Who sold it?", ("Molly Byrne did. Byrne left in 2001.",))
    assert named(sold)["Byrne"].gender == "female"


def test_she_is_a_woman_and_he_a_man() -> None:
    assert meant("is she still with the company?", FOUNDED).startswith("Is Molly Byrne")
    assert meant("is he still with the company?", FOUNDED).startswith("Is Greger Halse")


def test_him_alone_is_the_man_who_was_named() -> None:
    asked = "Is Molly Byrne still with the company?"
    sold = Past(asked, asked, ("Byrne sold her share of Norvia in 2001.",))
    assert meant("and him?", FOUNDED, sold) == "Is Greger Halse still with the company?"


def test_it_is_no_person() -> None:
    seen = Past(
        "What does Mr Jolyon Reave want to see?",
        "What does Mr Jolyon Reave want to see?",
        ("Mr Reave wants a drawing of the greenhouse.",),
    )
    assert not meant("does it have to have a foundation?", seen).startswith("Does Mr")


def test_what_was_spoken_of_before_a_question_that_nothing_answers_is_told() -> None:
    acid = Past("How strong is the acid?", "How strong is the acid?", ("It has 65 %.",))
    other = Past("Is the town hall open?", "Is the town hall open?")
    mentions = {mention.phrase.head: mention for mention in Said((acid, other)).mentions}
    assert (mentions["hall"].answered, mentions["hall"].answered_last) == (False, False)
    assert (mentions["acid"].answered, mentions["acid"].answered_last) == (True, True)
