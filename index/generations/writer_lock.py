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
    """Return in words why the folder cannot be written."""
    if error.errno in _FULL:
        return f"the disk that holds {data_dir} is full"
    return f"{data_dir} cannot be written: {error}"
