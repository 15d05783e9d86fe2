"""Reads the files in ZIP archives."""

from collections.abc import Iterator
from functools import partial

from index.documents.formats.archives.members import Content, read_members
from index.documents.formats.decoding.encodings import decode
from index.documents.formats.decoding.zipped import Archive, open_archive
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument, Reader


def read_zip(original: Original, reader: Reader) -> Iterator[RawDocument | FileReport]:
    """Yield the documents in the files of an archive, and a report of each that cannot be read.

    Raises Unreadable where the archive is damaged, empty, too large, or encrypted as a whole.
    """
    archive = open_archive(original.data, original.password)
    names = archive.names
    if names and not original.password and all(map(archive.is_encrypted, names)):
        reason, hint = "its password is not known", "index it with --password"
        raise Unreadable(reason, FileStatus.ENCRYPTED, hint)
    yield from read_members(original, _members(archive), reader)


def _members(archive: Archive) -> Iterator[tuple[str, Content]]:
    shown = _names_as_meant(archive)
    for name in archive.names:
        yield shown.get(name, name), partial(archive.read, name)


def _names_as_meant(archive: Archive) -> dict[str, str]:
    """Return the names whose encoding the archive does not tell, in the likeliest one.

    They are of one computer: together they tell more than each alone.
    """
    told = {name: archive.undeclared_name(name) for name in archive.names}
    unknown = {name: data for name, data in told.items() if data and b"\n" not in data}
    try:
        meant = decode(b"\n".join(unknown.values())).split("\n")
    except Unreadable:  # there is none, or it is no text
        return {}
    return dict(zip(unknown, meant, strict=True)) if len(meant) == len(unknown) else {}
