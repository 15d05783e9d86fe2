import pytest

from service.answering.agreement.designations import (
    designations_asked,
    designations_in,
    is_of_another,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("How much does the tank of the Brisa 200 hold?", {("brisa", "200")}),
        ("Brisa 300 tank capacity", {("brisa", "300")}),
        ("What does chapter 3 say of version 2.1.0?", {("chapter", "3"), ("version", "2.1.0")}),
        ("In March 2019 the tins weighed 5 kg.", set()),
        ("Children 6 to 12 years old get 5 ml.", set()),
        ("pages 3 to 9", set()),
        ("The 2nd bridge was built by 300 people.", set()),
        ("The X7's hose fits the Brisa-3 too.", {("x", "7"), ("brisa", "3")}),
        ("Lockers C10 to C19 are in the hall.", set()),
        ("No digit stands here.", set()),
    ],
)
def test_a_word_and_a_number_name_a_thing(text: str, found: set[tuple[str, str]]) -> None:
    assert designations_in(text) == found


def test_a_question_may_call_a_thing_by_what_looks_like_a_verb() -> None:
    for question in ("Why did mix 12 crack?", "How much did mix 12 yield?"):
        assert designations_in(question) == set()
        assert designations_asked(question) == {("mix", "12")}
    assert designations_asked("Can I mix 12 colours?") == set()


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("What does a level 6 guard get?", {("level", "6")}),
        ("What does a guard of the 6th level get?", {("level", "6")}),
        ("How do I weigh 5 kg of flour?", set()),
        ("What happens on pages 3 to 9?", set()),
        ("What did she do on May 3rd?", set()),
    ],
)
def test_a_question_calls_a_thing_by_an_ordinal_too(
    question: str, asked: set[tuple[str, str]]
) -> None:
    assert designations_asked(question) == asked


ASKED = designations_in("How much does the tank of the Brisa 300 hold?")


@pytest.mark.parametrize(
    "told",
    [
        ["The tank of the Brisa 100 holds a litre."],
        ["The tank holds a litre.", "Brisa 100"],
        ["The tank holds a litre.", "Care", "Manual of the Brisa 100"],
    ],
)
def test_what_is_of_another_number_is_known(told: list[str]) -> None:
    assert is_of_another(ASKED, [*map(designations_in, told)])


@pytest.mark.parametrize(
    "told",
    [
        ["The tank of the Brisa 300 holds two litres.", "Brisa 100"],
        ["Both the Brisa 100 and the Brisa 300 hold two litres."],
        ["The tank holds two litres.", "Brisa 300", "Brisa 100 and others"],
        ["The tank holds two litres.", "Coffee makers"],
        ["The Corvo 100 holds a litre."],
    ],
)
def test_what_may_be_of_the_same_stays(told: list[str]) -> None:
    assert not is_of_another(ASKED, [*map(designations_in, told)])


def test_of_two_that_are_asked_about_either_may_tell() -> None:
    asked = designations_in("How does the Brisa 100 differ from the Brisa 300?")
    for text in ("The Brisa 100 holds a litre.", "The Brisa 300 holds two litres."):
        assert not is_of_another(asked, [designations_in(text)])
    assert is_of_another(asked, [designations_in("The Brisa 500 holds three litres.")])


def test_a_part_of_a_number_may_be_meant() -> None:
    asked = designations_in("What does chapter 3 say?")
    assert not is_of_another(asked, [designations_in("Chapter 3.2 is about locks.")])
    assert is_of_another(asked, [designations_in("Chapter 31 is about locks.")])
