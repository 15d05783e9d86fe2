import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.english.lexicon.inflections import (
    base_of_verb,
    forms_of_verb,
    plurals_of,
    singular_of,
)


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("carry", "carried carried carrying carries"),
        ("tie", "tied tied tying ties"),
        ("ban", "banned banned banning bans"),
        ("visit", "visited visited visiting visits"),
        ("refer", "referred referred referring refers"),
        ("withdraw", "withdrew withdrawn withdrawing withdraws"),
        ("go", "went gone going goes"),
    ],
)
def test_a_verb_has_its_forms(base: str, forms: str) -> None:
    found = forms_of_verb(base)
    assert [column[0] for column in found] == forms.split()
    assert {base_of_verb(form) for form in forms.split()} == {base}


@pytest.mark.parametrize("word", ["table's", "kosovo", "redder", "s", "ed", "ing", ""])
def test_what_is_no_verb_has_no_base(word: str) -> None:
    assert base_of_verb(word) is None


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("mill", "mills"),
        ("city", "cities"),
        ("church", "churches"),
        ("wife", "wives"),
        ("analysis", "analyses"),
        ("policeman", "policemen"),
    ],
)
def test_a_noun_has_its_plural(noun: str, plural: str) -> None:
    assert plurals_of(noun)[0] == plural
    assert singular_of(plural) == noun


def test_a_singular_that_ends_like_a_plural_is_none() -> None:
    assert [singular_of(word) for word in ("bus", "glass", "crisis", "mill")] == [None] * 4


@given(st.text(max_size=8))
def test_any_word_may_be_asked_for(word: str) -> None:
    base_of_verb(word)
    singular_of(word)
    assert all(form for column in forms_of_verb(word or "a") for form in column)
