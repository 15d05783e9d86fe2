"""What a child process does beside reading files: a fixed table, by name."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from index.originals import Original
from index.records import Span

Task = Callable[[bytes, Mapping[str, Any]], bytes]
"""Takes the bytes of a file and arguments; raises Unreadable where the file cannot be read."""


def _page_picture(data: bytes, arguments: Mapping[str, Any]) -> bytes:
    """Return a page of a PDF as a PNG. number: from 1. password: None for none."""
    from index.documents.formats.pdf.pages import page_picture

    return page_picture(data, arguments["number"], arguments["password"])


def _quote_rectangles(data: bytes, arguments: Mapping[str, Any]) -> bytes:
    """Return where `text[start:end]` of a PDF's document stands, as JSON: rectangles by page.

    name, password, ocr: of the original as it was read. sha256: of the document's text.
    """
    from index.documents.formats.pdf.pages import quote_rectangles

    name, password, ocr = (arguments[key] for key in ("name", "password", "ocr"))
    span = Span(arguments["start"], arguments["end"])
    original = Original(name, data, password, ocr)
    return json.dumps(quote_rectangles(original, span, arguments["sha256"])).encode()


TASKS: dict[str, Task] = {"page_picture": _page_picture, "quote_rectangles": _quote_rectangles}
