import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import GenerationDamaged
from index.storage.vectors.row_files import RowFiles


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of ten rows."""
    path = tmp_path / "words.bits"
    path.write_bytes(bytes(range(30)))
    return path


def test_ranges_of_rows_are_read(path: Path) -> None:
    rows = RowFiles([path], 3)
    assert len(rows) == 10
    assert rows.take([(8, 10), (0, 0), (1, 2)]).tolist() == [[24, 25, 26], [27, 28, 29], [3, 4, 5]]
    assert rows.take([(2, 3), (2, 3)]).tolist() == [[6, 7, 8], [6, 7, 8]]
    assert rows.take([(0, 0), (5, 5)]).shape == rows.take([]).shape == (0, 3)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The size and place of each piece that is read from a file."""
    reads = []
    real = os.pread

    def pread(descriptor: int, size: int, at: int) -> bytes:
        reads.append((size, at))
        return real(descriptor, size, at)

    monkeypatch.setattr(os, "pread", pread)
    return reads


def test_rows_that_follow_each_other_are_read_at_once(
    path: Path, reads: list[tuple[int, int]]
) -> None:
    taken = RowFiles([path], 3).take_each(np.array([0, 1, 2, 6, 7, 5]))
    assert taken.ravel().tolist() == [*range(9), *range(18, 24), *range(15, 18)]
    assert reads == [(9, 0), (6, 18), (3, 15)]
    assert RowFiles([path], 3).take_each(np.array([], np.int64)).shape == (0, 3)


def test_of_several_files_too(path: Path, reads: list[tuple[int, int]]) -> None:
    rows = RowFiles([path, path], 3)
    assert (len(rows), rows.counts) == (20, [10, 10])
    assert rows.take_each(np.arange(8, 12))[:, 0].tolist() == [24, 27, 0, 3]
    assert reads == [(6, 24), (6, 0)]


@given(counts=st.lists(st.integers(0, 5), max_size=6), data=st.data())
def test_several_files_are_read_as_one(
    tmp_path_factory: pytest.TempPathFactory, counts: list[int], data: st.DataObject
) -> None:
    folder, total = tmp_path_factory.mktemp("rows"), sum(counts)
    one = np.arange(2 * total, dtype=np.uint8).reshape(-1, 2)
    paths = [folder / str(n) for n in range(len(counts))]
    for path, part in zip(paths, np.split(one, np.cumsum(counts)), strict=False):
        path.write_bytes(part.tobytes())
    rows, edge = RowFiles(paths, 2), st.integers(0, total)
    ranges = data.draw(st.lists(st.tuples(edge, edge).map(sorted).map(tuple), max_size=5))
    wanted = [one[first:end] for first, end in ranges]
    assert np.array_equal(rows.take(ranges), np.concatenate([one[:0], *wanted]))
    numbers = data.draw(st.lists(st.integers(0, total - 1), max_size=20)) if total else []
    each = np.array(numbers, np.int64)
    assert np.array_equal(rows.take_each(each), one[each])
    assert np.array_equal(rows.take([(0, total)]), one)


def test_a_file_that_was_cut_is_damage(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "whole.bits"
    other.write_bytes(path.read_bytes())
    rows = RowFiles([other, path, other], 3)
    path.write_bytes(b"abc")
    with pytest.raises(GenerationDamaged, match=f"{path} is shorter"):
        rows.take([(9, 22)])
    with pytest.raises(GenerationDamaged, match=f"{path} is shorter"):
        rows.take_each(np.array([3, 12]))
    with pytest.raises(GenerationDamaged, match=f"{other} is shorter"):
        rows.take([(29, 31)])
    assert rows.take([(0, 10), (20, 30)]).tobytes() == 2 * other.read_bytes()
    with pytest.raises(GenerationDamaged, match="cannot be read"):
        RowFiles([other, tmp_path / "nowhere"], 3)
