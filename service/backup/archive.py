"""The file of a backup: a tar of plain files, and at its end a list of them with their SHA-256.

A name in it becomes a path, so only names that a backup writes are taken.
"""

import hashlib
import io
import json
import os
import re
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from index.durable import make_folder, sync_file, sync_folder
from service.errors import BackupDamaged

_FORMAT = 1
_LIST = "backup.json"
_MOST_LIST_BYTES = 256 * 2**20
_BLOCK = 2**20
_NAME = re.compile(
    r"service\.sqlite|CURRENT|uploads/names\.json|uploads/files/[0-9a-f]{64}"
    r"|(generations/\d{6,}|segments/\d{6,}-\d{3,})(/(?!\.{1,2}(/|$))[A-Za-z0-9_.-]+){1,4}"
)


@dataclass(frozen=True, slots=True)
class BackupContents:
    """What a backup holds.

    made_at: UTC, in ISO 8601. generation: that of the index; None without one. uploads: how many
    files that were added. rows: of each table of the database. files: the SHA-256 of each.
    """

    made_at: str
    generation: int | None
    uploads: int
    rows: dict[str, int]
    files: dict[str, str]


Add = Callable[[str, Path], None]


@contextmanager
def writing_archive(path: Path) -> Iterator["ArchiveWriter"]:
    """Give a writer for a new archive, which is there when the block ends, or not at all.

    Raises OSError.
    """
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    # It holds what was asked and what stands in documents: its owner alone may read it.
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file, tarfile.open(fileobj=file, mode="w|") as tar:
            yield ArchiveWriter(tar)
        sync_file(partial)
        os.link(partial, path)  # unlike a rename, this replaces nothing
        sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)


class ArchiveWriter:
    """Writes the files of a backup, one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.files: dict[str, str] = {}

    def add(self, name: str, path: Path) -> None:
        """Add a file that nobody changes meanwhile. Raises OSError."""
        with path.open("rb") as file:
            self.add_opened(name, file)

    def add_opened(self, name: str, file: IO[bytes]) -> None:
        """Add a file that is open at its start. Raises OSError."""
        assert _NAME.fullmatch(name), name
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        hashed = _Hashed(file)
        self._tar.addfile(_info(name, size), hashed)
        self.files[name] = hashed.digest.hexdigest()

    def add_bytes(self, name: str, data: bytes) -> None:
        """Add a file with this content. Raises OSError."""
        self._tar.addfile(_info(name, len(data)), io.BytesIO(data))
        self.files[name] = hashlib.sha256(data).hexdigest()

    def end(self, contents: BackupContents) -> None:
        """Write the list of all files. Raises OSError."""
        data = json.dumps({"format": _FORMAT, **asdict(contents)}).encode()
        self._tar.addfile(_info(_LIST, len(data)), io.BytesIO(data))


def extract(path: Path, folder: Path) -> BackupContents:
    """Write the files of an archive into a new folder, and check every one.

    Raises BackupDamaged if the archive is none, or not as it was written; OSError.
    """
    listed: BackupContents | None = None
    found: dict[str, str] = {}
    try:
        with tarfile.open(path, mode="r|") as tar:
            for info in tar:
                if info.name == _LIST:
                    listed = _contents_of(tar.extractfile(info), info.size)
                    break
                if not info.isreg() or not _NAME.fullmatch(info.name) or info.name in found:
                    raise BackupDamaged(f"{path} has a part that no backup has")
                found[info.name] = _write(tar.extractfile(info), folder / info.name)
    except (tarfile.TarError, EOFError, ValueError, KeyError, TypeError) as error:
        raise BackupDamaged(f"{path} is no whole backup of Pincite: {error}") from error
    if listed is None:
        raise BackupDamaged(f"{path} is no whole backup of Pincite: its end is missing")
    if found != listed.files:
        wrong = sorted({*found.items()} ^ {*listed.files.items()})
        raise BackupDamaged(f"{path} is damaged: {wrong[0][0]} is not as it was backed up")
    return listed


class _Hashed:
    """Reads a file, and hashes what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def _write(source: IO[bytes] | None, path: Path) -> str:
    """Write a file, and return its SHA-256."""
    assert source is not None, "it is a regular file"
    make_folder(path.parent, mode=0o700)
    hashed = _Hashed(source)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while data := hashed.read(_BLOCK):
            file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return hashed.digest.hexdigest()


def _contents_of(file: IO[bytes] | None, size: int) -> BackupContents:
    """Return the list at the end. Raises ValueError, KeyError, TypeError for what is none."""
    if file is None or size > _MOST_LIST_BYTES:
        raise ValueError("its list of files is too large")
    listed = json.loads(file.read())
    if listed.pop("format") != _FORMAT:
        raise ValueError("another version of Pincite made it")
    return BackupContents(**listed)
