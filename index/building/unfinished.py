"""Vectors of a build that has not published yet, so that a next run need not make them again.

One file under DATA_DIR, appended to block by block, and removed when a generation is published.
It is a cache: a record that is torn or altered is not used, and neither is any after it.

    header: b"pincite1", 32 bytes of the model's hash, dimension (uint32)
    record: 32 bytes of the passage's key, sentences (uint32), words of each (uint32), the
            vectors (float32, the passage's first), the words' (bits), CRC-32 of all that (uint32)
"""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np

from index.encoder import Encoder
from index.records import PassageVectors
from index.storage.word_vectors import row_bytes

_MAGIC = b"pincite2"
_UINT = struct.Struct("<I")
_KEY = 32


class Unfinished(Mapping[bytes, PassageVectors]):
    """Vectors by key: what an earlier build left, and what was added.

    Its keys are in memory; within `with`, vectors can be added, and are read when asked for.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path, self._dimension = path, encoder.dimension
        self._header = _MAGIC + bytes.fromhex(encoder.identity.sha256) + _UINT.pack(self._dimension)
        self._places: dict[bytes, tuple[int, int]] = {}
        self._end = self._find()  # of what is whole; 0: nothing
        self._file: BinaryIO | None = None

    def __enter__(self) -> Self:
        self._file = self._path.open("r+b" if self._end else "w+b")
        self._file.seek(self._end)
        self._file.truncate()
        self._path.chmod(0o600)  # vectors can be turned back into text
        if not self._end:
            self._end = self._file.write(self._header)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._file:
            self._file.close()

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def __getitem__(self, key: bytes) -> PassageVectors:
        """Raises OSError where the file does not give back what was written."""
        assert self._file is not None
        start, end = self._places[key]
        record = os.pread(self._file.fileno(), end - start, start)
        if len(record) != end - start or not _is_whole(record):
            raise OSError(f"{self._path} does not read back as it was written")
        return self._vectors(memoryview(record)[_KEY:])

    def add(self, vectors: Iterable[tuple[bytes, PassageVectors]]) -> None:
        """Keep these, by key. Raises OSError when the disk is full."""
        assert self._file is not None
        for key, of_passage in vectors:
            rows = np.vstack([of_passage.passage, of_passage.sentences]).astype("<f4")
            counts = np.array([len(rows) - 1, *of_passage.word_counts], "<u4")
            record = key + counts.tobytes() + rows.tobytes() + of_passage.words.tobytes()
            end = self._end + self._file.write(record + _UINT.pack(zlib.crc32(record)))
            self._places[key] = self._end, end
            self._end = end
        self._file.flush()

    def remove(self) -> None:
        """Forget all: the vectors are published now."""
        self._path.unlink(missing_ok=True)

    def _find(self) -> int:
        """Find the records; the length of the part of the file that is whole (0: none)."""
        try:
            file = self._path.open("rb")
        except FileNotFoundError:
            return 0
        with file:
            size, at = os.fstat(file.fileno()).st_size, len(self._header)
            if file.read(at) != self._header:
                return 0
            while end := self._record_end(file, at, size):
                file.seek(at)
                record = file.read(end - at)
                if not _is_whole(record):
                    break
                self._places[record[:_KEY]] = at, end
                at = end
            return at

    def _record_end(self, file: BinaryIO, at: int, size: int) -> int:
        """Where the record at `at` ends; 0 where it is cut off."""
        counts_at = at + _KEY + _UINT.size
        if counts_at > size:
            return 0
        file.seek(at + _KEY)
        [sentences] = _UINT.unpack(file.read(_UINT.size))
        counts_end = counts_at + _UINT.size * sentences
        if counts_end > size:
            return 0
        counts = np.frombuffer(file.read(_UINT.size * sentences), "<u4")
        words = int(counts.sum(dtype=np.int64))
        end = counts_end + 4 * self._dimension * (1 + sentences)
        end += words * row_bytes(self._dimension) + _UINT.size
        return end if end <= size else 0

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


def _is_whole(record: bytes) -> bool:
    [expected] = _UINT.unpack(record[-_UINT.size :])
    return zlib.crc32(memoryview(record)[: -_UINT.size]) == int(expected)
