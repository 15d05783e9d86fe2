"""Many vectors, in half precision: in files, from which they are read as they are needed."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from index.records import Bits, Rows, Vectors
from index.storage.vectors.row_files import RowFiles

MOST_HELD = 160_000_000  # bytes; the vectors of smaller files are read once and stay in memory
HALF = ".f16"

_BLOCK = 4096  # rows


class HalfVectors:
    """The vectors in the files of all segments, one after the other.

    counts: how many each segment has. Safe to use from any number of threads.
    """

    def __init__(self, paths: Sequence[Path], dimension: int) -> None:
        """Open the files. Raises GenerationDamaged."""
        self._width = 2 * dimension
        self._rows = RowFiles([path.with_suffix(HALF) for path in paths], self._width)
        self.counts = self._rows.counts
        self._held: Bits | None = None

    def __len__(self) -> int:
        return len(self._rows)

    def hold(self) -> None:
        """Keep them in memory, unless they are too many. Raises what `take` raises."""
        if len(self) * self._width > MOST_HELD:
            return
        held = np.empty((len(self), self._width), np.uint8)
        for first, end in self._blocks():  # one block more in memory, and not all twice
            held[first:end] = self._rows.take([(first, end)])
        self._held = held

    def take(self, rows: Rows) -> Vectors:
        """Return the vectors at `rows`: float32, shape (len(rows), dimension).

        rows: int64, shape (n,). Raises GenerationDamaged where a file is shorter than it was.
        """
        rows = np.asarray(rows, np.int64)
        return _as_vectors(self._rows.take_each(rows) if self._held is None else self._held[rows])

    def blocks(self) -> Iterator[Vectors]:
        """Yield all vectors in order, some at a time. Raises what `take` raises."""
        for block in self._blocks():
            yield _as_vectors(self._rows.take([block]))

    def _blocks(self) -> Iterator[tuple[int, int]]:
        for first in range(0, len(self), _BLOCK):
            yield first, min(first + _BLOCK, len(self))


def _as_vectors(rows: Bits) -> Vectors:
    """Return the vectors in rows of a file: float32, shape (n, dimension).

    rows: uint8, shape (n, 2 * dimension), the bytes of numbers in half precision.
    """
    return rows.view("<f2").astype(np.float32)
