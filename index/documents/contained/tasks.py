"""What a child process does beside reading files: a fixed table, by name."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from index.originals import Original
from index.records import Span


class Task(NamedTuple):
    """What is done to a file. kind: of the file, a name in `index.documents.formats.READERS`.

    run: takes the bytes of the file and arguments; raises Unreadable where it cannot be read.
    """

    kind: str
    run: Callable[[bytes, Mapping[str, Any]], bytes]


def _page_picture(data: bytes, arguments: Mapping[str, Any]) -> bytes:
    """Return a page of a PDF as a PNG. number: from 1. password: None for none.

    marked: rectangles to mark on it, as `index.documents.formats.pdf.pages` has them; may be left
    out.
    """
    from index.documents.formats.pdf.pages import page_picture

    marked = arguments.get("marked", ())
    return page_picture(data, arguments["number"], arguments["password"], marked)


def _quote_rectangles(data: bytes, arguments: Mapping[str, Any]) -> bytes:
    """Return where `text[start:end]` of a PDF's document stands, as JSON: rectangles by page.

    name, password, ocr: of the original as it was read. sha256: of the document's text.
    """
    from index.documents.formats.pdf.pages import quote_rectangles

    name, password, ocr = (arguments[key] for key in ("name", "password", "ocr"))
    span = Span(arguments["start"], arguments["end"])
    original = Original(name, data, password, ocr)
    return json.dumps(quote_rectangles(original, span, arguments["sha256"])).encode()


TASKS = {
    "page_picture": Task("pdf", _page_picture),
    "quote_rectangles": Task("pdf", _quote_rectangles),
}
