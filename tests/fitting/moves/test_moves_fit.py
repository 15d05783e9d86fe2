"""The fit of the models of moves, on a few examples."""

import pytest

from service.collection.features import words_of
from service.followups.said.moves import WITH_SUBJECT, Move, Moved
from tests.fitting.intents.examples import Example
from tests.fitting.moves import examples
from tests.fitting.moves.learn import fit, frequent


@pytest.mark.slow
def test_what_is_fitted_knows_its_examples() -> None:
    found = list(examples.written(["the red mill", "Otto Kern"], 2))
    few = [one for one in found if one.source.startswith("written en") and one.fold < 2]
    model = fit(few)
    right = [model.moved(one.text).move == one.intent for one in few]
    assert sum(right) > 0.85 * len(right)
    named = [one for one in few if one.intent == Move.CORRECT]
    moved = [(Moved(Move.CORRECT, one.subject.of(one.text)), one) for one in named if one.subject]
    assert sum(model.moved(one.text) == wanted for wanted, one in moved) > 0.7 * len(named)


def test_every_move_has_its_examples() -> None:
    for language in examples.LANGUAGES:
        lines = list(examples.of_moves(language))
        assert len({line for _, _, line in lines}) == len(lines)
    for move in Move:
        assert sum(move == found for found, _, _ in examples.of_moves("en")) >= 40
    assert {one.intent for one in examples.unseen()} == set(Move)


def test_no_unseen_follow_up_is_an_example() -> None:
    fitted_on = {_wording(one) for one in examples.written(["Otto Kern"], 6)}
    assert not [one.text for one in examples.unseen() if _wording(one) in fitted_on]


def _wording(one: Example) -> tuple[str, ...]:
    return tuple(word.text for word in words_of(one.text))


def test_the_subject_is_marked_in_every_variation() -> None:
    for one in examples.written(["Otto Kern"], 3):
        assert (one.subject is not None) == (one.intent in WITH_SUBJECT), one.text


def test_words_that_are_only_spoken_of_are_not_of_the_vocabulary() -> None:
    vocabulary = frequent(list(examples.written(["Otto Kern"], 2)))
    assert {"meant", "example", "german"} <= vocabulary
    assert not {"otto", "kern"} & vocabulary
