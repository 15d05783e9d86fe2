"""The vectors of a generation, searched by inner product (FAISS).

Few vectors are compared one by one. Of many, short codes are compared: one bit a dimension
("product quantisation", Jégou, Douze & Schmid, 2011, 4 bits for every 4 dimensions, scanned in
registers as by André, Kermarrec & Le Scouarnec, "Quick ADC", 2017). Of very many, the codes stand
in lists, each around its own centre, and only the lists nearest to the question are scanned
("inverted file", also Jégou et al.). The best codes are compared once more by their vectors, which
stay in a file. `python -m tests.benchmarks growth` measures all this.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import faiss
import numpy as np

from index.durable import new_file, write_file
from index.errors import GenerationDamaged
from index.records import Bits, Mask, Rows, Vectors
from index.storage.row_file import RowFile

EXACT, COMPRESSED = "exact", "compressed"
# Comparing this many one by one takes 3 ms, and holding them 75 MB (384 dimensions).
MOST_EXACT = 50_000
MOST_SCANNED = 200_000  # codes that are scanned whole; more stand in lists
RESCORED = 400  # best codes; of a million vectors, they hold 98 in 100 of the 50 nearest
MOST_HELD = 160_000_000  # bytes; the vectors of a smaller file are read once and stay in memory

MOST_READ = 20_000  # allowed rows whose vectors are compared themselves; read in 50 ms at most

_GROUP = 4  # dimensions that share a code of 4 bits
_TRAINED_ON = 16_384  # vectors; 64 for each list, and ample for 16 centroids a group
_LISTS, _PROBED = 256, 64  # a quarter holds 97 in 100 of the 50 nearest
_BLOCK = 16_384  # rows
_SLACK = 2**20  # bytes
_CODES, _ROWS = ".faiss", ".f16"

Add = Callable[[Vectors], None]
"""Appends vectors: float32, shape (n, dimension)."""


class VectorIndex(Protocol):
    """Unit vectors by row number. A score is the inner product: a cosine in [-1, 1].

    Safe to use from any number of threads.
    """

    dimension: int

    def __len__(self) -> int: ...

    def search(self, query: Vectors, k: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        """Return rows and scores of the best `k` vectors, best first; fewer where there are fewer.

        query: float32, shape (dimension,). among: bool, shape (len(self),); the best of the rows
        that it allows are returned. Rows: int64, scores: float32, both of shape (results,).
        """
        ...

    def take(self, rows: Rows) -> Vectors:
        """Return the vectors at `rows`: float32, shape (len(rows), dimension).

        rows: int64, shape (n,).
        """
        ...


def kind_for(count: int, dimension: int) -> str:
    """Return how this many vectors are to be kept: EXACT or COMPRESSED."""
    return COMPRESSED if count > MOST_EXACT and dimension % _GROUP == 0 else EXACT


def open_vectors(path: Path, kind: str, dimension: int) -> VectorIndex:
    """Open what `vector_writer` wrote under the same path, kind and dimension.

    Raises GenerationDamaged.
    """
    if kind == COMPRESSED:
        return CompressedVectors(path, dimension)
    return ExactVectors(path)


def vector_writer(path: Path, kind: str, dimension: int) -> AbstractContextManager[Add]:
    """Open files for vectors; within the context, call what it gives with block after block.

    The files are `path` with endings of their own, and whole once the context ends. Raises OSError.
    """
    write = _compressed_writer if kind == COMPRESSED else _exact_writer
    return write(path, dimension)


@contextmanager
def _exact_writer(path: Path, dimension: int) -> Iterator[Add]:
    index = faiss.IndexFlatIP(dimension)
    yield lambda vectors: index.add(np.ascontiguousarray(vectors, np.float32))
    _write_index(path, index)


@contextmanager
def _compressed_writer(path: Path, dimension: int) -> Iterator[Add]:
    rows_path = path.with_suffix(_ROWS)
    with new_file(rows_path) as write:
        yield lambda vectors: write(np.asarray(vectors, "<f2").tobytes())
    _write_index(path, _codes(RowFile(rows_path, 2 * dimension), dimension))


def _codes(rows: RowFile, dimension: int) -> faiss.Index:
    """Return an index of the codes of all rows; the same rows always get the same codes."""
    _use_one_thread()
    count = len(rows)
    index = _no_codes(count, dimension)
    # From the whole collection, for what stands first in it may all be alike.
    sample = np.linspace(0, count - 1, _TRAINED_ON, dtype=np.int64)
    index.train(_as_vectors(rows.take_each(sample)))
    for first in range(0, count, _BLOCK):
        index.add(_as_vectors(rows.take([(first, min(first + _BLOCK, count))])))
    return index


def _no_codes(count: int, dimension: int) -> faiss.Index:
    """Return an untrained index for the codes of this many vectors."""
    kind = f"PQ{dimension // _GROUP}x4fs"
    if count <= MOST_SCANNED:
        return faiss.index_factory(dimension, kind, faiss.METRIC_INNER_PRODUCT)
    index = faiss.index_factory(dimension, f"IVF{_LISTS},{kind}", faiss.METRIC_INNER_PRODUCT)
    index.nprobe = _PROBED  # type: ignore[attr-defined]
    return index


def _use_one_thread() -> None:
    """Let FAISS use one thread for all that this thread calls next; by itself it takes all cores.

    It gains nothing from more. Where other work needs the cores too, its threads wait for each
    other: a search takes ten times as long, and training codes thirty times.
    """
    faiss.omp_set_num_threads(1)


def _as_vectors(rows: Bits) -> Vectors:
    """Return the vectors in rows of a file: float32, shape (n, dimension).

    rows: uint8, shape (n, 2 * dimension), the bytes of numbers in half precision.
    """
    return rows.view("<f2").astype(np.float32)


def _write_index(path: Path, index: faiss.Index) -> None:
    # As bytes: FAISS's own `write_index` reports success on a full disk.
    write_file(path.with_suffix(_CODES), faiss.serialize_index(index).data)


def _read_index(path: Path) -> faiss.Index:
    try:
        # FAISS's files carry no checksum, so a wrong size in one must not make it allocate much
        # more than the file holds. Lists take a little more in memory, each padded to 32 codes.
        faiss.set_deserialization_vector_byte_limit(2 * path.stat().st_size + _SLACK)
        return faiss.read_index(str(path))
    except (OSError, RuntimeError) as error:
        raise GenerationDamaged(f"{path} is no vector index") from error


def _only(among: Mask) -> faiss.SearchParameters:
    # The library's types do not know the arguments that its own wrapper takes.
    selector = faiss.IDSelectorBitmap(np.packbits(among, bitorder="little"))  # type: ignore[call-arg, arg-type]
    return faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]


class ExactVectors:
    """All vectors in memory, each compared."""

    def __init__(self, path: Path) -> None:
        self._index = _read_index(path.with_suffix(_CODES))
        self.dimension: int = self._index.d

    def __len__(self) -> int:
        count: int = self._index.ntotal
        return count

    def search(self, query: Vectors, k: int, among: Mask | None = None) -> tuple[Rows, Vectors]:
        k = min(k, len(self) if among is None else int(np.count_nonzero(among)))
        if not k:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        only = None if among is None else _only(among)
        _use_one_thread()
        scores, rows = self._index.search(query.reshape(1, -1), k, params=only)
        return rows[0], scores[0]

    def take(self, rows: Rows) -> Vectors:
        if not len(rows):
            return np.empty((0, self.dimension), np.float32)
        vectors: Vectors = self._index.reconstruct_batch(np.asarray(rows, np.int64))
        return vectors


class CompressedVectors:
    """Codes, held in memory and all compared, and vectors in half precision to compare the best.

    The vectors are read from a file as they are needed; not too many are held in memory too.
    """

    def __init__(self, path: Path, dimension: int) -> None:
        self.dimension = dimension
        self._codes = _read_index(path.with_suffix(_CODES))
        self._rows = RowFile(path.with_suffix(_ROWS), 2 * dimension)
        if (self._codes.ntotal, self._codes.d) != (len(self._rows), dimension):
            raise GenerationDamaged(f"{path}: its codes are not those of its vectors")
        whole = [(0, len(self._rows))]
        small = len(self._rows) * 2 * dimension <= MOST_HELD
        self._held = self._rows.take(whole) if small else None

    def __len__(self) -> int:
        return len(self._rows)

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
        _use_one_thread()
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

    def take(self, rows: Rows) -> Vectors:
        rows = np.asarray(rows, np.int64)
        return _as_vectors(self._rows.take_each(rows) if self._held is None else self._held[rows])
