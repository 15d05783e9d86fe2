"""Decodes the files of all formats that are text."""

import codecs
from pathlib import Path

from index.documents.files import regular_file_size
from index.errors import Unreadable

MAX_BYTES = 64 * 2**20
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def read_text(path: Path) -> str:
    """Return the whole text of a UTF-8 file, or of a UTF-16 file with a byte order mark.

    Raises Unreadable with the reason: missing, broken link, no permission, not a regular file, too
    large, empty, binary, or another encoding.
    """
    data = _read_bytes(path)
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\0" in data:
        raise Unreadable("a binary file, not text")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        raise Unreadable(
            f"not {name} text (byte {error.start} is 0x{data[error.start]:02x}); "
            "save it as UTF-8 and index again"
        ) from error
    if not text.strip():
        raise Unreadable("an empty file")
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        size = regular_file_size(path)
        if size > MAX_BYTES:
            raise Unreadable(f"{size // 2**20} MiB; the limit is {MAX_BYTES // 2**20} MiB")
        return path.read_bytes()
    except FileNotFoundError as error:
        reason = "a broken link" if path.is_symlink() else "the file is gone"
        raise Unreadable(reason) from error
    except PermissionError as error:
        raise Unreadable("no permission to read it") from error
    except ValueError as error:
        raise Unreadable(str(error)) from error
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror})") from error
