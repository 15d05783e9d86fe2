import pytest

from service.english.lexicon import lexicon
from service.english.lexicon.lexicon import WordList, letters_of


def test_each_word_of_a_text_has_its_letters() -> None:
    words = WordList(b"Alp Nlx\nban NVt\nbane Nt\nzoo Nl\n")
    assert [words.letters_of(word) for word in ("Alp", "ban", "bane", "zoo")] == [
        "Nlx",
        "NVt",
        "Nt",
        "Nl",
    ]
    assert [words.letters_of(word) for word in ("", "a", "alp", "ba", "banes", "zoos")] == [""] * 6


@pytest.mark.parametrize(
    ("word", "letter"),
    [
        ("explosion", lexicon.EVENT),
        ("engineer", lexicon.PERSON),
        ("company", lexicon.ORGANISATION),
        ("valley", lexicon.PLACE),
        ("century", lexicon.TIME),
        ("kilogram", lexicon.QUANTITY),
        ("chapter", lexicon.WRITING),
        ("announce", lexicon.REPORTING),
        ("Norwegian", lexicon.NATION),
        ("Norway", lexicon.NAME),
    ],
)
def test_what_a_word_stands_for_is_looked_up(word: str, letter: str) -> None:
    assert letter in letters_of(word)


def test_a_name_typed_in_lower_case_is_known() -> None:
    assert letters_of("norway") == letters_of("Norway") != ""
    assert letters_of("qwzx") == ""
