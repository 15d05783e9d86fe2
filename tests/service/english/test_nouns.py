import pytest

from service.english.nouns import (
    is_of_a_nation,
    is_person,
    is_plural,
    is_writing,
    plural,
    singular,
    sorts_of_name,
    sorts_of_noun,
)


@pytest.mark.parametrize(
    ("one", "several"),
    [
        ("mill", "mills"),
        ("city", "cities"),
        ("bus", "buses"),
        ("child", "children"),
        ("analysis", "analyses"),
        ("plugin", "plugins"),
        ("webhook", "webhooks"),
    ],
)
def test_a_noun_has_a_singular_and_a_plural(one: str, several: str) -> None:
    assert (plural(one), singular(several), singular(one)) == (several, one, one)
    assert [is_plural(one), is_plural(several)] == [False, True]


def test_people_are_several() -> None:
    assert is_plural("people")
    assert not is_plural("news")


@pytest.mark.parametrize(
    ("noun", "sort"),
    [
        ("engineers", "person"),
        ("committee", "organisation"),
        ("harbour", "place"),
        ("earthquake", "event"),
        ("salary", "thing"),
        ("century", "time"),
        ("1950s", "time"),
        ("kilograms", "measure"),
        ("qwzx", "thing"),
    ],
)
def test_a_noun_stands_for_something_of_its_sort(noun: str, sort: str) -> None:
    assert sort in sorts_of_noun(noun)


def test_leave_is_something_that_one_takes() -> None:
    assert "time" not in sorts_of_noun("leave")
    assert "time" not in sorts_of_noun("shift")


@pytest.mark.parametrize(
    ("name", "sorts"),
    [
        ("Halden Bridge", {"place", "thing"}),
        ("Lake Ohrid", {"place", "thing"}),
        ("President Kern", {"person"}),
        ("Second Halden Council", {"organisation"}),
        ("KSF", {"organisation", "thing"}),
        ("Kern", {"person", "organisation", "place", "thing"}),
        ("Anna Stone", {"person", "organisation", "place"}),
        ("March", {"time"}),
    ],
)
def test_a_name_is_told_by_the_common_nouns_in_it(name: str, sorts: set[str]) -> None:
    assert sorts <= sorts_of_name(name.split())
    assert ("person" in sorts) == ("person" in sorts_of_name(name.split()))


def test_words_are_known_for_what_they_are_called() -> None:
    assert [is_writing(word) for word in ("chapters", "newsletter", "river")] == [True, True, False]
    assert [is_person(word) for word in ("engineer", "bridge")] == [True, False]
    assert [is_of_a_nation(word) for word in ("Dutch", "Germans", "Halden")] == [True, True, False]
