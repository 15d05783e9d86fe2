"""Rows of equal width in a plain file, read by number.

Read, never mapped: a file that is cut short under a running server is a failure that can be said,
not the end of the process.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from index.errors import GenerationDamaged
from index.records import Bits

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
        """The rows of all ranges, one after another: uint8, shape (rows, width).

        Ranges that follow each other are read at once. Raises GenerationDamaged.
        """
        assert self._descriptor is not None
        parts, wanted = [], 0
        for first, end in _joined(ranges):
            size = (end - first) * self._width
            parts.append(os.pread(self._descriptor, size, first * self._width))
            wanted += size
        data = b"".join(parts)
        if len(data) != wanted:
            raise GenerationDamaged(f"{self._path} is shorter than it was")
        return np.frombuffer(data, np.uint8).reshape(-1, self._width)


def _joined(ranges: Iterable[Range]) -> Iterator[Range]:
    first = end = 0
    for begin, stop in ranges:
        if begin != end:
            if first < end:
                yield first, end
            first = begin
        end = stop
    if first < end:
        yield first, end
