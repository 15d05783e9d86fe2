"""The vectors of a generation, searched by inner product (FAISS)."""

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.errors import GenerationDamaged
from index.records import Vectors

Rows = npt.NDArray[np.int64]


def serialize(vectors: Vectors) -> memoryview:
    """The bytes of an exact index over unit vectors, float32 of shape (n, dimension).

    Bytes rather than FAISS's own `write_index`, which reports success on a full disk.
    """
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors, dtype=np.float32))
    data: memoryview = faiss.serialize_index(index).data
    return data


class VectorIndex:
    """Unit vectors by row number. A score is the inner product: a cosine in [-1, 1]."""

    def __init__(self, path: Path) -> None:
        try:
            # FAISS's files carry no check sum; a size that lies must not make it allocate more.
            faiss.set_deserialization_vector_byte_limit(max(path.stat().st_size, 1))
            self._index = faiss.read_index(str(path))
        except (OSError, RuntimeError) as error:
            raise GenerationDamaged(f"{path} is no vector index") from error

    def __len__(self) -> int:
        count: int = self._index.ntotal
        return count

    @property
    def dimension(self) -> int:
        dimension: int = self._index.d
        return dimension

    def search(self, query: Vectors, k: int) -> tuple[Rows, Vectors]:
        """Rows and scores of the best `k` vectors, best first; fewer where there are fewer."""
        k = min(k, len(self))
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        scores, rows = self._index.search(query.reshape(1, -1), k)
        return rows[0], scores[0]

    def take(self, rows: Rows) -> Vectors:
        """The vectors at `rows`: float32, shape (len(rows), dimension)."""
        if not len(rows):
            return np.empty((0, self.dimension), np.float32)
        vectors: Vectors = self._index.reconstruct_batch(np.asarray(rows, np.int64))
        return vectors
