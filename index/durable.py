"""Bytes that are on the disk when a call returns, not merely on their way to it."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_BLOCK = 2**20
_TRIES = 10


Write = Callable[[bytes | memoryview], None]


@contextmanager
def new_file(path: Path) -> Iterator[Write]:
    """Write a new file piece by piece; on leaving, sync it and read it back.

    Raises OSError if the disk is full or does not give back what was written: a C library's
    last buffered block is where a full disk goes unnoticed.
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
    """Write a new file of this content, as `new_file` does."""
    with new_file(path) as write:
        write(data)


def sync_file(path: Path) -> None:
    """Sync a file that another library wrote."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Sync the names in a folder: what was created in it, renamed or removed."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Create a folder, and those above it, unless they exist, and sync their names."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=mode, exist_ok=True)
        sync_folder(path.parent)


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it, also where a thread that ends still puts a file into it.

    tantivy's threads do: they take a lock file for a moment after their index was closed.
    """
    for _ in range(_TRIES):
        try:
            return shutil.rmtree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
    return shutil.rmtree(folder)


def replace_file(path: Path, data: bytes) -> None:
    """Give `path` new content in one step: readers see the old or the new, never a part."""
    partial = path.with_name(path.name + ".partial")
    partial.unlink(missing_ok=True)
    write_file(partial, data)
    partial.replace(path)
    sync_folder(path.parent)


def sha256_of(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            found.update(block)
    return found.hexdigest()
