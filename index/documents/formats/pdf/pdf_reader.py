"""Reads a PDF: the text of all of its pages in the order of reading, with its shape.

READ FIRST. Characters become lines, lines lose what runs from page to page, columns and tables are
found, paragraphs are parted, those that a page end parts are joined, and all is written in one go.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.documents.formats.ocr.recognition import WITHOUT_OCR
from index.documents.formats.pdf.about_pdf import about
from index.documents.formats.pdf.blocks.whole import whole_text
from index.documents.formats.pdf.blocks.writing import Labels
from index.documents.formats.pdf.characters import glyphs_of
from index.documents.formats.pdf.drawn import Drawn, drawn_on, targets_of
from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.layout.glyphs import Font, Glyphs
from index.documents.formats.pdf.layout.grids import upright_rules
from index.documents.formats.pdf.layout.running import PageLines, leave_out_running
from index.documents.formats.pdf.layout.text_lines import lines_of
from index.documents.formats.pdf.layout.typography import Typography
from index.documents.formats.pdf.pdfium import label_of, loaded, opened
from index.documents.formats.pdf.scans import read_page
from index.documents.shape import Mark
from index.errors import Unreadable
from index.originals import FileReport, FileStatus, Original
from index.records import RawDocument

MAX_CHARACTERS = 20_000_000
_UNUSABLE = 0.2  # of a page's characters, from which on its text is none
_PICTURE = 0.5  # of the page: so much a picture of text covers
_FEW = 40  # characters, which may be a stamp on a picture of text
_OUTLINES = 200  # shapes; so many may be letters


class Traced(NamedTuple):
    """A document whose places also tell which characters of a page stand where in its text.

    read: of each page that was read from a picture, the boxes of its characters, in points.
    """

    document: RawDocument
    read: Mapping[int, Sequence[Box]]


@dataclass(slots=True)
class _Found:
    """What was found on the pages of a PDF.

    widths: of letters, by font. pictures: the pages that are pictures of text, not read. read: see
    `Traced`. damaged: the pages that could not be read.
    """

    ocr: bool
    pages: list[PageLines] = field(default_factory=list)
    widths: dict[Font, dict[str, float]] = field(default_factory=dict)
    pictures: list[int] = field(default_factory=list)
    read: dict[int, list[Box]] = field(default_factory=dict)
    damaged: list[int] = field(default_factory=list)
    characters: int = 0


def read_pdf(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the one document of a PDF. Raises Unreadable with what is wrong with it."""
    yield _read(original, traced=False).document


def traced_document(original: Original) -> Traced:
    """Return the document of a PDF with all that `Traced` says. Raises Unreadable."""
    return _read(original, traced=True)


def _read(original: Original, traced: bool) -> Traced:
    with opened(original.data, original.password) as document:
        found = _read_pages(document, original.ocr)
        _check(found, len(document))
        leave_out_running(found.pages)
        type_ = Typography((line for page in found.pages for line in page.lines), found.widths)
        labels = Labels(_marks(document, found.pages), traced)
        text, shape = whole_text(found.pages, type_, labels)
        said = about(document, original.name, original.data, found.pages, type_)
        warnings = tuple(_warnings(document, found))
    if not text:
        raise Unreadable("it holds no text", FileStatus.EMPTY)
    raw = RawDocument(
        original.name,
        text,
        title=said.title,
        published=said.published,
        shape=shape,
        author=said.author,
        language=said.language,
        warnings=warnings,
    )
    return Traced(raw, found.read)


def _read_pages(document: pdfium.PdfDocument, ocr: bool) -> _Found:
    found = _Found(ocr)
    for number in range(1, len(document) + 1):
        try:
            with loaded(document, number) as page:
                _read_page(document, page, number, found)
        except (Unreadable, pdfium.PdfiumError):
            found.damaged.append(number)
        if found.characters > MAX_CHARACTERS:
            reason = f"more than {MAX_CHARACTERS:,} characters by page {number}"
            raise Unreadable(reason, FileStatus.TOO_LARGE, "split it into smaller files")
    return found


def _read_page(
    document: pdfium.PdfDocument, page: pdfium.PdfPage, number: int, found: _Found
) -> None:
    glyphs = glyphs_of(page)
    drawn = drawn_on(page, glyphs.frame)
    found.characters += len(glyphs.texts)
    usable = glyphs.unusable <= _UNUSABLE * glyphs.count
    if not usable or _is_picture(glyphs, drawn):
        read = read_page(page, number) if found.ocr else None
        if read:
            found.read[number] = read.boxes
            found.pages.append(PageLines(number, read.height, read.lines))
            return
        found.pictures.append(number)
    targets = targets_of(document, page, glyphs.frame) if usable else []
    lines = lines_of(number, glyphs, targets, upright_rules(drawn.rules)) if usable else []
    found.pages.append(PageLines(number, glyphs.frame.size[1], lines, drawn.rules))
    for font, widths in glyphs.widths.items():
        found.widths.setdefault(font, {}).update(widths)


def _is_picture(glyphs: Glyphs, drawn: Drawn) -> bool:
    """Whether a page shows text that is drawn and not written."""
    if not glyphs.count:
        return drawn.pictures > 0 or drawn.paths > _OUTLINES
    return glyphs.count < _FEW and drawn.pictures > _PICTURE


def _check(found: _Found, pages: int) -> None:
    """Raise Unreadable where the pages hold nothing to read."""
    if len(found.damaged) == pages:
        raise Unreadable("damaged: none of its pages can be read")
    if any(page.lines for page in found.pages if page.number not in found.pictures):
        return
    if found.pictures:
        which = "its only page is a picture" if pages == 1 else _some(found.pictures, pages)
        raise Unreadable(f"{which} without text", FileStatus.SCAN, WITHOUT_OCR)
    if not any(page.lines for page in found.pages):
        raise Unreadable("its pages hold no text", FileStatus.EMPTY)


def _some(numbers: Sequence[int], pages: int) -> str:
    are = "is a picture" if len(numbers) == 1 else "are pictures"
    return f"{len(numbers)} of {pages} pages {are}"


def _warnings(document: pdfium.PdfDocument, found: _Found) -> Iterator[str]:
    if found.read:
        were = "was read from a picture" if len(found.read) == 1 else "were read from pictures"
        yield f"{len(found.read)} of {len(document)} pages {were}"
    if found.pictures:
        yield f"{_some(found.pictures, len(document))} without text"
    if found.damaged:
        verb = "is" if len(found.damaged) == 1 else "are"
        yield f"{len(found.damaged)} of {len(document)} pages {verb} damaged and not read"
    if document.get_formtype() != pdfium_c.FORMTYPE_NONE:
        yield "what its form fields hold is not read"
    attached = document.count_attachments()
    if attached:
        yield f"{attached} attached {'file is' if attached == 1 else 'files are'} not read"


def _marks(document: pdfium.PdfDocument, pages: Sequence[PageLines]) -> dict[int, Mark]:
    """Return the mark of each page: its number in the file, and the printed one if it differs."""
    marks = {}
    for page in pages:
        value = str(page.number)
        printed = label_of(document, page.number) or page.printed
        label = f"page {value}"
        label += f" (printed {printed})" if printed and printed != value else ""
        marks[page.number] = Mark("page", value, label)
    return marks
