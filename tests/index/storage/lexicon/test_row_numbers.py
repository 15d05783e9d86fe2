import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import GenerationDamaged
from index.storage.lexicon.row_numbers import RowNumbers, number_of

FIRSTS = {7: 0, 2: 5, 2**40 - 1: 5, 9: 8}  # the second segment holds nothing
NUMBERS = RowNumbers(FIRSTS, 10)


@given(
    st.dictionaries(st.integers(0, 2**40 - 1), st.integers(0, 2**24), min_size=1, max_size=9),
    st.data(),
)
def test_every_row_has_a_number_that_tells_it(sizes: dict[int, int], data: st.DataObject) -> None:
    ends = np.cumsum([*sizes.values()]).tolist()
    numbers = RowNumbers(dict(zip(sizes, [0, *ends], strict=False)), ends[-1])
    rows = [*data.draw(st.lists(st.integers(0, max(ends[-1] - 1, 0))))] if ends[-1] else []
    rows += [row for end in ends for row in (end - 1, end) if 0 <= row < ends[-1]]
    told = numbers.numbers(np.array(rows, np.int64))
    assert numbers.rows(told).tolist() == rows
    serials = [
        next(serial for serial, end in zip(sizes, ends, strict=True) if row < end) for row in rows
    ]
    assert [number >> 24 for number in told] == serials


def test_rows_are_those_of_the_segments_one_after_the_other() -> None:
    numbers = [number_of(7, 4), number_of(2**40 - 1, 0), number_of(2**40 - 1, 2), number_of(9, 1)]
    assert NUMBERS.rows(numbers).tolist() == [4, 5, 7, 9]
    assert NUMBERS.numbers(np.array([4, 5, 7, 9])) == numbers


@pytest.mark.parametrize(
    ("serial", "row"), [(7, 5), (2, 0), (2**40 - 1, 3), (9, 2), (0, 0), (8, 0), (2**40 - 2, 0)]
)
def test_a_number_of_no_segment_is_damage(serial: int, row: int) -> None:
    with pytest.raises(GenerationDamaged, match="in no segment"):
        NUMBERS.rows([number_of(7, 0), number_of(serial, row)])


@pytest.mark.parametrize(
    ("firsts", "passages"), [(FIRSTS, 7), ({0: 1}, 2), ({}, 1), ({1: 0, 2: 3, 3: 2}, 4)]
)
def test_segments_that_do_not_fit_the_passages_are_damage(
    firsts: dict[int, int], passages: int
) -> None:
    with pytest.raises(GenerationDamaged, match=f"of {passages} passages"):
        RowNumbers(firsts, passages)


def test_the_plain_rows_of_older_indexes_are_kept_however_many_there_are() -> None:
    rows = [0, 2**24 - 1, 2**24, 3 * 2**24]
    plain = RowNumbers({0: 0}, 3 * 2**24 + 1)
    assert plain.rows(rows).tolist() == plain.numbers(np.array(rows)) == rows


def test_without_segments_there_are_no_rows() -> None:
    assert RowNumbers({}, 0).rows([]).tolist() == []


@pytest.mark.parametrize(("serial", "row"), [(0, 2**24), (2**40, 0), (-1, 0)])
def test_what_does_not_fit_a_number_is_refused(serial: int, row: int) -> None:
    with pytest.raises(ValueError, match="no segment"):
        number_of(serial, row)
