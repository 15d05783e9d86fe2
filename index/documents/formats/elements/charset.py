"""Finds the encoding that a page says it is in."""

import re

from index.documents.formats.decoding.encodings import DecodedText, decode_with_warnings

_DECLARED_WITHIN = 4096  # bytes
_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)"
    rb"|<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w:.-]+)",
    re.IGNORECASE,
)
_ALIASES = {"x-sjis": "shift_jis", "x-gbk": "gb18030", "unicode": "utf-8"}


def decode_page(data: bytes) -> DecodedText:
    """Return the text of a page, with a warning where its encoding was guessed.

    Raises Unreadable with the reason where the page is empty or binary.
    """
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    label = (match[1] or match[2]).decode("ascii", "replace").lower() if match else None
    return decode_with_warnings(data, _ALIASES.get(label or "", label))
