"""Decodes the bytes of all formats that are text."""

import codecs

from index.errors import Unreadable
from index.originals import FileStatus

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def decode(data: bytes) -> str:
    """Return the whole text of UTF-8, or of UTF-16 with a byte order mark.

    Raises Unreadable with the reason: empty, binary, or another encoding.
    """
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        raise Unreadable("a binary file, not text", FileStatus.UNSUPPORTED)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise Unreadable(
            f"not {name} text (byte {error.start} is 0x{data[error.start]:02x})",
            hint="save it as UTF-8",
        ) from error
    if not text.strip():
        raise Unreadable("an empty file", FileStatus.EMPTY)
    return text
