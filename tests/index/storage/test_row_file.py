import os
from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.storage.row_file import RowFile


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of ten rows."""
    path = tmp_path / "words.bits"
    path.write_bytes(bytes(range(30)))
    return path


def test_ranges_of_rows_are_read(path: Path) -> None:
    rows = RowFile(path, 3)
    assert len(rows) == 10
    assert rows.take([(8, 10), (0, 0), (1, 2)]).tolist() == [[24, 25, 26], [27, 28, 29], [3, 4, 5]]
    assert rows.take([(2, 3), (2, 3)]).tolist() == [[6, 7, 8], [6, 7, 8]]
    assert rows.take([(0, 0), (5, 5)]).shape == rows.take([]).shape == (0, 3)


def test_rows_that_follow_each_other_are_read_at_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = []
    real = os.pread

    def pread(descriptor: int, size: int, at: int) -> bytes:
        reads.append((size, at))
        return real(descriptor, size, at)

    monkeypatch.setattr(os, "pread", pread)
    taken = RowFile(path, 3).take_each(np.array([0, 1, 2, 6, 7, 5]))
    assert taken.ravel().tolist() == [*range(9), *range(18, 24), *range(15, 18)]
    assert reads == [(9, 0), (6, 18), (3, 15)]
    assert RowFile(path, 3).take_each(np.array([], np.int64)).shape == (0, 3)


def test_a_file_that_was_cut_is_damage(path: Path, tmp_path: Path) -> None:
    rows = RowFile(path, 3)
    path.write_bytes(b"abc")
    with pytest.raises(GenerationDamaged, match="shorter"):
        rows.take([(0, 2)])
    with pytest.raises(GenerationDamaged, match="cannot be read"):
        RowFile(tmp_path / "nowhere", 3)
