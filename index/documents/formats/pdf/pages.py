"""What a viewer shows of a PDF: a page as a picture, and where on it a quote stands."""

from collections.abc import Iterator, Mapping, Sequence

from index.documents.clean import clean
from index.documents.formats.pdf.blocks.writing import CHARACTER
from index.documents.formats.pdf.characters import boxes_at
from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.pdf_reader import Traced, traced_document
from index.documents.formats.pdf.pdfium import frame_of, loaded, opened
from index.documents.formats.pdf.pictures import png_of, rendered, scale_for
from index.errors import Unreadable
from index.originals import Original
from index.records import Place, Span

_DOTS_PER_INCH = 115


def page_picture(data: bytes, number: int, password: str | None = None) -> bytes:
    """Return a page, counted from 1, as a picture in the PNG format. Raises Unreadable."""
    with opened(data, password) as document, loaded(document, number) as page:
        return png_of(rendered(page, scale_for(page, _DOTS_PER_INCH)))


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
        page: list(_rectangles(boxes)) for page, boxes in _boxes(original, traced, indexes).items()
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
