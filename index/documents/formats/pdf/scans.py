"""Reads the text of pictures: of pages that are pictures of text, and of picture files."""

from collections.abc import Iterator

import pypdfium2 as pdfium

from index.documents.formats.ocr.recognition import WITHOUT_OCR, ReadPage, can_read, read_picture
from index.documents.formats.pdf.blocks.whole import whole_text
from index.documents.formats.pdf.blocks.writing import Labels
from index.documents.formats.pdf.layout.running import PageLines
from index.documents.formats.pdf.layout.typography import Typography
from index.documents.formats.pdf.pictures import png_of, rendered, scale_for
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument

_DOTS_PER_INCH = 200


def read_page(page: pdfium.PdfPage, number: int) -> ReadPage | None:
    """Return what stands on the picture of a page, in points; None where no engine is there.

    Raises Unreadable where the page cannot be drawn, or its picture not be read.
    """
    if not can_read():
        return None
    scale = scale_for(page, _DOTS_PER_INCH)
    return read_picture(png_of(rendered(page, scale)), number, 1 / scale)


def read_picture_file(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the text of a picture. Raises Unreadable where it is not to be read, or has none."""
    if not original.ocr:
        # A folder holds many a logo, which is no failure.
        raise Unreadable("a picture", FileStatus.UNSUPPORTED, WITHOUT_OCR)
    read = read_picture(original.data, 1)
    if not read.lines:
        raise Unreadable("a picture without text in it", FileStatus.EMPTY)
    page = PageLines(1, read.height, read.lines)
    text, shape = whole_text([page], Typography(read.lines, {}), Labels({}))
    yield RawDocument(original.name, text, shape=shape, warnings=("it was read from a picture",))
