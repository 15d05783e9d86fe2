"""Few vectors: all in memory, each compared."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from index.records import Mask, Rows, Vectors
from index.storage.vectors.faiss_files import read_index, use_one_thread

EXACT_FILE = ".faiss"


class ExactVectors:
    """All vectors in memory, each compared. See VectorIndex."""

    def __init__(self, paths: Sequence[Path], dimension: int) -> None:
        """Read the files of all segments. Raises GenerationDamaged."""
        self.dimension = dimension
        self._index = _joined([path.with_suffix(EXACT_FILE) for path in paths], dimension)

    def __len__(self) -> int:
        count: int = self._index.ntotal
        return count

    def search(self, query: Vectors, k: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        k = min(k, len(self) if among is None else int(np.count_nonzero(among)))
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        only = None if among is None else _only(among)
        use_one_thread()
        scores, rows = self._index.search(query.reshape(1, -1), k, params=only)
        return rows[0], scores[0]

    def take(self, rows: Rows) -> Vectors:
        if not len(rows):
            return np.empty((0, self.dimension), np.float32)
        vectors: Vectors = self._index.reconstruct_batch(np.asarray(rows, np.int64))
        return vectors


def _joined(paths: Sequence[Path], dimension: int) -> faiss.Index:
    if len(paths) == 1:
        return read_index(paths[0], dimension, faiss.IndexFlatIP)
    joined = faiss.IndexFlatIP(dimension)
    # Room for all: growing file by file, it would be copied again and again.
    joined.codes.resize(sum(path.stat().st_size for path in paths if path.exists()))
    joined.codes.resize(0)
    for path in paths:
        joined.merge_from(read_index(path, dimension, faiss.IndexFlatIP))
    return joined


def _only(among: Mask) -> faiss.SearchParameters:
    # The library's types do not know the arguments that its own wrapper takes.
    selector = faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))  # type: ignore[call-arg, arg-type]
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
