import pytest

from index.documents.marks import NUMBERED_MARK, unmarked


@pytest.mark.parametrize("mark", ["1. ", "2.1.3 ", "2.1. ", "b) ", "IV. ", "(3) ", "12)\t"])
def test_an_item_with_a_number_may_begin_with_it(mark: str) -> None:
    found = NUMBERED_MARK.match(f"{mark}Otters dive.")
    assert found
    assert found[0] == mark


@pytest.mark.parametrize("text", ["A license", "The raft drifts.", "3 otters dive.", "Kelp, or so"])
def test_the_first_word_of_an_item_is_no_mark(text: str) -> None:
    assert NUMBERED_MARK.match(text) is None


@pytest.mark.parametrize(
    ("items", "texts"),
    [
        (["- Otters", "1. Kelp", "(2) Rafts"], ["Otters", "Kelp", "Rafts"]),
        (["a) Otters", "b) Kelp"], ["Otters", "Kelp"]),
        (["(c) Otters", "(d) Kelp", "Rafts"], ["Otters", "Kelp", "Rafts"]),
        (["iv. Otters", "v. Kelp"], ["Otters", "Kelp"]),
        (["2.1 Otters", "2.2 Kelp"], ["Otters", "Kelp"]),
        (["a) Otters", "i) pups", "ii) rafts", "b) Kelp"], ["Otters", "pups", "rafts", "Kelp"]),
        (["A. Otters", "B. Kelp", "C. Rafts"], ["Otters", "Kelp", "Rafts"]),
        # What no other mark follows is part of the text.
        (["A. Doe", "B. Roe"], ["A. Doe", "B. Roe"]),
        (["J. Doe", "K. Roe, L. Moe"], ["J. Doe", "K. Roe, L. Moe"]),
        (["a) Otters", "c) Kelp"], ["a) Otters", "c) Kelp"]),
        (["b) Otters", "a) Kelp"], ["b) Otters", "a) Kelp"]),
        (["1.5 million", "1.6 million"], ["1.5 million", "1.6 million"]),
        (["I am", "Dr. Doe"], ["I am", "Dr. Doe"]),
        ([], []),
    ],
)
def test_items_lose_the_marks_that_follow_each_other(items: list[str], texts: list[str]) -> None:
    assert unmarked(items) == texts
