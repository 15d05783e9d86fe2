"""What a viewer shows of a PDF: a page as a picture, and where on it a quote stands."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import pypdfium2 as pdfium

from index.documents.clean import clean
from index.documents.formats.pdf.blocks.writing import CHARACTER
from index.documents.formats.pdf.characters import boxes_at
from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.pdf_reader import traced_document
from index.documents.formats.pdf.pdfium import frame_of, loaded, opened
from index.documents.formats.pdf.pictures import png_of, rendered, scale_for, with_marks
from index.errors import Unreadable
from index.originals import Original
from index.records import Place, Span

_DOTS_PER_INCH = 115

Shares = tuple[float, float, float, float]
"""A rectangle: left, top, right, bottom, each from 0 to 1, as a share of the width or height of the
page's picture, from its top left corner."""


def page_picture(
    data: bytes, number: int, password: str | None = None, marked: Iterable[Shares] = ()
) -> bytes:
    """Return a page, counted from 1, as a picture in the PNG format, with rectangles marked on it.

    Raises Unreadable.
    """
    with opened(data, password) as document, loaded(document, number) as page:
        return png_of(with_marks(rendered(page, scale_for(page, _DOTS_PER_INCH)), marked))


class TracedRun(NamedTuple):
    """`text[start:end]` of a document is the characters of a page from the index `first` on."""

    start: int
    end: int
    page: int
    first: int


class Trace(NamedTuple):
    """Which characters of which pages stand where in the text of a document, in order.

    read: the boxes of characters, in points, of the pages that were read from pictures.
    """

    runs: Sequence[TracedRun]
    read: Mapping[int, Sequence[Box]]


def quote_rectangles(original: Original, span: Span, text_sha256: str) -> dict[int, list[Shares]]:
    """Return where the characters of a span of a document's text stand, by page from 1.

    See `trace_of` and `rectangles_of`: whoever asks twice of a document should keep its trace,
    for which all of it is read again.
    """
    return rectangles_of(original, trace_of(original, text_sha256), span)


def trace_of(original: Original, text_sha256: str) -> Trace:
    """Return which characters of the file stand where in the document's cleaned text.

    original: as the document was read from it. Raises Unreadable where it gives another text than
    that of the hash.
    """
    traced = traced_document(original)
    document, _ = clean(traced.document)
    if document.sha256 != text_sha256:
        raise Unreadable("the file gives another text now than when it was indexed")
    places = (place for place in document.shape.places if place.kind == CHARACTER)
    return Trace([_run(place) for place in places], traced.read)


def _run(place: Place) -> TracedRun:
    page, first = map(int, place.value.split(":"))
    return TracedRun(place.start, place.end, page, first)


def rectangles_of(original: Original, trace: Trace, span: Span) -> dict[int, list[Shares]]:
    """Return where the characters of a span of the text stand, by page: one rectangle a line."""
    wanted: dict[int, list[int]] = {}
    for run in trace.runs[bisect_right(trace.runs, span.start, key=_end) :]:
        if run.start >= span.end:
            break
        first, last = max(run.start, span.start), min(run.end, span.end)
        indexes = range(run.first + first - run.start, run.first + last - run.start)
        wanted.setdefault(run.page, []).extend(indexes)
    found = {}
    with opened(original.data, original.password) as document:
        for number, indexes_of_page in wanted.items():
            with loaded(document, number) as page:
                boxes = _boxes(page, indexes_of_page, trace.read.get(number))
                found[number] = list(_rectangles(boxes))
    return found


def _end(run: TracedRun) -> int:
    return run.end


def _boxes(
    page: pdfium.PdfPage, indexes: Sequence[int], read: Sequence[Box] | None
) -> Iterator[Box]:
    """Yield the boxes of characters, as shares of the page's width and height."""
    width, height = frame_of(page).size
    for box in [read[i] for i in indexes] if read else boxes_at(page, indexes):
        if box.right > box.left and box.bottom > box.top:
            yield Box(box.left / width, box.top / height, box.right / width, box.bottom / height)


def _rectangles(boxes: Iterable[Box]) -> Iterator[Shares]:
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


def _in_page(box: Box) -> Shares:
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in box)
    return left, top, right, bottom
