"""Rows of equal width in a plain file, read by number.

Read, never mapped: a file that is cut short under a running server is then an error to report, and
not the end of the process.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.errors import GenerationDamaged
from index.records import Bits, Rows

Range = tuple[int, int]
"""The first row, and the one after the last."""


class RowFile:
    """A file of rows of `width` bytes each, open for reading by any number of threads."""

    def __init__(self, path: Path, width: int) -> None:
        self._path, self._width = path, width
        self._descriptor: int | None = None
        try:
            self._descriptor = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise GenerationDamaged(f"{path} cannot be read: {error.strerror}") from error

    def __del__(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)

    def __len__(self) -> int:
        return self._path.stat().st_size // self._width

    def take(self, ranges: Iterable[Range]) -> Bits:
        """Return the rows of all ranges, one after another: uint8, shape (rows, width).

        Raises GenerationDamaged where the file is shorter than that.
        """
        descriptor, width = self._descriptor, self._width
        assert descriptor is not None
        ranges = list(ranges)
        parts = [
            os.pread(descriptor, (end - first) * width, first * width) for first, end in ranges
        ]
        data = b"".join(parts)
        if len(data) != sum(end - first for first, end in ranges) * width:
            raise GenerationDamaged(f"{self._path} is shorter than it was")
        return np.frombuffer(data, np.uint8).reshape(-1, width)

    def take_each(self, rows: Rows) -> Bits:
        """Return the rows of these numbers, in their order: uint8, shape (len(rows), width).

        Rows that follow each other are read at once, so ascending numbers cost least. rows: int64,
        shape (n,). Raises GenerationDamaged where the file is shorter than that.
        """
        breaks = np.flatnonzero(np.diff(rows) != 1) + 1
        firsts = rows[np.concatenate([[0], breaks])] if len(rows) else rows
        ends = rows[np.concatenate([breaks - 1, [-1]])] + 1 if len(rows) else rows
        return self.take(zip(firsts.tolist(), ends.tolist(), strict=True))
