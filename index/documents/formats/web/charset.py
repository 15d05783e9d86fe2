"""Decodes the bytes of a page: it may say itself what encoding it is in.

The order is that of browsers (the encoding sniffing algorithm of the HTML standard), but for one
thing: bytes that are valid UTF-8 are UTF-8, whatever the page says, since nothing else looks so.
"""

import codecs
import re

from index.documents.formats.encodings import decode
from index.errors import Unreadable

_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED_WITHIN = 4096  # bytes
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]+)",
    re.IGNORECASE,
)
# What browsers take these for (the Encoding standard): the names were used for more than they mean.
_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",  # what says so in single bytes is not
    "utf-16-le": "utf-8",
    "utf-16-be": "utf-8",
}
_MOST_WRONG = 0.001  # of the characters of a page that is in the encoding that it says


def decode_page(data: bytes, named: str | None = None) -> str:
    """Return the text of a page.

    named: its encoding, where something beside the page names it. Raises Unreadable with the reason
    where its encoding cannot be told.
    """
    encoding = next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)
    encoding = encoding or _wide(data)
    if encoding:
        return data.decode(encoding, "replace")
    declared = _codec(named) if named else _declared(data)
    if declared and data.isascii():  # some encodings say all with ASCII's bytes
        return data.decode(declared, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if declared:
        text = data.decode(declared, "replace")
        if text.count("\ufffd") <= max(1, _MOST_WRONG * len(text)):
            return text
    try:
        return decode(data)
    except Unreadable:
        if declared:
            return data.decode(declared, "replace")
        raise


def _wide(data: bytes) -> str | None:
    """Return the encoding of a page of two bytes a character that begins without a mark."""
    if data.startswith(b"<\0"):
        return "utf-16-le"
    return "utf-16-be" if data.startswith(b"\0<") else None


def _declared(data: bytes) -> str | None:
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if not match:
        return None
    return _codec((match[1] or match[2]).decode("ascii", "replace"))


def _codec(label: str) -> str | None:
    """Return Python's name for an encoding, None if it knows none."""
    label = label.lower()
    try:
        name = codecs.lookup({"x-sjis": "cp932", "x-gbk": "gb18030"}.get(label, label)).name
        name = _MEANT.get(name, name)
        b"".decode(name)  # some codecs make bytes of bytes
    except LookupError:
        return None
    return name
