import pytest

from service.english.lexicon.given_names import gender_of, is_common_name, is_given_name


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Lucinda", "female"),
        ("Barnaby", "male"),
        ("BARNABY", "male"),
        ("barnaby", "male"),
        ("Élodie", "female"),
        ("Zoë", "female"),
        ("Jean-Pierre", None),  # by its first half, which women have too
        ("Kim", None),
        ("Rose", "female"),
    ],
)
def test_a_given_name_tells_whether_women_or_men_have_it(name: str, gender: str | None) -> None:
    assert is_given_name(name)
    assert gender_of(name) == gender


@pytest.mark.parametrize("word", ["Apple", "Kosovo", "Table", "Fjordheim", "", "2019", "'", "日本"])
def test_what_nobody_is_called_is_no_given_name(word: str) -> None:
    assert not is_given_name(word)
    assert gender_of(word) is None


def test_a_common_name_is_told_from_a_rare_one() -> None:
    assert is_common_name("Ada")
    assert not is_common_name("Halden")
    assert not is_common_name("Table")
