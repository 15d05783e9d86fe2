"""Reads the headers of a message as people see them (RFC 5322, RFC 2047)."""

import re
from datetime import datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from index.documents.formats.decoding.encodings import decode
from index.errors import Unreadable

_SHOWN = ("From", "To", "Cc", "Date")
_LONGEST = 10_000  # characters of a header; parsing one takes the square of its length
_MOST_ADDRESSES = 20
_NAME = re.compile(r'"([^",@<>\\]*)"')
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*\Z")


def header(message: Message, name: str) -> str:
    """Return a header of a message on one line, its words decoded, "" where there is none."""
    found = (value for key, value in message.raw_items() if key.lower() == name.lower())
    return decoded(str(next(found, "")))


def decoded(value: str) -> str:
    """Return the value of a header on one line, its encoded words decoded."""
    value = " ".join(_bytes_decoded(value[:_LONGEST]).split())
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):  # the encoded words are not what they say
        return value
    words = [
        piece if isinstance(piece, str) else _text_of(piece, charset) for piece, charset in pieces
    ]
    return " ".join("".join(words).split())


def _bytes_decoded(value: str) -> str:
    """Return a value whose bytes beyond ASCII the parser has kept as surrogates, as characters."""
    if value.isascii():
        return value
    return _text_of(value.encode("utf-8", "surrogateescape"), None)


def _text_of(data: bytes, charset: str | None) -> str:
    try:
        return decode(data, charset)
    except Unreadable:
        return data.decode("latin-1") if data.isspace() else ""


def shown_fields(message: Message) -> list[tuple[str, str]]:
    """Return the headers that say who wrote to whom and when."""
    found = [(name, header(message, name)) for name in _SHOWN]
    return [(name, _shortened(value)) for name, value in found if value]


def _shortened(value: str) -> str:
    """Return a list of addresses without those after the first few, and names without quotes."""
    value = _NAME.sub(r"\1", value)
    addresses = value.split(", ")
    if len(addresses) <= _MOST_ADDRESSES:
        return value
    return ", ".join(addresses[:_MOST_ADDRESSES]) + ", …"


def sender_of(value: str) -> str | None:
    """Return the name of the first address in a header, or the address without one."""
    try:
        named = [name or address for name, address in getaddresses([value])]
    except RecursionError:  # for comments in comments
        named = []
    return next((name.strip("'\" ") for name in named if name.strip("'\" ")), value or None)


def date_of(value: str) -> datetime | None:
    """Return the time that a header tells, with its zone if it tells one."""
    try:
        return parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def language_of(value: str) -> str | None:
    """Return the first language of a header, if it is one tag of BCP 47."""
    first = value.partition(",")[0].strip()
    return first if _LANGUAGE.match(first) else None
