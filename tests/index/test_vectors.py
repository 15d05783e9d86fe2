from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.records import Vectors
from index.vectors import VectorIndex, serialize

ROWS = np.array([[1, 0, 0], [0, 1, 0], [0.6, 0.8, 0], [-1, 0, 0]], np.float32)


def opened(folder: Path, vectors: Vectors) -> VectorIndex:
    (folder / "vectors").write_bytes(serialize(vectors))
    return VectorIndex(folder / "vectors")


def test_the_nearest_come_first_with_their_cosines(tmp_path: Path) -> None:
    rows, scores = opened(tmp_path, ROWS).search(ROWS[0], 3)
    assert rows.tolist() == [0, 2, 1]
    assert scores == pytest.approx([1.0, 0.6, 0.0])


def test_it_says_how_much_it_holds(tmp_path: Path) -> None:
    index = opened(tmp_path, ROWS)
    assert (len(index), index.dimension) == (4, 3)


def test_asking_for_more_than_there_is_gives_all_and_no_padding(tmp_path: Path) -> None:
    rows, scores = opened(tmp_path, ROWS).search(ROWS[0], 50)
    assert rows.tolist() == [0, 2, 1, 3]
    assert len(scores) == 4


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path, np.empty((0, 3), np.float32))
    rows, scores = index.search(ROWS[0], 5)
    assert (len(index), len(rows), len(scores)) == (0, 0, 0)


def test_vectors_come_back_bit_by_bit(tmp_path: Path) -> None:
    index = opened(tmp_path, ROWS)
    assert np.array_equal(index.take(np.array([3, 0, 3])), ROWS[[3, 0, 3]])
    assert index.take(np.array([], np.int64)).shape == (0, 3)


@pytest.mark.parametrize("keep", [0, 10, -1])
def test_a_torn_file_is_damage(tmp_path: Path, keep: int) -> None:
    (tmp_path / "vectors").write_bytes(serialize(ROWS)[:keep])
    with pytest.raises(GenerationDamaged, match="is no vector index"):
        VectorIndex(tmp_path / "vectors")


def test_a_file_that_lies_about_its_size_is_damage(tmp_path: Path) -> None:
    data = bytearray(serialize(ROWS))
    data[4:8] = (2**30).to_bytes(4, "little")  # the dimension
    (tmp_path / "vectors").write_bytes(data)
    with pytest.raises(GenerationDamaged):
        VectorIndex(tmp_path / "vectors")
