from itertools import pairwise
from pathlib import Path

import faiss
import numpy as np
import pytest

from index.errors import GenerationDamaged
from index.storage.vectors import COMPRESSED, LISTED
from index.storage.vectors.codes import open_codes, read_quantizer
from tests.index.storage.vectors.written import many, older, segments


@pytest.mark.parametrize("kind", [COMPRESSED, LISTED])
@pytest.mark.parametrize("cuts", [[], [64, 128, 1000], list(range(100, 3000, 50))])
def test_codes_of_segments_are_byte_for_byte_those_that_faiss_makes_of_all(
    tmp_path: Path, kind: str, cuts: list[int]
) -> None:
    vectors = many(3000, 16)
    paths = segments(tmp_path / "parts", kind, vectors, cuts)
    edges = [0, *cuts, 3000]
    counts = [end - first for first, end in pairwise(edges)]
    codes = faiss.serialize_index(open_codes(paths, counts, kind, 16))
    whole = older(tmp_path, kind, vectors).with_suffix(".faiss")
    assert codes.tobytes() == whole.read_bytes()


@pytest.mark.parametrize(
    ("name", "kind"), [("PQ2x4fs", COMPRESSED), ("PQ4x4fs", LISTED), ("IVF2,PQ4x4fs", LISTED)]
)
def test_a_quantizer_of_other_codes_is_damage(tmp_path: Path, name: str, kind: str) -> None:
    index = faiss.index_factory(16, name, faiss.METRIC_INNER_PRODUCT)
    index.train(np.tile(many(300, 16), (4, 1)))
    faiss.write_index(index, str(tmp_path / "of.faiss"))
    with pytest.raises(GenerationDamaged, match="kind"):
        read_quantizer(tmp_path / "of", kind, 16)


def test_a_quantizer_that_was_never_trained_is_damage(tmp_path: Path) -> None:
    index = faiss.index_factory(16, "PQ4x4fs", faiss.METRIC_INNER_PRODUCT)
    faiss.write_index(index, str(tmp_path / "of.faiss"))
    with pytest.raises(GenerationDamaged, match="kind"):
        read_quantizer(tmp_path / "of", COMPRESSED, 16)
