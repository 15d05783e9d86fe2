"""Many vectors: their codes are searched, and the best compared once more by their vectors."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from index.records import Mask, Rows, Vectors
from index.storage.vectors.codes import open_codes
from index.storage.vectors.faiss_files import use_one_thread
from index.storage.vectors.half_vectors import HalfVectors

RESCORED = 400  # best codes; of a million vectors, they hold 98 in 100 of the 50 nearest
MOST_READ = 20_000  # allowed rows whose vectors are compared themselves; read in 50 ms at most


class CompressedVectors:
    """Codes, held in memory, and vectors in half precision to compare the best. See VectorIndex.

    The vectors are read from files as they are needed; not too many are held in memory too.
    """

    def __init__(self, paths: Sequence[Path], kind: str, dimension: int) -> None:
        """Open the files of all segments. kind: COMPRESSED or LISTED. Raises GenerationDamaged."""
        self.dimension = dimension
        self._vectors = HalfVectors(paths, dimension)
        self._codes = open_codes(paths, self._vectors.counts, kind, dimension)
        self._vectors.hold()

    def __len__(self) -> int:
        return len(self._vectors)

    def take(self, rows: Rows) -> Vectors:
        return self._vectors.take(rows)

    def search(self, query: Vectors, k: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        if among is None:
            rows = self._near(query, max(k, RESCORED))
            if len(rows) < min(k, len(self)):
                rows = self._near(query, k, everywhere=True)
            rows = np.sort(rows)
        else:
            rows = np.sort(self._near_among(query, max(k, RESCORED), among))
        scores = self.take(rows) @ query
        best = np.argsort(-scores, kind="stable")[:k]
        return rows[best], scores[best]

    def _near(self, query: Vectors, count: int, everywhere: bool = False) -> Rows:
        """Return the rows of the best codes, best first: int64, shape (at most count,).

        everywhere: whether all lists are scanned, or only the nearest.
        """
        use_one_thread()
        lists = getattr(self._codes, "nlist", 0)
        all_lists = faiss.SearchParametersIVF(nprobe=lists) if lists and everywhere else None  # type: ignore[call-arg]
        _, [rows] = self._codes.search(query.reshape(1, -1), count, params=all_lists)
        near: Rows = rows[rows >= 0]  # FAISS pads with -1
        return near

    def _near_among(self, query: Vectors, count: int, among: Mask) -> Rows:
        """Return the allowed rows that are best by their codes: int64, shape (at most count,).

        FAISS compares all such codes or none, so it is asked for more until enough are allowed. Few
        allowed rows are returned all, in their order.
        """
        allowed = int(np.count_nonzero(among))
        if allowed <= MOST_READ:
            return np.flatnonzero(among)
        depth = 2 * count * len(self) // allowed
        while True:
            near = self._near(query, min(depth, len(self)), everywhere=True)
            rows = near[among[near]][:count]
            if len(rows) == count or depth >= len(self):
                return rows
            depth *= 4
