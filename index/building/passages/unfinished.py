"""Vectors of a build that has not published yet, so that the next one need not make them again.

One file under DATA_DIR, appended to block by block, and removed when a generation is published.
It is a cache: reading it stops at the first record that is torn or altered.

    header: b"pincite" and the format of generations, the model's hash (32 bytes), dimension
            (uint32)
    record: the passage's key (32 bytes), its number of sentences (uint32), the number of words of
            each sentence (uint32), the vectors of the passage and of its sentences (float32), those
            of its words (bits), CRC-32 of all that (uint32)
"""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from index.encoder import Encoder
from index.generations.manifest import FORMAT
from index.records import PassageVectors
from index.storage.word_vectors import row_bytes

_MAGIC = f"pincite{FORMAT}".encode()
_UINT = struct.Struct("<I")
_KEY = 32  # bytes


class Unfinished(Mapping[bytes, PassageVectors]):
    """The vectors of passages by key: those an earlier build left, and those added since.

    The keys are in memory, the vectors in the file: they can be read and added while it is open.
    """

    def __init__(self, path: Path, encoder: Encoder) -> None:
        self._path, self._dimension = path, encoder.dimension
        self._header = _MAGIC + bytes.fromhex(encoder.identity.sha256) + _UINT.pack(self._dimension)
        self._places: dict[bytes, tuple[int, int]] = {}
        self._end = self._find_records()  # where the next record goes; 0 if there is no header
        self._file: BinaryIO | None = None

    @contextmanager
    def opened(self) -> Iterator["Unfinished"]:
        """Keep the file open from when it is first needed until the `with` block ends."""
        try:
            yield self
        finally:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _opened(self) -> BinaryIO:
        """Open the file, and drop what does not belong to a whole record. Raises OSError."""
        if self._file is None:
            self._file = self._path.open("r+b" if self._end else "w+b")
            self._file.seek(self._end)
            self._file.truncate()
            self._path.chmod(0o600)  # vectors can be turned back into text
            if not self._end:
                self._end = self._file.write(self._header)
        return self._file

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._places)

    def __getitem__(self, key: bytes) -> PassageVectors:
        """Read the vectors of a passage. Raises OSError if they are not as they were written."""
        start, end = self._places[key]
        record = os.pread(self._opened().fileno(), end - start, start)
        if len(record) != end - start or not _is_whole(record):
            raise OSError(f"{self._path} does not read back as it was written")
        return self._vectors(memoryview(record)[_KEY:])

    def add(self, vectors: Iterable[tuple[bytes, PassageVectors]]) -> None:
        """Append the vectors of passages, each with its key. Raises OSError if the disk is full."""
        file = self._opened()
        for key, passage in vectors:
            rows = np.vstack([passage.passage, passage.sentences]).astype("<f4")
            counts = np.array([len(rows) - 1, *passage.word_counts], "<u4")
            record = key + counts.tobytes() + rows.tobytes() + passage.words.tobytes()
            end = self._end + file.write(record + _UINT.pack(zlib.crc32(record)))
            self._places[key] = self._end, end
            self._end = end
        file.flush()

    def remove(self) -> None:
        """Remove the file, if there is one: its vectors are published now."""
        self._path.unlink(missing_ok=True)

    def _find_records(self) -> int:
        """Find the whole records; return where the last one ends, 0 if the header is not ours."""
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
        """Return where the record that begins at `at` ends; 0 if it is cut off."""
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
        """Return the vectors in a record; its key is not part of `record`."""
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
    """Whether a record has the check sum it was written with."""
    [expected] = _UINT.unpack(record[-_UINT.size :])
    return zlib.crc32(memoryview(record)[: -_UINT.size]) == int(expected)
