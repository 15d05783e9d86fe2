"""Vectors, and the files that segments of them become."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import faiss
import numpy as np

from index.records import Vectors
from index.storage.vectors import LISTED, VectorIndex
from index.storage.vectors.vector_files import open_vectors, vector_writer, write_codes


def many(count: int, dimension: int = 64) -> Vectors:
    """Unit vectors in clusters, as those of sentences are."""
    rng = np.random.default_rng(7)
    centres = rng.standard_normal((count // 20, dimension))
    near = centres[rng.integers(0, len(centres), count)]
    vectors = near + rng.standard_normal((count, dimension)) / 2
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def opened(folder: Path, kind: str, *blocks: Vectors) -> VectorIndex:
    """One segment, `of`, written block by block."""
    dimension = blocks[0].shape[1]
    with vector_writer(folder / "of", kind, dimension) as add:
        for block in blocks:
            add(block)
    write_codes([folder / "of"], kind, dimension)
    return open_vectors([folder / "of"], kind, dimension)


def segments(
    folder: Path, kind: str, vectors: Vectors, cuts: Sequence[int] = (), like: Path | None = None
) -> list[Path]:
    """Write the vectors as segments that begin at 0 and at each of `cuts`; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for first, end in pairwise([0, *cuts, len(vectors)]):
        paths.append(folder / f"{len(paths):03}")
        with vector_writer(paths[-1], kind, vectors.shape[1]) as add:
            add(vectors[first:end])
    write_codes(paths, kind, vectors.shape[1], like)
    return paths


def older(folder: Path, kind: str, vectors: Vectors) -> Path:
    """Write the vectors as formats 3 to 5 did, with codes of this kind, packed by FAISS."""
    halves, dimension = vectors.astype("<f2"), vectors.shape[1]
    codes = f"PQ{dimension // 4}x4fs"
    name = f"IVF256,{codes}" if kind == LISTED else codes
    index = faiss.index_factory(dimension, name, faiss.METRIC_INNER_PRODUCT)
    if kind == LISTED:
        index.nprobe = 64  # type: ignore[attr-defined]
    sample = np.linspace(0, len(vectors) - 1, 16_384, dtype=np.int64)
    index.train(halves[sample].astype(np.float32))
    index.add(halves.astype(np.float32))
    faiss.write_index(index, str(folder / "older.faiss"))
    (folder / "older.f16").write_bytes(halves.tobytes())
    return folder / "older"
