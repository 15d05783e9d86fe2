"""The file that a document was read from, given out only as the index knows it."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path, PurePosixPath

from index.documents.objects.fetch import fetch
from index.errors import DocumentMissing, Unreadable, UsageError
from index.originals import FileEntry, FileStatus
from index.roots import is_object
from index.seam.held_texts import Texts
from service.errors import OriginalUnavailable

_BLOCK = 2**18  # bytes
_PATIENCE_S = 60.0  # for an object of up to 256 MiB


@dataclass(slots=True)
class OpenOriginal:
    """A file that is open, whose bytes are those that were indexed. name: without folders."""

    name: str
    sha256: str
    size: int
    file: BufferedReader | BytesIO

    def blocks(self) -> Iterator[bytes]:
        """Yield the bytes, and close the file. The last are held back until all are checked.

        Raises OriginalUnavailable where somebody changes the file meanwhile.
        """
        digest, held = hashlib.sha256(), b""
        with self.file as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                if held:
                    yield held
                held = block
        if digest.hexdigest() != self.sha256:
            raise _changed()
        yield held

    def read(self) -> bytes:
        """Return all bytes, and close the file. Raises as `blocks` does."""
        return b"".join(self.blocks())


def entry_of(document_id: str, store: Texts) -> FileEntry:
    """Return the file that a document was read from; for a part of an archive, the archive.

    Raises DocumentMissing, and OriginalUnavailable where that file is not known.
    """
    document = store.document(document_id)
    entry = store.files.of(document.origin.file if document else document_id)
    if entry is not None and entry.report.status is FileStatus.INDEXED and entry.sha256:
        return entry
    if document is None:
        raise DocumentMissing("the index holds no document with that id")
    if entry is not None:
        raise _changed()
    raise OriginalUnavailable("the index does not know this document's file; index again")


def open_original(entry: FileEntry) -> OpenOriginal:
    """Open a file, whose bytes must be those that were indexed.

    Raises OriginalUnavailable, and BucketAway where object storage does not answer.
    """
    file = _opened(entry.location)
    try:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != entry.sha256:
            raise _changed()
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
    except OSError as error:
        file.close()
        raise OriginalUnavailable("the file cannot be read now") from error
    except BaseException:
        file.close()
        raise
    return OpenOriginal(PurePosixPath(entry.file).name, digest, size, file)


def _opened(location: str) -> BufferedReader | BytesIO:
    if is_object(Path(location)):
        return _fetched(Path(location))
    try:
        # Where a pipe lies now, opening it must not wait for somebody who writes.
        descriptor = os.open(location, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise OriginalUnavailable("the file is gone, or cannot be read now") from error
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        with suppress(OSError):
            os.close(descriptor)
        raise OriginalUnavailable("the file is gone; something else lies in its place")
    return os.fdopen(descriptor, "rb")


def _fetched(path: Path) -> BufferedReader | BytesIO:
    """Return an object's bytes; nothing of them is kept here."""
    try:
        return BytesIO(fetch(path, _PATIENCE_S))
    except Unreadable as error:
        reason = str(error).removeprefix("the file ")
        raise OriginalUnavailable(f"the file {reason}") from error
    except UsageError as error:
        raise OriginalUnavailable(str(error)) from error


def _changed() -> OriginalUnavailable:
    return OriginalUnavailable("the file has changed since it was indexed; index again")
