import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import GenerationDamaged
from index.records import Vectors
from index.storage.vectors import (
    COMPRESSED,
    EXACT,
    LISTED,
    MOST_EXACT,
    MOST_SCANNED,
    VectorIndex,
    kind_for,
)
from index.storage.vectors.compressed_vectors import MOST_READ
from index.storage.vectors.half_vectors import MOST_HELD
from index.storage.vectors.vector_files import open_vectors, write_codes
from tests.index.storage.vectors.written import many, older, opened, segments

ROWS = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0.6, 0.8, 0, 0], [-1, 0, 0, 0]], np.float32)
KINDS = pytest.mark.parametrize("kind", [EXACT, COMPRESSED, LISTED])
CODED = pytest.mark.parametrize("kind", [COMPRESSED, LISTED])


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


@KINDS
def test_blocks_make_the_same_files_as_all_at_once(tmp_path: Path, kind: str) -> None:
    vectors = many(700)
    one, three = tmp_path / "one", tmp_path / "three"
    for folder, blocks in ((one, [vectors]), (three, np.split(vectors, [1, 500]))):
        folder.mkdir()
        opened(folder, kind, *blocks)
    assert contents(one) == contents(three)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("most_read", [0, 20_000])
@KINDS
def test_among_some_rows_the_best_of_these_are_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, most_read: int
) -> None:
    monkeypatch.setattr("index.storage.vectors.compressed_vectors.MOST_READ", most_read)
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


def test_the_count_decides_which_kind() -> None:
    assert kind_for(0, 384) == kind_for(MOST_EXACT, 384) == EXACT
    assert kind_for(MOST_EXACT + 1, 384) == kind_for(MOST_SCANNED, 384) == COMPRESSED
    assert kind_for(MOST_SCANNED + 1, 384) == LISTED
    assert kind_for(MOST_EXACT + 1, 383, LISTED) == EXACT  # codes are of four dimensions each


def test_an_index_that_shrinks_keeps_its_kind_until_it_is_half_as_large() -> None:
    assert kind_for(MOST_SCANNED // 2, 384, LISTED) == LISTED
    assert kind_for(MOST_SCANNED // 2 - 1, 384, LISTED) == COMPRESSED
    assert kind_for(MOST_EXACT // 2, 384, COMPRESSED) == COMPRESSED
    assert kind_for(MOST_EXACT // 2 - 1, 384, COMPRESSED) == EXACT
    assert kind_for(MOST_EXACT // 2, 384, EXACT) == kind_for(0, 384, LISTED) == EXACT
    assert kind_for(MOST_SCANNED + 1, 384, EXACT) == LISTED
    assert kind_for(MOST_EXACT + 1, 384, EXACT) == COMPRESSED


@KINDS
@pytest.mark.parametrize("keep", [0, 10, -1])
def test_a_torn_file_is_damage(tmp_path: Path, kind: str, keep: int) -> None:
    opened(tmp_path, kind, ROWS)
    path = tmp_path / "of.faiss"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(GenerationDamaged, match="is no vector index"):
        open_vectors([tmp_path / "of"], kind, 4)


@KINDS
def test_a_file_that_lies_about_its_size_is_damage(tmp_path: Path, kind: str) -> None:
    opened(tmp_path, kind, ROWS)
    data = bytearray((tmp_path / "of.faiss").read_bytes())
    data[4:8] = (2**30).to_bytes(4, "little")  # the dimension
    (tmp_path / "of.faiss").write_bytes(data)
    with pytest.raises(GenerationDamaged):
        open_vectors([tmp_path / "of"], kind, 4)


@CODED
def test_codes_of_other_vectors_are_damage(tmp_path: Path, kind: str) -> None:
    opened(tmp_path, kind, ROWS)
    os.truncate(tmp_path / "of.f16", 3 * 8)
    with pytest.raises(GenerationDamaged, match="not those of its vectors"):
        open_vectors([tmp_path / "of"], kind, 4)
    (tmp_path / "of.f16").unlink()
    with pytest.raises(GenerationDamaged, match="cannot be read"):
        open_vectors([tmp_path / "of"], kind, 4)


@pytest.mark.parametrize("other", [EXACT, COMPRESSED, LISTED])
@KINDS
def test_files_of_another_kind_or_dimension_are_damage(
    tmp_path: Path, kind: str, other: str
) -> None:
    opened(tmp_path, kind, ROWS)
    (tmp_path / "of.f16").touch()
    with pytest.raises(GenerationDamaged):
        open_vectors([tmp_path / "of"], other, 4 if kind != other else 8)


@dataclass(frozen=True)
class Whole:
    """All vectors as one segment, which was trained on all of them."""

    kind: str
    vectors: Vectors
    path: Path
    index: VectorIndex


@pytest.fixture(scope="module", params=[EXACT, COMPRESSED, LISTED])
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Whole:
    vectors = many(2000, 16)
    [path] = segments(tmp_path_factory.mktemp("whole"), request.param, vectors)
    return Whole(request.param, vectors, path, open_vectors([path], request.param, 16))


def parts_of(whole: Whole, folder: Path, cuts: list[int]) -> list[Path]:
    like = None if whole.kind == EXACT else whole.path
    return segments(folder, whole.kind, whole.vectors, cuts, like)


@settings(max_examples=25, deadline=None)
@given(
    cuts=st.lists(st.integers(0, 2000), max_size=10).map(sorted),
    shares=st.lists(st.sampled_from([0.0, 0.001, 0.2, 1.0]), min_size=1, max_size=3),
    limits=st.tuples(st.sampled_from([0, MOST_READ]), st.sampled_from([0, MOST_HELD])),
    k=st.sampled_from([1, 50, 3000]),
    seed=st.integers(0, 2**32 - 1),
)
def test_segments_answer_exactly_as_one(
    whole: Whole,
    tmp_path_factory: pytest.TempPathFactory,
    cuts: list[int],
    shares: list[float],
    limits: tuple[int, int],
    k: int,
    seed: int,
) -> None:
    paths = parts_of(whole, tmp_path_factory.mktemp("parts"), cuts)
    rng = np.random.default_rng(seed)
    queries = [whole.vectors[rng.integers(2000)], -whole.vectors[rng.integers(2000)]]
    among = [None, *(rng.random(2000) < share for share in shares)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.storage.vectors.compressed_vectors.MOST_READ", limits[0])
        patch.setattr("index.storage.vectors.half_vectors.MOST_HELD", limits[1])
        joined = open_vectors(paths, whole.kind, 16)
        assert (len(joined), joined.dimension) == (2000, 16)
        for query in queries:
            for mask in among:
                found, wanted = (one.search(query, k, mask) for one in (joined, whole.index))
                assert np.array_equal(found[0], wanted[0])
                assert np.array_equal(found[1], wanted[1])
    rows = rng.integers(0, 2000, 300)
    assert np.array_equal(joined.take(rows), whole.index.take(rows))


def test_no_segment_at_all_finds_nothing() -> None:
    index = open_vectors([], EXACT, 4)
    assert (len(index), len(index.search(ROWS[0], 3)[0])) == (0, 0)


@CODED
def test_the_same_quantizer_makes_the_same_files(tmp_path: Path, kind: str) -> None:
    vectors = many(2000, 16)
    trained = segments(tmp_path / "trained", kind, vectors, [500, 600])
    like = segments(tmp_path / "like", kind, vectors, [500, 600], trained[1])
    assert contents(tmp_path / "trained") == contents(tmp_path / "like")
    again = segments(tmp_path / "again", kind, vectors[500:600], like=like[0])
    assert again[0].with_suffix(".codes").read_bytes() == like[1].with_suffix(".codes").read_bytes()


@CODED
def test_a_quantizer_is_trained_on_all_segments(tmp_path: Path, kind: str) -> None:
    """The first is of vectors that are all alike, from which nothing is learnt of the others."""
    vectors = many(4000)
    queries = vectors[::400]
    far = -queries.sum(axis=0, keepdims=True)
    alike = np.tile(far / np.linalg.norm(far), (2000, 1))
    paths = segments(tmp_path, kind, np.concatenate([alike, vectors]), [2000])
    index = open_vectors(paths, kind, 64)
    for query in queries:
        best = 2000 + np.argsort(-(vectors @ query), kind="stable")[:10]
        assert len({*index.search(query, 10)[0].tolist()} & {*best.tolist()}) >= 9


@CODED
def test_segments_whose_codes_are_made_differently_are_damage(tmp_path: Path, kind: str) -> None:
    vectors = many(2000, 16)
    paths = [
        *segments(tmp_path / "one", kind, vectors[:1000]),
        *segments(tmp_path / "other", kind, vectors[1000:]),
    ]
    with pytest.raises(GenerationDamaged, match="not made as those of"):
        open_vectors(paths, kind, 16)


@pytest.mark.parametrize(
    ("kind", "ending"),
    [
        (EXACT, "faiss"),
        *((kind, ending) for kind in (COMPRESSED, LISTED) for ending in ("faiss", "f16", "codes")),
    ],
)
def test_one_damaged_segment_of_several_is_damage(tmp_path: Path, kind: str, ending: str) -> None:
    paths = segments(tmp_path, kind, many(300, 16), [100, 200])
    file = paths[1].with_suffix(f".{ending}")
    whole = file.read_bytes()
    for damaged in (b"", whole[:-32]):
        file.write_bytes(damaged)
        with pytest.raises(GenerationDamaged, match=str(paths[1])):
            open_vectors(paths, kind, 16)
    file.unlink()
    with pytest.raises(GenerationDamaged, match=str(paths[1])):
        open_vectors(paths, kind, 16)


@CODED
def test_no_quantizer_is_taken_from_a_damaged_file(tmp_path: Path, kind: str) -> None:
    [path] = segments(tmp_path / "old", kind, many(300, 16))
    path.with_suffix(".faiss").write_bytes(b"torn")
    with pytest.raises(GenerationDamaged, match="is no vector index"):
        segments(tmp_path / "new", kind, many(300, 16), like=path)


@CODED
def test_files_of_older_formats_answer_as_todays(tmp_path: Path, kind: str) -> None:
    vectors = many(2000, 16)
    before = open_vectors([older(tmp_path, kind, vectors)], COMPRESSED, 16)
    now = open_vectors(segments(tmp_path / "now", kind, vectors, [7, 1500]), kind, 16)
    assert len(before) == 2000
    for query in vectors[::100]:
        for k in (10, 3000):
            for found, wanted in zip(now.search(query, k), before.search(query, k), strict=True):
                assert np.array_equal(found, wanted)


@CODED
def test_damaged_files_of_older_formats_are_damage(tmp_path: Path, kind: str) -> None:
    path = older(tmp_path, kind, many(300, 16))
    with pytest.raises(GenerationDamaged, match="older format"):
        segments(tmp_path / "new", kind, many(300, 16), like=path)
    os.truncate(path.with_suffix(".f16"), 299 * 32)
    with pytest.raises(GenerationDamaged, match="not those of its vectors"):
        open_vectors([path], COMPRESSED, 16)
    path.with_suffix(".faiss").write_bytes(b"torn")
    with pytest.raises(GenerationDamaged, match="is no vector index"):
        open_vectors([path], COMPRESSED, 16)


def test_exact_vectors_have_no_codes(tmp_path: Path) -> None:
    [path] = segments(tmp_path, EXACT, ROWS)
    before = contents(tmp_path)
    write_codes([path], EXACT, 4)
    assert contents(tmp_path) == before
