"""The lock that keeps a second process from writing the same index; why it cannot be written."""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import WriterBusy

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def writer_lock(data_dir: Path) -> Iterator[None]:
    """Hold DATA_DIR/writer.lock; the operating system drops it if the process dies.

    Raises WriterBusy, which names the process that holds it.
    """
    with (data_dir / "writer.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise WriterBusy(
                f"another process (pid {holder}) is writing the index in {data_dir}; "
                "wait for it, or stop it"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def cannot_write(data_dir: Path, error: OSError) -> str:
    """Return in words why the folder cannot be written, or what else failed meanwhile.

    An error that names no file is of one that was being written: those are the folder's.
    """
    named = (error.filename, error.filename2)  # of a link, what it leads to and the link
    names = [os.fsdecode(name) for name in named if isinstance(name, str | bytes)]
    if names and not any(_is_of(data_dir, name) for name in names):
        return f"{names[0]} cannot be used: {error.strerror}"
    if error.errno in _FULL:
        return f"the disk that holds {data_dir} is full"
    return f"{data_dir} cannot be written: {error}"


def _is_of(data_dir: Path, name: str) -> bool:
    """Whether a path is the folder, in it, or one above it, which may have to be made."""
    path, folder = Path(name).absolute(), data_dir.absolute()
    return path.is_relative_to(folder) or folder.is_relative_to(path)
