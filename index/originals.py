"""The values of reading: a file as its reader gets it, and what came of a file."""

from dataclasses import dataclass
from enum import StrEnum


class FileStatus(StrEnum):
    """What came of a file."""

    INDEXED = "indexed"
    STALE = "stale"  # it cannot be read now; its last good text stays in the index
    ENCRYPTED = "encrypted"
    SCAN = "scan"  # pictures of text, without the text
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    UNSUPPORTED = "unsupported"  # of a kind that Pincite does not read
    EMPTY = "empty"

    @property
    def is_failure(self) -> bool:
        """Whether somebody should look at the file: its text is missing or old."""
        return self not in (FileStatus.INDEXED, FileStatus.UNSUPPORTED, FileStatus.EMPTY)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What came of a file or folder, or of a part of an archive, in words for a person.

    path: its id, as documents have one: relative to its root. hint: what to do about it; "" where
    there is nothing to do.
    """

    path: str
    status: FileStatus
    reason: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Original:
    """A file to read. name: the id of its document; it is a label, and nothing is opened by it.

    password: of an encrypted file, if the user named one. ocr: whether pictures of text are read.
    depth: how many archives the file lies in.
    """

    name: str
    data: bytes
    password: str | None = None
    ocr: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file under the roots as an index knows it, or a part of it that could not be read.

    file: the id of the file; its documents name it as their origin. location: the absolute path
    where it lies. sha256: of its bytes; None for what was not read, and for parts. ocr: whether
    pictures of text were to be read.
    """

    file: str
    location: str
    report: FileReport
    sha256: str | None = None
    ocr: bool = False
