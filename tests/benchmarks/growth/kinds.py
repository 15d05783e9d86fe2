"""Kinds of FAISS indexes over the same vectors: what each costs, and what it finds.

All but the first find candidates, which are then compared once more by the stored vectors, as
index/storage/vectors.py does; FAISS scans with one thread, as it does for one question.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import faiss
import numpy as np

from index.records import Rows, Vectors
from index.storage.vectors import VectorIndex

NEAREST = 50  # as many as index/search.py asks for
_BLOCK = 16_384
_TRAINED_ON = 65_536


@dataclass(frozen=True, slots=True)
class Kind:
    """name: as FAISS's index_factory reads it. rescored: how many candidates. settings: of the
    search, by attribute.
    """

    name: str
    rescored: int
    settings: dict[str, int]

    def make(self, dimension: int) -> Any:
        if self.name == "BFlat":
            return _Signs(dimension)
        return faiss.index_factory(dimension, self.name, faiss.METRIC_INNER_PRODUCT)


KINDS = (
    Kind("Flat", 0, {}),
    Kind("PQ96x4fs", 500, {}),
    Kind("PQ48x4fs", 1000, {}),
    Kind("RaBitQfs", 500, {"qb": 8}),
    Kind("BFlat", 500, {}),
    Kind("IVF1024,RaBitQfs", 500, {"nprobe": 128}),
    Kind("IVF1024,SQ8", 100, {"nprobe": 64}),
    Kind("HNSW16,SQ8", 100, {"efSearch": 256}),
)


class _Signs:
    """The signs of the components, compared by how many differ."""

    is_trained = True

    def __init__(self, dimension: int) -> None:
        self.index = faiss.IndexBinaryFlat(dimension)

    def add(self, vectors: Vectors) -> None:
        self.index.add(np.packbits(vectors > 0, axis=1))

    def search(self, vectors: Vectors, k: int) -> Any:
        return self.index.search(np.packbits(vectors > 0, axis=1), k)


def compare(index: VectorIndex, questions: Sequence[Vectors]) -> list[dict[str, Any]]:
    """Build each kind of the vectors of `index`, and ask it."""
    faiss.omp_set_num_threads(1)
    found: list[dict[str, Any]] = []
    right: list[set[int]] = []
    for kind in KINDS:
        made, build_s = _build(kind, index)
        rows, ms = _search(kind, made, index, questions)
        right = right or [{*of.tolist()} for of in rows]
        shared = sum(len({*of.tolist()} & best) for of, best in zip(rows, right, strict=True))
        found.append(
            {
                "kind": kind.name,
                "settings": {**kind.settings, "rescored": kind.rescored},
                "build_cpu_s": build_s,
                "mb": _bytes(made) / 1e6,
                "cpu_ms": float(np.median(ms)),
                "recall": shared / sum(map(len, right)),
            }
        )
    return found


def _build(kind: Kind, index: VectorIndex) -> tuple[Any, float]:
    made, start = kind.make(index.dimension), time.process_time()
    if not made.is_trained:
        count = min(_TRAINED_ON, len(index))
        made.train(index.take(np.linspace(0, len(index) - 1, count, dtype=np.int64)))
    for first in range(0, len(index), _BLOCK):
        made.add(index.take(np.arange(first, min(first + _BLOCK, len(index)))))
    for name, value in kind.settings.items():
        setattr(made.hnsw if name == "efSearch" else made, name, value)
    return made, time.process_time() - start


def _search(
    kind: Kind, made: Any, index: VectorIndex, questions: Sequence[Vectors]
) -> tuple[list[Rows], list[float]]:
    found, ms = [], []
    for question in questions:
        start = time.process_time()
        _, rows = made.search(question[np.newaxis], kind.rescored or NEAREST)
        best = rows[0][rows[0] >= 0]
        if kind.rescored:
            best = np.sort(best)
            best = best[np.argsort(-(index.take(best) @ question), kind="stable")[:NEAREST]]
        ms.append((time.process_time() - start) * 1000)
        found.append(best)
    return found, ms


def _bytes(made: Any) -> int:
    serialize: Callable[[Any], Any] = faiss.serialize_index
    if isinstance(made, _Signs):
        return len(faiss.serialize_index_binary(made.index))
    return len(serialize(made))
