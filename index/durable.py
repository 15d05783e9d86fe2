"""Writes files and folders so that they are on the disk when a call returns."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_BLOCK = 2**20  # bytes
_TRIES = 10

Write = Callable[[bytes | memoryview], None]


@contextmanager
def new_file(path: Path) -> Iterator[Write]:
    """Give a function that appends to a new file; sync and read back the file at the end.

    Raises OSError if the disk is full or the file does not read back as it was written. Reading
    back also finds a full disk that a library missed when it flushed its last block.
    """
    written = hashlib.sha256()
    with path.open("xb") as file:

        def write(data: bytes | memoryview) -> None:
            file.write(data)
            written.update(data)

        yield write
        file.flush()
        os.fsync(file.fileno())
    if sha256_of(path) != written.hexdigest():
        raise OSError(f"{path} does not read back as it was written")


def write_file(path: Path, data: bytes | memoryview) -> None:
    """Write a new file with this content, sync it and read it back. Raises OSError."""
    with new_file(path) as write:
        write(data)


def sync_file(path: Path) -> None:
    """Sync a file that another library wrote."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder, so that a file created, renamed or removed there stays so."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Create a folder and its parents unless they exist, and sync their names."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=mode, exist_ok=True)
        sync_folder(path.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it, even while a thread that is ending creates files there.

    tantivy's threads do that: they create a lock file for a moment after their index was closed.
    """
    for _ in range(_TRIES):
        try:
            return shutil.rmtree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
    return shutil.rmtree(folder)


def replace_file(path: Path, data: bytes) -> None:
    """Replace the content of `path` in one step: a reader sees the old or the new, never a part."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    write_file(partial, data)
    partial.replace(path)
    sync_folder(path.parent)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
