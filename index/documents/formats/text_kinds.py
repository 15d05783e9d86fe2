"""Tells the kinds of text: by its first lines, and where those are alike by the file's name."""

import json
import re
from pathlib import PurePosixPath

from index.documents.formats.decoding.encodings import decoded_head
from index.documents.formats.signatures import (
    BINARY_SUFFIXES,
    CODE,
    CODE_NAMES,
    CODE_SUFFIXES,
    TEXT_SUFFIXES,
    Strange,
)
from index.errors import Unreadable

_SMALL = 2**22  # bytes of JSON that are parsed to see whether they are such
_LARGE_JSON = re.compile(r"\s*(?:\{\s*\"|\[\s*[\[{\"\d-])")
_PROLOGUE = r"(?:\s|<\?.{,999}?\?>|<!--.{,9999}?-->|<!DOCTYPE[^>\[]{,999}>)*+"
_PAGE = re.compile(
    r"(?:\s|<\?xml[^>]*>|<!--.{,9999}?-->)*+<(?:!doctype\s+html|html)[\s>]", re.I | re.S
)
_CAPTIONS = re.compile(r"WEBVTT[ \t\r\n]")
_XML = re.compile(r"\s*<\?xml\s")
_ROOT = re.compile(_PROLOGUE + r"<([\w:.-]+)", re.S)
_TAG = re.compile(r"\s*<[a-z!]", re.I)
_HEADER_LINE = re.compile(r"([!-9;-~]+):(?:[ \t].*)?$")
_MAIL_HEADERS = frozenset(
    "from to cc date subject received return-path message-id sender mime-version content-type "
    "delivered-to reply-to x-received in-reply-to".split()
)
_MAIL_HEADERS_NEEDED = 3
_MAIL_LINES = 200
_ENVELOPE = re.compile(r"From \S+ .*\d\d:\d\d")  # the line before a message in an mbox


def text_kind(path: PurePosixPath, data: bytes) -> str | Strange:
    """Return the kind of a text. Raises Unreadable where it is not what its name says."""
    head = decoded_head(data)
    suffix = path.suffix
    if head is not None and suffix not in CODE_SUFFIXES and path.name not in CODE_NAMES:
        found = _kind_by_content(TEXT_SUFFIXES.get(suffix), head, data)
        if found:
            return found
    if suffix in BINARY_SUFFIXES:
        if suffix == ".xls" and head is not None:  # many programs export tables of text as such
            return "csv"
        raise Unreadable(f"not what its name says (it ends in {suffix})")
    if head is None:
        return Strange("a binary file")
    if suffix in CODE_SUFFIXES or path.name in CODE_NAMES:
        return CODE
    return CODE if head.startswith("#!") and not suffix else TEXT_SUFFIXES.get(suffix, "plain")


def _kind_by_content(named: str | None, head: str, data: bytes) -> str | Strange | None:
    """Return the kind of a text by its first lines, or None where they tell nothing.

    named: the kind that the file's name tells.
    """
    if named in ("json", "jsonl") or (named is None and head.lstrip()[:1] in ("{", "[")):
        return _json_kind(head, data) or named
    if _CAPTIONS.match(head):
        return "captions"
    if _PAGE.match(head) or (named == "html" and _TAG.match(head)):
        return "html"
    if _XML.match(head) or named == "xml":
        return _xml_kind(head)
    return named if named in ("mail", "mbox") else _mail_kind(head)


def _json_kind(head: str, data: bytes) -> str | None:
    """Return whether a text is JSON, or a JSON value a line; None for neither."""
    lines = [line for line in head.split("\n") if line.strip()][:3]
    if len(data) > len(head):
        lines = lines[: max(1, len(lines) - 1)]  # the last one is cut
    if len(lines) > 1 and all(_parses(line) and line.lstrip()[0] in "{[" for line in lines):
        return "jsonl"
    if len(data) > _SMALL:
        return "json" if _LARGE_JSON.match(head) else None
    return "json" if _parses(data) else None


def _parses(text: str | bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _xml_kind(head: str) -> str | Strange:
    root = _ROOT.match(head)
    name = root[1].rpartition(":")[2].lower() if root else ""
    if name == "svg":
        return Strange("a drawing (SVG)")
    return "html" if name == "html" else "xml"


def _mail_kind(head: str) -> str | None:
    """Return whether a text is a message, or several; None for neither."""
    lines = head.lstrip("\r\n").splitlines()[:_MAIL_LINES]
    boxed = bool(lines) and bool(_ENVELOPE.match(lines[0]))
    known: set[str] = set()
    for line in lines[1:] if boxed else lines:
        field = _HEADER_LINE.match(line)
        if field:
            known.add(field[1].lower())
        elif not line[:1].isspace() or not line.strip():
            break
    if len(known & _MAIL_HEADERS) < _MAIL_HEADERS_NEEDED:
        return None
    return "mbox" if boxed else "mail"
