"""Vectors of a build that has not published yet, so that a next run need not make them again.

One file under DATA_DIR, appended to block by block, and removed when a generation is published.
It is a cache: a record that is torn or altered is not used, and neither is any after it.

    header: b"pincite1", 32 bytes of the model's hash, dimension (uint32)
    record: 32 bytes of the passage's key, sentences (uint32), words of each (uint32), the
            vectors (float32, the passage's first), the words' (bits), CRC-32 of all that (uint32)
"""

import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np

from index.encoder import Encoder
from index.records import PassageVectors
from index.words import row_bytes

_MAGIC = b"pincite2"
_UINT = struct.Struct("<I")
_KEY = 32


class Unfinished:
    """What an earlier build left is in `known`; `with` opens the file to add to it."""

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path, self._dimension = path, encoder.dimension
        self._header = _MAGIC + bytes.fromhex(encoder.identity.sha256) + _UINT.pack(self._dimension)
        self.known: dict[bytes, PassageVectors] = {}
        self._whole = self._load()
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        self._file = self._path.open("r+b" if self._whole else "wb")
        self._file.seek(self._whole)
        self._file.truncate()
        self._path.chmod(0o600)  # vectors can be turned back into text
        if not self._whole:
            self._file.write(self._header)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    def add(self, vectors: Iterable[tuple[bytes, PassageVectors]]) -> None:
        """Keep these, by key. Raises OSError when the disk is full."""
        assert self._file is not None
        for key, of_passage in vectors:
            rows = np.vstack([of_passage.passage, of_passage.sentences]).astype("<f4")
            counts = np.array([len(rows) - 1, *of_passage.word_counts], "<u4")
            record = key + counts.tobytes() + rows.tobytes() + of_passage.words.tobytes()
            self._file.write(record + _UINT.pack(zlib.crc32(record)))
        self._file.flush()

    def remove(self) -> None:
        """Forget all: the vectors are published now."""
        self._path.unlink(missing_ok=True)

    def _load(self) -> int:
        """Fill `known`; the length of the part of the file that is whole (0: none)."""
        try:
            data = memoryview(self._path.read_bytes())
        except FileNotFoundError:
            return 0
        if data[: len(self._header)] != self._header:
            return 0
        at = len(self._header)
        while (end := self._record_end(data, at)) and _is_whole(data[at:end]):
            self.known[bytes(data[at : at + _KEY])] = self._vectors(data[at + _KEY : end])
            at = end
        return at

    def _vectors(self, record: memoryview) -> PassageVectors:
        [sentences] = _UINT.unpack_from(record)
        counts_end = _UINT.size * (1 + sentences)
        rows_end = counts_end + 4 * self._dimension * (1 + sentences)
        counts = np.frombuffer(record[_UINT.size : counts_end], "<u4")
        rows = np.frombuffer(record[counts_end:rows_end], "<f4").astype(np.float32)
        rows = rows.reshape(-1, self._dimension)
        words = np.frombuffer(record[rows_end : -_UINT.size], np.uint8)
        words = words.reshape(-1, row_bytes(self._dimension))
        return PassageVectors(rows[0], rows[1:], words, tuple(counts.tolist()))

    def _record_end(self, data: memoryview, at: int) -> int:
        """Where the record at `at` ends; 0 where it is cut off."""
        if at + _KEY + _UINT.size > len(data):
            return 0
        [sentences] = _UINT.unpack_from(data, at + _KEY)
        counts_at = at + _KEY + _UINT.size
        counts_end = counts_at + _UINT.size * sentences
        if counts_end > len(data):
            return 0
        words = int(np.frombuffer(data[counts_at:counts_end], "<u4").sum(dtype=np.int64))
        end = counts_end + 4 * self._dimension * (1 + sentences)
        end += words * row_bytes(self._dimension) + _UINT.size
        return end if end <= len(data) else 0


def _is_whole(record: memoryview) -> bool:
    [expected] = _UINT.unpack(record[-_UINT.size :])
    return zlib.crc32(record[: -_UINT.size]) == int(expected)
