"""Rows of equal width in plain files, one file after the other, read by number.

Read, never mapped: a file that is cut short under a running server is then an error to report, and
not the end of the process.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from index.errors import GenerationDamaged
from index.records import Bits, Rows

Range = tuple[int, int]
"""The first row, and the one after the last."""


class RowFiles:
    """Files of rows of `width` bytes each, open for reading by any number of threads.

    The first row of a file follows the last of the file before. counts: the rows of each file.
    bases: the row with which each file begins, and the end of the last: int64, shape (files + 1,).
    """

    def __init__(self, paths: Sequence[Path], width: int) -> None:
        self._paths, self._width = paths, width
        self._descriptors: list[int] = []
        for path in paths:
            try:
                self._descriptors.append(os.open(path, os.O_RDONLY))
            except OSError as error:
                raise GenerationDamaged(f"{path} cannot be read: {error.strerror}") from error
        self.counts = [os.fstat(one).st_size // width for one in self._descriptors]
        self.bases = np.cumsum([0, *self.counts], dtype=np.int64)

    def __del__(self) -> None:
        for descriptor in self._descriptors:
            os.close(descriptor)

    def __len__(self) -> int:
        return int(self.bases[-1])

    def take(self, ranges: Iterable[Range]) -> Bits:
        """Return the rows of all ranges, one after another: uint8, shape (rows, width).

        Raises GenerationDamaged where a file is shorter than it was when it was opened.
        """
        firsts, ends = np.array([*ranges], np.int64).reshape(-1, 2).T
        return self._read(firsts, ends)

    def take_each(self, rows: Rows) -> Bits:
        """Return the rows of these numbers, in their order: uint8, shape (len(rows), width).

        Rows that follow each other are read at once, so ascending numbers cost least. rows: int64,
        shape (n,). Raises GenerationDamaged where a file is shorter than it was.
        """
        breaks = np.flatnonzero(np.diff(rows) != 1) + 1
        firsts = rows[np.concatenate([[0], breaks])] if len(rows) else rows
        ends = rows[np.concatenate([breaks - 1, [-1]])] + 1 if len(rows) else rows
        return self._read(firsts, ends)

    def _read(self, firsts: Rows, ends: Rows) -> Bits:
        """Return the rows of ranges: from `firsts` to before `ends`, both int64, shape (n,)."""
        files, firsts, ends = self._cut(firsts, ends)
        sizes = ((ends - firsts) * self._width).tolist()
        places = ((firsts - self.bases[files]) * self._width).tolist()
        descriptors = [self._descriptors[file] for file in files.tolist()]
        parts = list(map(os.pread, descriptors, sizes, places))
        data = b"".join(parts)
        if len(data) != sum(sizes):
            wrong = next(n for n, size in enumerate(sizes) if len(parts[n]) != size)
            raise GenerationDamaged(f"{self._paths[files[wrong]]} is shorter than it was")
        return np.frombuffer(data, np.uint8).reshape(-1, self._width)

    def _cut(self, firsts: Rows, ends: Rows) -> tuple[Rows, Rows, Rows]:
        """Cut ranges where a file ends. Return the file of each, its first row and its end.

        What lies behind the last row counts to the last file, which then turns out too short.
        """
        some = firsts < ends
        firsts, ends = firsts[some], ends[some]
        from_file, to_file = self._file_of(firsts), self._file_of(ends - 1)
        if np.array_equal(from_file, to_file):  # the usual case
            return from_file, firsts, ends
        counts = to_file - from_file + 1
        ranges = np.repeat(np.arange(len(counts)), counts)
        files = np.arange(len(ranges)) - np.repeat(np.cumsum(counts) - counts - from_file, counts)
        firsts = np.maximum(firsts[ranges], self.bases[files])
        inside = files < to_file[ranges]
        return files, firsts, np.where(inside, self.bases[files + 1], ends[ranges])

    def _file_of(self, rows: Rows) -> Rows:
        """Return the number of the file in which each row lies: int64, shape (len(rows),)."""
        return np.searchsorted(self.bases[1:-1], rows, side="right")
