import pytest

from index.storage.words.joined import may_be_ends, pairs, parts, telling_pairs


def test_letters_are_parted_from_words_and_numbers() -> None:
    text = "2023年5月，iPhone很贵 x_y"
    assert [part.of(text) for part in parts(text)] == [
        *("2023", "年", "5", "月", "iPhone", "很贵", "x", "y")
    ]


def test_pairs_overlap_and_one_letter_stands_alone() -> None:
    assert pairs("水獭睡觉") == ["水獭", "獭睡", "睡觉"]
    assert pairs("水") == ["水"]


@pytest.mark.parametrize(
    ("letters", "told"),
    [
        ("打印机在哪", ["打印", "印机", "机在"]),
        ("ラッコから", ["ラッ", "ッコ", "コか"]),
        ("在哪", ["在哪"]),
    ],
)
def test_pairs_of_function_words_tell_nothing(letters: str, told: list[str]) -> None:
    assert telling_pairs(letters) == told


def test_a_pair_with_a_function_word_may_be_the_ends_of_two_words() -> None:
    assert [may_be_ends(pair) for pair in ("獭在", "水獭", "in")] == [True, False, False]
