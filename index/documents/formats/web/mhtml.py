"""Reads a page that a browser saved with all its parts in one file: MHTML (RFC 2557)."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy

from index.documents.formats.elements.charset import decode_page
from index.documents.formats.web.html_page import page_document
from index.errors import Unreadable
from index.originals import Original
from index.records import RawDocument


def read_mhtml(original: Original) -> Iterator[RawDocument]:
    """Yield the document of the page. Raises Unreadable: EMPTY, or BROKEN."""
    message = message_from_bytes(original.data, policy=policy.compat32)
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(content, bytes):
        raise Unreadable("no web page is in it")
    document = page_document(original.name, decode_page(content, page.get_content_charset()))
    saved_from = message.get("Snapshot-Content-Location") or page.get("Content-Location")
    url = str(saved_from).strip() if str(saved_from).startswith("http") else None
    yield replace(document, url=document.url or url)
