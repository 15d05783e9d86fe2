"""The numbers by which a word index knows its passages, and the rows that these have.

A number is the serial of the passage's segment and the row in it. So it stays right whatever other
segments a generation has; where a segment's rows begin among those of the generation is told when
its index is opened. An index of an older format holds plain rows, which is serial 0.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.errors import GenerationDamaged
from index.records import Rows

_ROW_BITS = 24
_SERIAL_BITS = 40
_Numbers = npt.NDArray[np.uint64]


def number_of(serial: int, row: int) -> int:
    """Return the number of a passage by its row in the segment of that serial.

    Raises ValueError where there is no such number.
    """
    if serial >> _SERIAL_BITS or row >> _ROW_BITS:
        raise ValueError(f"no segment has the serial {serial}, or row {row} is too much for it")
    return serial << _ROW_BITS | row


class RowNumbers:
    """Tells the rows of one generation by numbers, and the numbers by rows."""

    def __init__(self, firsts: Mapping[int, int], passages: int) -> None:
        """Keep where each segment begins.

        firsts: the row of each segment's first passage by serial, in the order of the segments.
        passages: of all segments. Raises GenerationDamaged where they do not fit each other.
        """
        self._starts = np.array([*firsts.values()], np.int64)
        self._keys: _Numbers = np.array([number_of(one, 0) for one in firsts], np.uint64)
        sizes = np.diff(self._starts, append=passages)
        if (sizes < 0).any() or self._starts[:1].any() or len(sizes) == 0 < passages:
            raise GenerationDamaged(f"the words are those of {passages} passages, which do not fit")
        by_key = np.argsort(self._keys)
        self._sorted = self._keys[by_key], self._starts[by_key], sizes[by_key]

    def rows(self, numbers: Sequence[int]) -> Rows:
        """Return the rows of these passages: int64, shape (numbers,).

        Raises GenerationDamaged where a number is of no segment.
        """
        keys, starts, sizes = self._sorted
        wanted: _Numbers = np.array(numbers, np.uint64)
        place = np.searchsorted(keys, wanted, "right") - 1
        # Below the lowest key the place is the last, and the difference wraps to a huge one.
        within = wanted - keys[place]
        if (within >= sizes[place].astype(np.uint64)).any():
            raise GenerationDamaged("the words are those of a passage that is in no segment")
        rows: Rows = starts[place] + within.astype(np.int64)
        return rows

    def numbers(self, rows: Rows) -> list[int]:
        """Return the numbers of the passages at these rows, which there must be."""
        place = np.searchsorted(self._starts, rows, "right") - 1
        numbers: list[int] = (
            self._keys[place] + (rows - self._starts[place]).astype(np.uint64)
        ).tolist()
        return numbers
