"""The table of word embeddings, mapped from a file so that only the rows in use are in memory.

The reader keeps the embeddings of the packaged encoder, which lie on this machine already. It maps
the file of the encoder's export where there is one, and then both use the same memory.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class TablePlace:
    """Where a table of float32 numbers lies in a file: from byte `offset`, row after row."""

    path: Path
    offset: int
    rows: int
    width: int

    def open(self) -> npt.NDArray[np.float32]:
        """Map the table: float32, shape (rows, width), read only. Raises OSError, ValueError."""
        return np.memmap(self.path, np.dtype("<f4"), "r", self.offset, (self.rows, self.width))
