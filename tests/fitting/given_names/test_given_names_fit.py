from tests.fitting.given_names.__main__ import lines_of


def test_a_name_is_kept_with_whether_nine_tenths_are_women_or_men() -> None:
    counted = {
        "aldine": [9, 800, 0.97],
        "brandt": [9, 800, 0.02],
        "corin": [9, 800, 0.4],
        "dorin": [9, 800, 0.9],
    }
    assert [*lines_of(counted)] == ["aldine f", "brandt m", "corin e", "dorin f"]


def test_what_half_of_the_sources_have_is_common() -> None:
    counted = {"ada": [30, 9000, 0.98], "halden": [9, 800, 0.01]}
    assert [*lines_of(counted)] == ["ada F", "halden m"]


def test_what_few_sources_or_people_have_is_left_out() -> None:
    assert [*lines_of({"aldine": [3, 800, 1.0], "brandine": [9, 20, 1.0]})] == []


def test_a_word_of_the_dictionary_is_a_name_only_if_nearly_all_sources_have_it() -> None:
    assert [*lines_of({"rose": [32, 9000, 0.98], "apple": [9, 454, 0.86]})] == ["rose F"]


def test_only_plain_letters_are_kept() -> None:
    counted = {"&#26519;": [9, 800, 1.0], "o'neil": [9, 800, 1.0], "x": [9, 800, 1.0]}
    assert [*lines_of(counted)] == []
