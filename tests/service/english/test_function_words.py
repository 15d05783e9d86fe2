from service.english import function_words


def test_the_third_person_is_neither_who_speaks_nor_who_listens() -> None:
    assert sorted(function_words.THIRD_PERSON_POSSESSIVES) == ["her", "his", "its", "their"]
    assert not function_words.THIRD_PERSON & {"i", "you", "we"}


def test_numbers_have_no_word_twice() -> None:
    words = [*function_words.UNITS, *function_words.TEENS, *function_words.TENS]
    assert len(words) == len(set(words)) == 9 + 10 + 8
