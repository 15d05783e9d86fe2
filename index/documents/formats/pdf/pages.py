"""What a viewer shows of a PDF: a page as a picture, and where on it a quote stands."""

import hashlib
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.documents.clean import clean
from index.documents.formats.pdf.characters import boxes_at
from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.layout.writing import CHARACTER
from index.documents.formats.pdf.pdf_reader import Traced, traced_document
from index.documents.formats.pdf.pdfium import frame_of, loaded, opened
from index.errors import Unreadable
from index.originals import Original
from index.records import Place, Span

_DOTS_PER_INCH = 115
_POINTS_PER_INCH = 72
_MOST_PIXELS = 4_000_000
_SUB_FILTER = 1  # of PNG: each sample as what it exceeds the one to its left by
_CHANNELS = 3


def page_picture(data: bytes, number: int, password: str | None = None) -> bytes:
    """Return a page, counted from 1, as a picture in the PNG format. Raises Unreadable."""
    with opened(data, password) as document, loaded(document, number) as page:
        width, height = page.get_size()
        scale = _DOTS_PER_INCH / _POINTS_PER_INCH
        pixels = max(1.0, width * scale) * max(1.0, height * scale)
        return _png(_rendered(page, scale * min(1.0, (_MOST_PIXELS / pixels) ** 0.5)))


def _rendered(page: pdfium.PdfPage, scale: float) -> np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]:
    """Return the colours of a page: uint8, shape (height, width, 3), red first."""
    try:
        bitmap = page.render(
            scale=scale, rev_byteorder=True, force_bitmap_format=pdfium_c.FPDFBitmap_BGR
        )
    except (pdfium.PdfiumError, ValueError, OverflowError) as error:
        raise Unreadable("a page that cannot be drawn") from error
    rows = np.frombuffer(bitmap.buffer, np.uint8).reshape(bitmap.height, bitmap.stride)
    return rows[:, : bitmap.width * _CHANNELS].reshape(bitmap.height, bitmap.width, _CHANNELS)


def _png(colours: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]) -> bytes:
    """Return a picture in the PNG format (ISO/IEC 15948), 8 bits for each of three colours."""
    height, width, _ = colours.shape
    rows = np.zeros((height, 1 + width * _CHANNELS), np.uint8)
    rows[:, 0] = _SUB_FILTER
    filtered = colours.copy()
    filtered[:, 1:] -= colours[:, :-1]
    rows[:, 1:] = filtered.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    checked = name + content
    return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))


def quote_rectangles(
    original: Original, span: Span, text_sha256: str
) -> dict[int, list[tuple[float, float, float, float]]]:
    """Return where the characters of a span of a document's text stand, by page from 1.

    A rectangle is (left, top, right, bottom), each from 0 to 1, as a share of the width or height
    of the page's picture, from its top left corner; there is one for each line. original: as the
    document was read from it. Raises Unreadable where it gives another text than that of the hash.
    """
    traced = traced_document(original)
    document, _ = clean(traced.document)
    if document.sha256 != text_sha256:
        raise Unreadable("the file gives another text now than when it was indexed")
    indexes: dict[int, list[int]] = {}
    for place in document.shape.places_of(span):
        if place.kind == CHARACTER:
            page, characters = _characters(place, span)
            indexes.setdefault(page, []).extend(characters)
    return {
        page: list(_rectangles(boxes))
        for page, boxes in _boxes(original, traced, indexes).items()
    }


def _characters(place: Place, span: Span) -> tuple[int, range]:
    """Return the page of a run of characters, and the indexes of those that the span shares."""
    page, first = map(int, place.value.split(":"))
    start, end = max(place.start, span.start), min(place.end, span.end)
    return page, range(first + start - place.start, first + end - place.start)


def _boxes(
    original: Original, traced: Traced, indexes: Mapping[int, Sequence[int]]
) -> dict[int, list[Box]]:
    """Return the boxes of characters, by page, as shares of the page."""
    found: dict[int, list[Box]] = {}
    with opened(original.data, original.password) as document:
        for number, wanted in indexes.items():
            with loaded(document, number) as page:
                width, height = frame_of(page).size
                read = traced.read.get(number)
                boxes = [read[i] for i in wanted] if read else boxes_at(page, wanted)
            found[number] = [
                Box(b.left / width, b.top / height, b.right / width, b.bottom / height)
                for b in boxes
                if b.right > b.left and b.bottom > b.top
            ]
    return found


def _rectangles(boxes: Sequence[Box]) -> Iterator[tuple[float, float, float, float]]:
    """Yield one rectangle for the boxes of each line."""
    line: Box | None = None
    for box in boxes:
        if line and line.is_beside(box) and box.left >= line.left:
            line = line.around(box)
            continue
        if line:
            yield _in_page(line)
        line = box
    if line:
        yield _in_page(line)


def _in_page(box: Box) -> tuple[float, float, float, float]:
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in box)
    return left, top, right, bottom
