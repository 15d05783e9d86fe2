"""Opens ZIP archives, and the formats that are such archives, within limits.

The layout is that of PKWARE's APPNOTE.TXT 6.3.10. Nothing is written to disk.
"""

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from index.errors import Unreadable
from index.originals import FileStatus

MAX_MEMBERS = 10_000
MAX_MEMBER_BYTES = 200 * 2**20
MAX_BYTES_IN_ALL = 2**30
MAX_RATIO = 200
_HARMLESS_BYTES = 2**20  # what unpacks to less may be packed as tightly as it likes
_END = b"PK\x05\x06"  # of the central directory: followed by counts, its size and its offset
_END_BYTES = 22
_ZIP64_LOCATOR = b"PK\x06\x07"
_ZIP64_LOCATOR_BYTES = 20
_ENTRY = b"PK\x01\x02"  # of the central directory
_IS_ENCRYPTED = 0x1
_IS_UTF8 = 0x800
_HINT_SPLIT = "split it into smaller files"
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    ValueError,
)


class Archive:
    """The members of an archive, by name. None is unpacked before it is read."""

    def __init__(self, members: zipfile.ZipFile, password: str | None = None) -> None:
        self._zip = members
        self._password = password.encode("utf-8") if password else None
        self._infos = {info.filename: info for info in members.infolist() if not info.is_dir()}

    @property
    def names(self) -> list[str]:
        """The names of the members that are files, in the order of the archive's directory."""
        return list(self._infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """Return how many bytes a member says that it has."""
        return self._infos[name].file_size

    def is_encrypted(self, name: str) -> bool:
        """Whether a member is read with a password."""
        return bool(self._infos[name].flag_bits & _IS_ENCRYPTED)

    def undeclared_name(self, name: str) -> bytes | None:
        """Return the bytes of a name in an encoding that the archive does not tell, else None.

        In `names` they are read as code page 437, as the format demands and few programs do.
        """
        if self._infos[name].flag_bits & _IS_UTF8 or name.isascii():
            return None
        try:
            return name.encode("cp437")
        except UnicodeEncodeError:  # it stands in UTF-8 in an extra field
            return None

    def read(self, name: str, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """Return the content of a member.

        Raises Unreadable: TOO_LARGE beyond `limit` bytes, ENCRYPTED, UNSUPPORTED where it is packed
        in a way that is not known here, or BROKEN.
        """
        info = self._infos.get(name)
        if info is None:
            raise Unreadable(f"a part of it is missing: {name}")
        if info.flag_bits & _IS_ENCRYPTED and not self._password:
            raise Unreadable(
                "its password is not known", FileStatus.ENCRYPTED, "index it with --password"
            )
        damaged = _failures_named(f"{name} in it is damaged")
        with damaged, self._zip.open(info, pwd=self._password) as member:
            content = member.read(limit + 1)  # a size that is told may be a lie
        if len(content) > limit:
            raise _too_large(f"{name} in it unpacks to more than {_in_words(limit)}")
        return content


def open_archive(data: bytes, password: str | None = None) -> Archive:
    """Return the archive in `data`.

    What its directory says of its members is held against the limits before any is read. Raises
    Unreadable: BROKEN, or TOO_LARGE.
    """
    _check_directory(data)
    with _failures_named("a damaged or incomplete ZIP archive"):
        members = zipfile.ZipFile(BytesIO(data))
    _check_sizes(members.infolist())
    return Archive(members, password)


def _check_directory(data: bytes) -> None:
    """Raise Unreadable for a directory of too many members, before it is taken apart."""
    end = data.rfind(_END)
    if end < 0 or len(data) < end + _END_BYTES:
        raise Unreadable("a damaged or incomplete ZIP archive")
    start = max(0, end - int(struct.unpack_from("<I", data, end + 12)[0]))
    if data.startswith(_ZIP64_LOCATOR, max(0, end - _ZIP64_LOCATOR_BYTES)):
        start = 0  # the directory's size stands elsewhere
    if data.count(_ENTRY, start, end) > MAX_MEMBERS:
        raise _too_large(f"more than {MAX_MEMBERS:,} files are in it")


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    """Raise Unreadable where members say that they unpack to too much."""
    for info in infos:
        if info.file_size > MAX_MEMBER_BYTES:
            raise _too_large(f"{info.filename} in it unpacks to {_in_words(info.file_size)}")
        if info.file_size > max(_HARMLESS_BYTES, MAX_RATIO * info.compress_size):
            raise _too_large(
                f"{info.filename} in it unpacks to more than {MAX_RATIO} times its size"
            )
    total = sum(info.file_size for info in infos)
    if total > MAX_BYTES_IN_ALL:
        raise _too_large(f"it unpacks to {_in_words(total)}")


@contextmanager
def _failures_named(reason: str) -> Iterator[None]:
    """Raise what the standard library raises for an archive as Unreadable."""
    try:
        yield
    except NotImplementedError as error:
        raise Unreadable(
            f"it is packed in a way that Pincite does not know ({error})",
            FileStatus.UNSUPPORTED,
            "pack it anew",
        ) from error
    except RuntimeError as error:  # zipfile has no class of its own for this
        raise Unreadable(
            "its password is not the one given", FileStatus.ENCRYPTED, "index it with --password"
        ) from error
    except _DAMAGES as error:
        raise Unreadable(reason) from error


def _too_large(reason: str) -> Unreadable:
    return Unreadable(reason, FileStatus.TOO_LARGE, _HINT_SPLIT)


def _in_words(size: int) -> str:
    return f"{size / 2**20:,.0f} MiB"
