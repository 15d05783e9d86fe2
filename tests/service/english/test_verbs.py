import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.english.verbs import base_of, form_of_do, is_clearly_past, past_of, third_person_of


@pytest.mark.parametrize(
    ("base", "third_person", "past"),
    [
        ("carry", "carries", "carried"),
        ("play", "plays", "played"),
        ("flee", "flees", "fled"),
        ("ban", "bans", "banned"),
        ("pass", "passes", "passed"),
    ],
)
def test_a_verb_has_its_forms(base: str, third_person: str, past: str) -> None:
    assert (third_person_of(base), past_of(base)) == (third_person, past)
    assert base_of(third_person) == base_of(past) == base


@given(st.text(min_size=1, max_size=5) | st.sampled_from(["y", "e", "ie", "Y"]))
def test_any_word_has_forms_as_a_verb(word: str) -> None:
    assert third_person_of(word)
    assert past_of(word)


def test_do_asks_in_the_tense_of_the_verb() -> None:
    assert [form_of_do(verb) for verb in ("fled", "flees", "flee")] == ["did", "does", "do"]


def test_only_a_form_of_its_own_is_clearly_past() -> None:
    assert is_clearly_past("fled")
    assert not is_clearly_past("cut")
    assert not is_clearly_past("flee")
