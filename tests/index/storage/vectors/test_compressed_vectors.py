import os
from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.storage.vectors import COMPRESSED, LISTED
from index.storage.vectors.half_vectors import MOST_HELD
from tests.index.storage.vectors.written import many, opened

CODED = pytest.mark.parametrize("kind", [COMPRESSED, LISTED])


@CODED
@pytest.mark.parametrize("most_held", [0, MOST_HELD])
def test_coded_ones_come_back_in_half_precision_and_then_no_less_precise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, most_held: int
) -> None:
    monkeypatch.setattr("index.storage.vectors.half_vectors.MOST_HELD", most_held)
    vectors = many(300)
    index = opened(tmp_path, kind, vectors)
    taken = index.take(np.array([3, 0, 299, 3]))
    assert np.allclose(taken, vectors[[3, 0, 299, 3]], atol=2**-11)
    assert index.take(np.array([], np.int64)).shape == (0, 64)
    (tmp_path / "again").mkdir()
    again = opened(tmp_path / "again", kind, index.take(np.arange(300)))
    assert np.array_equal(again.take(np.arange(300)), index.take(np.arange(300)))


@CODED
def test_codes_find_what_comparing_all_finds(tmp_path: Path, kind: str) -> None:
    vectors = many(20_000)
    index = opened(tmp_path, kind, vectors)
    found = [index.search(query, 10) for query in vectors[::400]]
    right = [np.argsort(-(vectors @ query), kind="stable")[:10] for query in vectors[::400]]
    shared = [len({*rows} & {*best}) for (rows, _), best in zip(found, right, strict=True)]
    assert np.mean(shared) > 9.9
    for query, (rows, scores) in zip(vectors[::400], found, strict=True):
        assert scores == pytest.approx(vectors[rows] @ query, abs=1e-3)
        assert (np.diff(scores) <= 0).all()


@CODED
def test_codes_too_find_all_there_is_without_padding(tmp_path: Path, kind: str) -> None:
    vectors = many(300)
    rows, scores = opened(tmp_path, kind, vectors).search(vectors[9], 1000)
    assert rows[0] == 9
    assert len(rows) == len({*rows.tolist()}) == len(scores) > 295  # FAISS drops the very worst
    assert scores == pytest.approx(vectors[rows] @ vectors[9], abs=1e-3)


@CODED
def test_vectors_that_are_cut_short_while_they_are_searched_are_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("index.storage.vectors.half_vectors.MOST_HELD", 0)
    vectors = many(300)
    index = opened(tmp_path, kind, vectors)
    os.truncate(tmp_path / "of.f16", 100 * 128)
    with pytest.raises(GenerationDamaged, match="shorter"):
        index.search(vectors[0], 4)
