"""Which bytes an object had under which stamp, so that what did not change is not fetched again.

One file under DATA_DIR, replaced after a build. It is a cache: without it everything is fetched
once more. It holds no names, so that nothing is left in it of what was deleted.

    rows: the SHA-256 of the place and the stamp of an object (32 bytes), and that of its bytes (32
          bytes)
"""

import hashlib
from pathlib import Path

from index.durable import replace_file
from index.records import SourceFile
from index.roots import written

_HASH = 32  # bytes


class KnownObjects:
    """The hashes of objects. path: of the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._now: dict[bytes, bytes] = {}  # of this build
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        rows = (data[at : at + 2 * _HASH] for at in range(0, len(data), 2 * _HASH))
        self._before = {row[:_HASH]: row[_HASH:] for row in rows if len(row) == 2 * _HASH}

    def sha256(self, source: SourceFile) -> str | None:
        """Return the hash of an object's bytes, if it never changes or was fetched as it is."""
        if source.sha256 is not None:
            return source.sha256
        if source.stamp is None or (known := self._before.get(_key(source))) is None:
            return None
        self._now[_key(source)] = known
        return known.hex()

    def add(self, source: SourceFile, sha256: str | None) -> None:
        """Take note of the hash of an object's bytes; of other files there is nothing to note."""
        if source.stamp is not None and sha256 is not None:
            self._now[_key(source)] = bytes.fromhex(sha256)

    def write(self) -> None:
        """Keep what was asked for and noted. Raises OSError."""
        if self._now != self._before:
            rows = (key + sha256 for key, sha256 in self._now.items())
            replace_file(self._path, b"".join(rows))
            self._before = dict(self._now)


def _key(source: SourceFile) -> bytes:
    return hashlib.sha256(f"{written(source.path)}\n{source.stamp}".encode()).digest()
