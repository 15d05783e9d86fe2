from collections.abc import Sequence
from dataclasses import replace

import pytest

from service.followups.choose import (
    MOST_BY_GRAMMAR,
    MOST_HEARD,
    MOST_HEARD_WELL,
    Chosen,
    Weights,
    choose,
)
from service.followups.reading_features import FOLLOWS, AskedOf, Judged, log_odds
from service.followups.said.history import Reading
from service.followups.trees import Trees
from tests.service.followups.toy_trees import RANK

HERE = AskedOf(frozenset({"a.txt"}))
TYPED = Reading("who asked for it?", {"typed": 1.0})
FORCE = Reading("Who asked for the force?", {"refers": 1.0}, "force")
NATO = Reading("Who asked for NATO?", {"refers": 0.9}, "nato")
ONE = {"refers": 1.0, "odds": 1.0, "same document": 1.0, "speaks of it": 1.0}
WEIGHTS = {"grammar": ONE, "search": ONE}


def chosen(
    searched: dict[str, Judged],
    weights: Weights = WEIGHTS,
    asked_of: AskedOf = HERE,
    trees: Trees = RANK,
) -> Chosen:
    return choose(
        [TYPED, FORCE, NATO],
        lambda texts: [searched.get(text, Judged(0.0, None)) for text in texts],
        asked_of,
        models=(weights, trees),
    )


def test_one_reading_alone_is_not_judged() -> None:
    def judge(texts: object) -> list[Judged]:
        pytest.fail("it was")

    assert choose([TYPED], judge, HERE, models=(WEIGHTS, RANK)) == Chosen(TYPED.text)


def test_where_nothing_is_answered_the_likelier_by_grammar_is_meant() -> None:
    assert chosen({}).text == FORCE.text


def test_what_the_documents_answer_is_meant_rather_than_what_they_do_not() -> None:
    assert chosen({NATO.text: Judged(0.9, "a.txt")}).text == NATO.text


def test_the_document_that_was_spoken_of_is_meant_rather_than_another() -> None:
    told = {FORCE.text: Judged(0.5, "b.txt"), NATO.text: Judged(0.5, "a.txt")}
    assert chosen(told).text == NATO.text


def test_what_answers_is_to_speak_of_what_is_asked_about() -> None:
    told = {
        FORCE.text: Judged(0.5, "a.txt", "He went home."),
        NATO.text: Judged(0.5, "a.txt", "The Members of NATO asked."),
    }
    assert chosen(told).text == NATO.text


def test_what_else_the_search_says_of_the_evidence_counts() -> None:
    weights = {**WEIGHTS, "search": {**ONE, "near": 3.0}}
    told = {
        FORCE.text: Judged(0.5, "a.txt", told={"near": 0.1}),
        NATO.text: Judged(0.5, "a.txt", told={"near": 0.9}),
    }
    assert chosen(told, weights=weights).text == NATO.text


def test_the_more_documents_there_are_the_more_counts_that_the_same_one_answers() -> None:
    of_many = {"refers": 1.0, "same document of many": 1.0, "odds": 1.0}
    weights = {"grammar": ONE, "search": of_many}
    told = {FORCE.text: Judged(0.6, "b.txt"), NATO.text: Judged(0.5, "a.txt")}
    assert chosen(told, weights=weights).text == FORCE.text
    of_hundreds = AskedOf(HERE.quoted, 300)
    assert chosen(told, weights=weights, asked_of=of_hundreds).text == NATO.text


def test_a_reading_whose_answer_the_words_as_typed_have_too_counts_by_what_that_speaks_of() -> None:
    weights = {"grammar": ONE, "search": {"refers": 1.0, "typed speaks of it": 1.0}}
    of_nato = Judged(0.5, "a.txt", "The Members of NATO asked.", start=0)
    told = {TYPED.text: of_nato, NATO.text: of_nato, FORCE.text: of_nato}
    assert chosen(told, weights=weights).text == NATO.text
    elsewhere = {**told, TYPED.text: Judged(0.5, "a.txt", "The Members of NATO asked.", start=99)}
    assert chosen(elsewhere, weights=weights).text == FORCE.text


def test_the_trees_have_the_last_word() -> None:
    told = {
        FORCE.text: Judged(0.9, "a.txt", told={"near": 0.1}),
        NATO.text: Judged(0.8, "a.txt", told={"near": 0.9}),
    }
    near = Trees(["near"], [0], [0, -1, -1], [0.5, 0, 0], [1, 1, 2], [2, 1, 2], [0.0, -1.0, 1.0])
    assert chosen(told) == Chosen(FORCE.text, (NATO.text, TYPED.text))
    assert chosen(told, trees=near) == Chosen(NATO.text, (FORCE.text, TYPED.text))


@pytest.mark.parametrize(
    ("asked", "sentence", "is_meant"),
    [
        ("Wie wird das Wetter?", "Der Laptop ist bei Frau Kern abzugeben.", False),
        ("Und das Handy?", "Der Laptop ist bei Frau Kern abzugeben.", False),
        ("Und das Handy?", "Laptop und Handy sind bei Frau Kern abzugeben.", True),
    ],
)
def test_of_two_questions_in_one_the_second_is_to_be_answered(
    asked: str, sentence: str, is_meant: bool
) -> None:
    former = Reading(f"Wo gebe ich den Laptop ab? {asked}", {"foreign joined": 1.0, "refers": 1.0})
    typed = Reading(asked, {"typed": 1.0})
    again = Judged(0.9, "a.txt", sentence, quoted=True)

    def judge(texts: Sequence[str]) -> list[Judged]:
        return [again if text == former.text else Judged(0.0, None) for text in texts]

    meant = choose([typed, former], judge, HERE, models=(WEIGHTS, RANK)).text
    assert (meant == former.text) is is_meant


def test_few_are_searched_for_and_the_typed_one_is_never_left_out() -> None:
    many = [TYPED, *(Reading(f"Who asked for {n}?", {"refers": 1.0}) for n in range(50))]
    asked: list[list[str]] = []

    def judge(texts: object) -> list[Judged]:
        asked.append(list(texts))  # type: ignore[call-overload]
        return [Judged(0.5, None)] * len(asked[-1])

    choose(many, judge, HERE, models=(WEIGHTS, RANK))
    assert [len(texts) for texts in asked] == [MOST_BY_GRAMMAR]
    assert TYPED.text in asked[0]


def test_what_a_pronoun_stands_for_is_said_rather_than_a_topic_before_it() -> None:
    topic = Reading("About the force: who asked for it?", {"topic": 1.0})
    weights = {**WEIGHTS, "grammar": {**ONE, "topic": 3.0}}
    searched = list[str]()

    def judge(texts: Sequence[str]) -> list[Judged]:
        searched.extend(texts)
        return [Judged(0.0, None) for _ in texts]

    choose([TYPED, topic, FORCE, NATO], judge, HERE, models=(weights, RANK))
    assert searched == [FORCE.text, NATO.text, TYPED.text]


def test_what_grammar_speaks_much_against_is_not_searched_for() -> None:
    searched = list[str]()

    def judge(texts: Sequence[str]) -> list[Judged]:
        searched.extend(texts)
        return [Judged(0.0, None) for _ in texts]

    far = replace(NATO, features={"refers": -3.5})
    typed = replace(TYPED, features={"typed": 1.0, "refers": -9.0})
    choose([typed, FORCE, far], judge, HERE, models=(WEIGHTS, RANK))
    assert searched == [FORCE.text, TYPED.text]


def test_the_odds_of_what_is_certain_are_bounded() -> None:
    assert log_odds(1.0) == log_odds(0.999) == pytest.approx(-log_odds(0.0))
    assert log_odds(0.5) == 0.0


MANY = [TYPED, *(Reading(f"Who asked for {n}?", {"refers": 1.0}) for n in range(50))]
LIKELY, HEARD = MANY[1].text, MANY[2].text
BY_EAR = {**WEIGHTS, "listener": {FOLLOWS: 1.0, "likely": 1.0}, "search": {FOLLOWS: 4.0}}


def chosen_by_ear(follows: dict[str, float], may_settle: bool = True) -> tuple[Chosen, list[str]]:
    """What is chosen of MANY, LIKELY by grammar, and what was searched for; follows: of each."""
    searched: list[str] = []
    likely = replace(MANY[1], features={"refers": 1.0, "likely": 1.0})

    def hear(texts: Sequence[str]) -> list[float]:
        assert len(texts) == MOST_HEARD
        return [follows.get(text, 0.0) for text in texts]

    def judge(texts: Sequence[str]) -> list[Judged]:
        searched.extend(texts)
        return [Judged(0.5, None)] * len(texts)

    readings = [TYPED, likely, *MANY[2:]]
    found = choose(readings, judge, HERE, hear, (BY_EAR, RANK), may_settle=may_settle)
    return found, searched


def test_what_grammar_and_ear_both_prefer_is_meant_without_a_search() -> None:
    found, searched = chosen_by_ear({LIKELY: 1.0, HEARD: 0.9})
    assert searched == []
    assert found == Chosen(LIKELY, (HEARD, TYPED.text))


def test_where_grammar_speaks_against_what_is_heard_both_are_searched_for() -> None:
    found, searched = chosen_by_ear({HEARD: 0.9})
    assert {LIKELY, HEARD, TYPED.text} == {*searched[:MOST_HEARD_WELL]}
    assert found.text == HEARD
    assert found.others[-1] == TYPED.text


@pytest.mark.parametrize("silent", [0.0, -1.0])
def test_a_listener_that_tells_nothing_apart_settles_nothing(silent: float) -> None:
    _, searched = chosen_by_ear(dict.fromkeys([TYPED.text, *(one.text for one in MANY)], silent))
    assert searched


def test_nothing_is_settled_by_ear_where_the_documents_must_tell() -> None:
    _, searched = chosen_by_ear({LIKELY: 1.0}, may_settle=False)
    assert LIKELY in searched


def test_words_as_typed_are_meant_where_they_go_on_best() -> None:
    found, searched = chosen_by_ear({TYPED.text: 9.0})
    assert searched == []
    assert found.text == TYPED.text
    assert TYPED.text not in found.others
