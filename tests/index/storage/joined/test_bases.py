import pytest

from index.errors import GenerationDamaged
from index.storage.joined.bases import Bases


def test_rows_lie_one_store_after_the_other() -> None:
    bases = Bases("passage", [2, 0, 3])
    assert (bases.firsts, bases.all) == ([0, 2, 2], 5)
    assert [bases.at(row) for row in range(5)] == [(0, 0), (0, 1), (2, 0), (2, 1), (2, 2)]


def test_rows_are_grouped_by_store_with_their_places() -> None:
    bases = Bases("passage", [2, 0, 3])
    assert bases.by_store([4, 0, 2, 4]) == {2: ([0, 2, 3], [2, 0, 2]), 0: ([1], [0])}


@pytest.mark.parametrize("row", [-1, 5])
def test_a_row_that_no_store_has_is_damage(row: int) -> None:
    with pytest.raises(GenerationDamaged, match=f"no passage {row}"):
        Bases("passage", [2, 0, 3]).by_store([0, row])
    with pytest.raises(GenerationDamaged, match=f"no passage {row}"):
        Bases("passage", []).at(row)
