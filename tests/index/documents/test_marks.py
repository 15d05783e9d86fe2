import pytest

from index.documents.marks import NUMBERED_MARK


@pytest.mark.parametrize("mark", ["1. ", "2.1.3 ", "2.1. ", "b) ", "IV. ", "(3) ", "12)\t"])
def test_an_item_with_a_number_may_begin_with_it(mark: str) -> None:
    found = NUMBERED_MARK.match(f"{mark}Otters dive.")
    assert found
    assert found[0] == mark


@pytest.mark.parametrize("text", ["A license", "The raft drifts.", "3 otters dive.", "Kelp, or so"])
def test_the_first_word_of_an_item_is_no_mark(text: str) -> None:
    assert NUMBERED_MARK.match(text) is None
