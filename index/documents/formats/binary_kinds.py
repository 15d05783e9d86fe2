"""Tells the kinds of files that are not text, by their first bytes and what is packed in them."""

import re
from pathlib import PurePosixPath

from index.documents.formats.decoding.encodings import decoded_head
from index.documents.formats.decoding.zipped import open_archive
from index.documents.formats.signatures import (
    ARCHIVE_PARTS,
    BINARY_SUFFIXES,
    COMPOUND_STREAMS,
    KNOWN_PARTS,
    KNOWN_STARTS,
    OPEN_DOCUMENTS,
    TEXT_SUFFIXES,
    Strange,
)
from index.errors import Unreadable

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF_START = b"{\\rtf"
_PDF_START = re.compile(rb"%PDF-\d")
_PDF_START_WITHIN = 1024  # bytes, as other programs that show PDF allow
_LONGEST_TYPE = 200  # bytes of a media type


def binary_kind(path: PurePosixPath, data: bytes) -> str | Strange | None:
    """Return the kind of a file by its first bytes, or None for what may be text.

    Raises Unreadable for a damaged file whose kind cannot be told.
    """
    if data.startswith(_ZIP_STARTS):
        return _zip_kind(path.suffix, data)
    if data.startswith(_COMPOUND_START):
        return _compound_kind(data)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(_RTF_START):
        return "rtf"
    if path.suffix not in TEXT_SUFFIXES and _PDF_START.search(data, 0, _PDF_START_WITHIN):
        return "pdf"
    known = [found for start, found in KNOWN_STARTS.items() if data.startswith(start)]
    known += [found for (at, part), found in KNOWN_PARTS.items() if data.startswith(part, at)]
    # Some of these beginnings are letters, with which a text may begin.
    return known[0] if known and decoded_head(data) is None else None


def _zip_kind(suffix: str, data: bytes) -> str | Strange:
    """Return what a ZIP archive is by its members; by its name, if its directory is damaged."""
    try:
        archive = open_archive(data)
        declared = archive.read("mimetype", _LONGEST_TYPE) if "mimetype" in archive else b""
    except Unreadable:
        return BINARY_SUFFIXES.get(suffix, "zip")
    media_type = declared.decode("latin-1").strip()
    if media_type in OPEN_DOCUMENTS:
        return OPEN_DOCUMENTS[media_type]
    if media_type.startswith("application/vnd.oasis.opendocument"):
        return Strange("an OpenDocument drawing or formula", "export it as PDF")
    names = archive.names
    is_office = "[Content_Types].xml" in archive
    for part, found in ARCHIVE_PARTS.items():
        folder = part.endswith("/")
        if part in archive or (folder and is_office and any(n.startswith(part) for n in names)):
            return found
    return "zip"


def _compound_kind(data: bytes) -> str | Strange:
    """Return what a compound file is by the streams at its top."""
    from olefile import OleFileIO

    try:
        with OleFileIO(data) as compound:
            streams = {entry.name for entry in compound.root.kids}
    except Exception as error:  # it raises what its own code meets in a damaged file
        raise Unreadable("a damaged or incomplete file of an Office program") from error
    if "EncryptedPackage" in streams:
        return "locked_office"
    found = next((found for name, found in COMPOUND_STREAMS.items() if name in streams), None)
    return found or Strange("a file of an Office program or an installer")
