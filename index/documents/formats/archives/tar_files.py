"""Reads the files in tar archives (POSIX.1-2001), and what gzip has packed (RFC 1952)."""

import gzip
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath

from index.documents.formats.archives.members import Content, read_members
from index.documents.formats.decoding.zipped import MAX_MEMBER_BYTES, MAX_MEMBERS, MAX_RATIO
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument, Reader

_TAR_MARK, _TAR_MARK_AT = b"ustar", 257
_HARMLESS_BYTES = 2**20
_DAMAGES = (tarfile.TarError, OSError, ValueError, OverflowError, EOFError)
_REST = "the rest of it"
_HINT_SPLIT = "split it into smaller files"


def read_tar(original: Original, reader: Reader) -> Iterator[RawDocument | FileReport]:
    """Yield the documents in the files of an archive, and a report of each that cannot be read.

    Raises Unreadable where the archive is damaged, empty or holds too many files.
    """
    yield from read_members(original, _members(original.data), reader)


def _members(data: bytes) -> Iterator[tuple[str, Content]]:
    """Yield the files of an archive; where it is damaged, one that cannot be read for the rest."""
    number = 0
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:") as archive:
            for number, info in enumerate(archive, start=1):
                if number > MAX_MEMBERS:
                    yield _REST, partial(_refuse, _too_many())
                    return
                if info.isfile():
                    yield info.name, partial(_content, archive, info)
    except _DAMAGES as error:
        if not number:
            raise Unreadable("a damaged or incomplete tar archive") from error
        yield _REST, partial(_refuse, Unreadable("the archive is damaged from here on"))


def _too_many() -> Unreadable:
    reason = f"the archive holds more than {MAX_MEMBERS:,} files"
    return Unreadable(reason, FileStatus.TOO_LARGE, _HINT_SPLIT)


def _refuse(error: Unreadable) -> bytes:
    raise error


def _content(archive: tarfile.TarFile, info: tarfile.TarInfo) -> bytes:
    if info.issparse():  # its holes may be of any size
        raise Unreadable("it is packed with holes (a sparse file)", FileStatus.UNSUPPORTED)
    if info.size > MAX_MEMBER_BYTES:
        reason = f"{info.name} in it has more than {MAX_MEMBER_BYTES / 2**20:,.0f} MiB"
        raise Unreadable(reason, FileStatus.TOO_LARGE, _HINT_SPLIT)
    try:
        member = archive.extractfile(info)
        return member.read() if member else b""
    except _DAMAGES as error:
        raise Unreadable("it is damaged") from error


def read_gzip(original: Original, reader: Reader) -> Iterator[RawDocument | FileReport]:
    """Yield the documents in a packed file, which may be a tar archive.

    Raises Unreadable where it is damaged or unpacks to too much.
    """
    data = _unpacked(original.data)
    if data.startswith(_TAR_MARK, _TAR_MARK_AT):
        yield from read_tar(replace(original, data=data), reader)
        return
    name = PurePosixPath(original.name).name
    inner = PurePosixPath(name).stem if name.lower().endswith(".gz") else name
    yield from read_members(original, [(inner, lambda: data)], reader)


def _unpacked(data: bytes) -> bytes:
    limit = min(MAX_MEMBER_BYTES, max(_HARMLESS_BYTES, MAX_RATIO * len(data)))
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as packed:
            unpacked = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise Unreadable("a damaged or incomplete gzip file") from error
    if len(unpacked) > limit:
        reason = f"it unpacks to more than {limit / 2**20:,.0f} MiB"
        raise Unreadable(reason, FileStatus.TOO_LARGE)
    return unpacked
