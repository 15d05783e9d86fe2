"""Reads the bytes of a file that is to be indexed."""

import stat
from pathlib import Path

from index.errors import Unreadable
from index.originals import FileStatus

MAX_BYTES = 256 * 2**20
_TRIES = 3


def read_bytes(path: Path) -> bytes:
    """Return the whole content of a file.

    Raises Unreadable with the reason: missing, a broken link, no permission, not a regular file,
    too large, empty.
    """
    try:
        size = _regular_file_size(path)
        if size > MAX_BYTES:
            raise too_large(size)
        data = _read_whole(path)
    except FileNotFoundError as error:
        reason = "a broken link" if path.is_symlink() else "the file is gone"
        raise Unreadable(reason) from error
    except PermissionError as error:
        raise Unreadable("no permission to read it") from error
    except ValueError as error:
        raise Unreadable(str(error), FileStatus.UNSUPPORTED) from error
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror})") from error
    if not data:
        raise Unreadable("an empty file", FileStatus.EMPTY)
    return data


def too_large(size: int) -> Unreadable:
    """Return what to raise for a file of so many bytes."""
    return Unreadable(
        f"{size // 2**20} MiB; the limit is {MAX_BYTES // 2**20} MiB",
        FileStatus.TOO_LARGE,
        "split it into smaller files",
    )


def _read_whole(path: Path) -> bytes:
    """Return the content of a file; one that changes while it is read is read again."""
    for _ in range(_TRIES):
        before = path.stat()
        data = path.read_bytes()
        after = path.stat()
        if (before.st_mtime_ns, before.st_size) == (after.st_mtime_ns, after.st_size):
            return data
    raise Unreadable("it changes all the time", hint="index again when it is finished")


def _regular_file_size(path: Path) -> int:
    """Return the size in bytes. Raises OSError, and ValueError for a pipe, socket or device."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a regular file")
    return status.st_size
