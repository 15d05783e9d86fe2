"""A file on its way in: written to the disk piece by piece, and hashed meanwhile."""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from index.durable import make_folder
from index.errors import StorageFailed, Unreadable
from index.originals import FileStatus


class IncomingFile:
    """A new file in `folder` that nobody knows yet.

    It is locked as long as it is open: a file without that lock was left by a process that died,
    and the next change removes it. size: in bytes, so far. path: None once it has gone.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self.size = 0
        self.path: Path | None = folder / secrets.token_hex(16)
        self._most, self._digest = most, hashlib.sha256()
        self._file = os.fdopen(
            os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb"
        )
        fcntl.flock(self._file, fcntl.LOCK_EX)

    @property
    def sha256(self) -> str:
        """The hash of what was written so far, in hexadecimal."""
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        """Append to the file. Raises Unreadable if that makes it too large, and OSError."""
        if self.size + len(data) > self._most:
            raise Unreadable(
                f"larger than {self._most // 2**20} MiB",
                FileStatus.TOO_LARGE,
                "split it into smaller files",
            )
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def sync(self) -> None:
        """Bring what was written to the disk. Raises OSError."""
        self._file.flush()
        os.fsync(self._file.fileno())

    def move_to(self, path: Path) -> None:
        """Give the file, which must be synced, its place."""
        assert self.path is not None
        self.path.rename(path)
        self.path = None

    def close(self) -> None:
        """Remove the file, unless it has been moved to its place."""
        if self.path is not None:
            self.path.unlink(missing_ok=True)
            self.path = None
        with suppress(OSError):  # what a full disk did not take is not wanted any more
            self._file.close()


@contextmanager
def changing_alone(folder: Path) -> Iterator[Path]:
    """Hold the lock of a folder of uploads, and first remove what processes that died left.

    Gives its folder of incoming files. Raises OSError.
    """
    incoming = folder / "incoming"
    make_folder(incoming)
    folder.chmod(0o700)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _clear_dead(incoming)
        yield incoming


@contextmanager
def storage_failures() -> Iterator[None]:
    """Raise StorageFailed where the disk fails during the `with` block."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise StorageFailed(f"the file cannot be kept: {reason}; nothing was changed") from error


@contextmanager
def receiving(changing: AbstractContextManager[Path], most: int) -> Iterator[IncomingFile]:
    """Give a new file of at most `most` bytes, which is begun under a lock.

    changing: `changing_alone`. The file is removed at the end of the `with` block unless it was
    moved. Raises StorageFailed.
    """
    with storage_failures(), changing as folder:
        incoming = IncomingFile(folder, most)
    try:
        yield incoming
    finally:
        incoming.close()


def _clear_dead(folder: Path) -> None:
    """Remove the files that processes which died left in a folder of incoming files.

    Nobody may begin a file there meanwhile: it would not be locked at once.
    """
    for path in folder.iterdir():
        with suppress(FileNotFoundError), path.open("rb") as file:  # closed by its writer just now
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            path.unlink(missing_ok=True)
