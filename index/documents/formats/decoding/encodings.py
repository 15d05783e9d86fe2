"""Decodes the bytes of all formats that are text."""

import codecs
import re
from typing import NamedTuple

from index.documents.formats.decoding.guessing import guessed_encoding, telling_lines
from index.errors import Unreadable
from index.originals import FileStatus

_BOMS = {  # UTF-32 before UTF-16, whose mark it begins with
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What programs mean that name an encoding which holds less (https://encoding.spec.whatwg.org/).
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
}
_ESCAPING = re.compile(r"iso2022|hz|utf-7")  # encodings whose text looks like ASCII
_NO_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff]")
_MOST_CONTROLS = 0.02  # of the characters of a text
_ZEROS_IN_UTF16 = 0.9  # of all zero bytes: as the upper half of characters below 256
_HEAD = 2**16  # bytes
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_GOOD_TO_BAD = 5  # characters beyond ASCII that are UTF-8, for each that is not
_NAMES = {
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "cp850": "code page 850",
    "cp852": "code page 852",
    "cp866": "code page 866",
}


class DecodedText(NamedTuple):
    """A text, and what a person should know of how it was decoded."""

    text: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the whole text. See `decode_with_warnings`."""
    return decode_with_warnings(data, declared).text


def decode_with_warnings(data: bytes, declared: str | None = None) -> DecodedText:
    """Return the whole text, with a warning where its encoding was guessed.

    declared: the encoding that the file, or what it came in, names. It counts where the bytes are
    not Unicode. Raises Unreadable with the reason: empty, or binary.
    """
    decoded = _decoded(data, declared)
    if not decoded.text.strip():
        raise Unreadable("an empty file", FileStatus.EMPTY)
    if _are_many(len(_CONTROLS.findall(decoded.text)), len(decoded.text)):
        raise _binary()
    return decoded


def decoded_head(data: bytes) -> str | None:
    """Return the beginning of a text, or None where it is binary.

    Its characters beyond ASCII may be wrong: this serves to tell what markup it is in.
    """
    head = data[:_HEAD]
    marked = _marked(head)
    if marked:
        return head.decode(marked, "ignore")
    if b"\0" in head:
        try:
            return _unmarked_utf16(head[: len(head) // 2 * 2])
        except Unreadable:
            return None
    return None if _looks_binary(head) else head.decode("utf-8", "replace")


def _marked(data: bytes) -> str | None:
    """Return the encoding that a byte order mark tells."""
    return next((name for bom, name in _BOMS.items() if data.startswith(bom)), None)


def _decoded(data: bytes, declared: str | None) -> DecodedText:
    if marked := _marked(data):
        return DecodedText(_strictly(data, marked))
    codec = _codec(declared)
    escaping = "iso2022_jp" if b"\x1b$" in data and data.isascii() else codec
    if escaping and _ESCAPING.match(escaping) and (text := _tried(data, escaping)) is not None:
        return DecodedText(text)
    if b"\0" in data:
        return DecodedText(_unmarked_utf16(data))
    text = _tried(data, "utf-8")
    if text is None and codec:
        text = _tried(data, codec)
    if text is not None:
        return DecodedText(text)
    if _looks_binary(data):
        raise _binary()
    return _damaged_utf8(data) or _guessed(data)


def _damaged_utf8(data: bytes) -> DecodedText | None:
    """Return UTF-8 without the bytes that are not, or None where that is not what the bytes are."""
    lines = telling_lines(data).decode("utf-8", "replace")
    bad = lines.count("\N{REPLACEMENT CHARACTER}")
    if len(_BEYOND_ASCII.findall(lines)) - bad < _GOOD_TO_BAD * bad:
        return None
    text = data.decode("utf-8", "replace")
    bad = text.count("\N{REPLACEMENT CHARACTER}")
    what = "a character is" if bad == 1 else f"{bad:,} characters are"
    return DecodedText(text, (f"{what} not UTF-8 and cannot be read",))


def _guessed(data: bytes) -> DecodedText:
    encoding = guessed_encoding(data)
    text = _tried(data, encoding)
    if text is None:  # Windows-1252 leaves five bytes undefined; they are controls in Latin-1
        text = data.decode("latin-1")
    name = _NAMES.get(encoding) or encoding.upper().replace("CP", "Windows-").replace("_", "-")
    return DecodedText(text, (f"its encoding is not named; it was read as {name}",))


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        raise Unreadable(
            f"not {name} text (byte {error.start} is 0x{data[error.start]:02x})",
            hint="save it as UTF-8",
        ) from error


def _tried(data: bytes, encoding: str) -> str | None:
    """Return the text, or None if the bytes are not in that encoding."""
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _codec(declared: str | None) -> str | None:
    """Return Python's name of a declared encoding, None if it has none."""
    try:
        name = codecs.lookup((declared or "").strip().strip("'\"")).name
    except (LookupError, ValueError):  # a name with a zero character is a ValueError
        return None
    return None if name in _NO_CHARSETS else _MEANT.get(name, name)


def _unmarked_utf16(data: bytes) -> str:
    """Return UTF-16 without a byte order mark. Raises Unreadable for what is binary."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    text = _tried(data, name) if max(even, odd) > _ZEROS_IN_UTF16 * (even + odd) else None
    if text is None or not _is_assigned(text):
        raise _binary()
    return text


def _is_assigned(text: str) -> bool:
    """Whether nearly all characters of a text are in use."""
    strange = sum(not (c.isprintable() or c.isspace()) for c in text)
    return strange <= _MOST_CONTROLS * len(text)


def _looks_binary(data: bytes) -> bool:
    """Whether bytes hold many control characters, which are such in every common encoding."""
    return _are_many(len(_CONTROLS.findall(data.decode("latin-1"))), len(data))


def _are_many(controls: int, length: int) -> bool:
    """Whether so many control characters stand in no text; a single one may in any."""
    return controls > max(1, _MOST_CONTROLS * length)


def _binary() -> Unreadable:
    return Unreadable("a binary file, not text", FileStatus.UNSUPPORTED)
