import os
from pathlib import Path

import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.records import Vectors
from index.storage.vectors import (
    COMPRESSED,
    EXACT,
    MOST_EXACT,
    MOST_HELD,
    MOST_SCANNED,
    VectorIndex,
    kind_for,
    open_vectors,
    vector_writer,
)

ROWS = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0.6, 0.8, 0, 0], [-1, 0, 0, 0]], np.float32)
KINDS = pytest.mark.parametrize("kind", [EXACT, COMPRESSED])


@pytest.fixture(params=[0, MOST_SCANNED], ids=["in lists", "not in lists"])
def lists(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes stand in lists, or they do not."""
    monkeypatch.setattr("index.storage.vectors.MOST_SCANNED", request.param)


def opened(folder: Path, kind: str, *blocks: Vectors) -> VectorIndex:
    dimension = blocks[0].shape[1]
    with vector_writer(folder / "of", kind, dimension) as add:
        for block in blocks:
            add(block)
    return open_vectors(folder / "of", kind, dimension)


def many(count: int, dimension: int = 64) -> Vectors:
    """Unit vectors in clusters, as those of sentences are."""
    rng = np.random.default_rng(7)
    centres = rng.standard_normal((count // 20, dimension))
    near = centres[rng.integers(0, len(centres), count)]
    vectors = near + rng.standard_normal((count, dimension)) / 2
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def test_the_nearest_come_first_with_their_cosines(tmp_path: Path) -> None:
    rows, scores = opened(tmp_path, EXACT, ROWS).search(ROWS[0], 3)
    assert rows.tolist() == [0, 2, 1]
    assert scores == pytest.approx([1.0, 0.6, 0.0])


@KINDS
def test_it_says_how_much_it_holds(tmp_path: Path, kind: str) -> None:
    index = opened(tmp_path, kind, ROWS)
    assert (len(index), index.dimension) == (4, 4)


def test_asking_for_more_than_there_is_gives_all_and_no_padding(tmp_path: Path) -> None:
    rows, scores = opened(tmp_path, EXACT, ROWS).search(ROWS[0], 50)
    assert rows.tolist() == [0, 2, 1, 3]
    assert len(scores) == 4


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    index = opened(tmp_path, EXACT, np.empty((0, 3), np.float32))
    rows, scores = index.search(ROWS[0, :3], 5)
    assert (len(index), len(rows), len(scores)) == (0, 0, 0)


def test_vectors_come_back_bit_by_bit(tmp_path: Path) -> None:
    index = opened(tmp_path, EXACT, ROWS)
    assert np.array_equal(index.take(np.array([3, 0, 3])), ROWS[[3, 0, 3]])
    assert index.take(np.array([], np.int64)).shape == (0, 4)


@pytest.mark.parametrize("most_held", [0, MOST_HELD])
def test_compressed_ones_come_back_in_half_precision_and_then_no_less_precise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most_held: int
) -> None:
    monkeypatch.setattr("index.storage.vectors.MOST_HELD", most_held)
    vectors = many(300)
    index = opened(tmp_path, COMPRESSED, vectors)
    taken = index.take(np.array([3, 0, 299, 3]))
    assert np.allclose(taken, vectors[[3, 0, 299, 3]], atol=2**-11)
    assert index.take(np.array([], np.int64)).shape == (0, 64)
    (tmp_path / "again").mkdir()
    again = opened(tmp_path / "again", COMPRESSED, index.take(np.arange(300)))
    assert np.array_equal(again.take(np.arange(300)), index.take(np.arange(300)))


@pytest.mark.usefixtures("lists")
def test_blocks_make_the_same_files_as_all_at_once(tmp_path: Path) -> None:
    vectors = many(700)
    for kind in (EXACT, COMPRESSED):
        for name, blocks in (("one", [vectors]), ("three", np.split(vectors, [1, 500]))):
            (tmp_path / kind / name).mkdir(parents=True)
            opened(tmp_path / kind / name, kind, *blocks)
        one, three = tmp_path / kind / "one", tmp_path / kind / "three"
        assert {p.name for p in one.iterdir()} == {p.name for p in three.iterdir()}
        for path in one.iterdir():
            assert path.read_bytes() == (three / path.name).read_bytes(), path


@pytest.mark.usefixtures("lists")
def test_codes_find_what_comparing_all_finds(tmp_path: Path) -> None:
    vectors = many(20_000)
    index = opened(tmp_path, COMPRESSED, vectors)
    found = [index.search(query, 10) for query in vectors[::400]]
    right = [np.argsort(-(vectors @ query), kind="stable")[:10] for query in vectors[::400]]
    shared = [len({*rows} & {*best}) for (rows, _), best in zip(found, right, strict=True)]
    assert np.mean(shared) > 9.9
    for query, (rows, scores) in zip(vectors[::400], found, strict=True):
        assert scores == pytest.approx(vectors[rows] @ query, abs=1e-3)
        assert (np.diff(scores) <= 0).all()


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("most_read", [0, 20_000])
@KINDS
def test_among_some_rows_the_best_of_these_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, most_read: int
) -> None:
    monkeypatch.setattr("index.storage.vectors.MOST_READ", most_read)
    vectors = many(4000)
    index = opened(tmp_path, kind, vectors)
    rng = np.random.default_rng(5)
    for share in (0.0, 0.0005, 0.01, 0.5, 1.0):
        among = rng.random(len(vectors)) < share
        allowed = np.flatnonzero(among)
        # Of what is farthest as well: among all rows it would come last.
        for query in (vectors[0], -vectors[0]):
            rows, scores = index.search(query, 10, among)
            right = allowed[np.argsort(-(vectors[allowed] @ query), kind="stable")[:10]]
            assert rows.tolist() == right.tolist()
            assert scores == pytest.approx(vectors[rows] @ query, abs=1e-3)


@pytest.mark.usefixtures("lists")
def test_codes_too_find_all_there_is_without_padding(tmp_path: Path) -> None:
    vectors = many(300)
    rows, scores = opened(tmp_path, COMPRESSED, vectors).search(vectors[9], 1000)
    assert rows[0] == 9
    assert len(rows) == len({*rows.tolist()}) == len(scores) > 295  # FAISS drops the very worst
    assert scores == pytest.approx(vectors[rows] @ vectors[9], abs=1e-3)


def test_the_count_decides_which_kind() -> None:
    assert kind_for(0, 384) == kind_for(MOST_EXACT, 384) == EXACT
    assert kind_for(MOST_EXACT + 1, 384) == COMPRESSED
    assert kind_for(MOST_EXACT + 1, 383) == EXACT  # codes are of four dimensions each


@KINDS
@pytest.mark.parametrize("keep", [0, 10, -1])
def test_a_torn_file_is_damage(tmp_path: Path, kind: str, keep: int) -> None:
    opened(tmp_path, kind, ROWS)
    path = tmp_path / "of.faiss"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(GenerationDamaged, match="is no vector index"):
        open_vectors(tmp_path / "of", kind, 4)


@KINDS
def test_a_file_that_lies_about_its_size_is_damage(tmp_path: Path, kind: str) -> None:
    opened(tmp_path, kind, ROWS)
    data = bytearray((tmp_path / "of.faiss").read_bytes())
    data[4:8] = (2**30).to_bytes(4, "little")  # the dimension
    (tmp_path / "of.faiss").write_bytes(data)
    with pytest.raises(GenerationDamaged):
        open_vectors(tmp_path / "of", kind, 4)


def test_codes_of_other_vectors_are_damage(tmp_path: Path) -> None:
    opened(tmp_path, COMPRESSED, ROWS)
    os.truncate(tmp_path / "of.f16", 3 * 8)
    with pytest.raises(GenerationDamaged, match="not those of its vectors"):
        open_vectors(tmp_path / "of", COMPRESSED, 4)
    (tmp_path / "of.f16").unlink()
    with pytest.raises(GenerationDamaged, match="cannot be read"):
        open_vectors(tmp_path / "of", COMPRESSED, 4)


def test_vectors_that_are_cut_short_while_they_are_searched_are_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.storage.vectors.MOST_HELD", 0)
    vectors = many(300)
    index = opened(tmp_path, COMPRESSED, vectors)
    os.truncate(tmp_path / "of.f16", 100 * 128)
    with pytest.raises(GenerationDamaged, match="shorter"):
        index.search(vectors[0], 4)
