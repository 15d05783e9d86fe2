"""Opens a PDF with PDFium, and asks it for what holds of the whole file."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.documents.formats.pdf.layout.geometry import Frame
from index.errors import Unreadable
from index.originals import FileStatus

MAX_PAGES = 5_000


@contextmanager
def opened(data: bytes, password: str | None) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF. Raises Unreadable: encrypted, broken, without pages or with too many."""
    document = _document(data, password)
    try:
        pages = len(document)
        if pages < 1:
            raise Unreadable("a PDF without pages")
        if pages > MAX_PAGES:
            raise Unreadable(
                f"{pages:,} pages; the limit is {MAX_PAGES:,}",
                FileStatus.TOO_LARGE,
                "split it into smaller files",
            )
        yield document
    finally:
        document.close()


def _document(data: bytes, password: str | None) -> pdfium.PdfDocument:
    # A file that only its owner's password protects opens without one, but not with a wrong one.
    for attempt in dict.fromkeys((password or None, None)):
        try:
            return pdfium.PdfDocument(data, password=attempt)
        except pdfium.PdfiumError as error:
            code = error.err_code
        except (ValueError, TypeError) as error:
            raise Unreadable("not a PDF") from error
    if code == pdfium_c.FPDF_ERR_PASSWORD:
        reason = "the password given does not open it" if password else "its password is not known"
        raise Unreadable(reason, FileStatus.ENCRYPTED, "index it with --password")
    if code == pdfium_c.FPDF_ERR_SECURITY:
        reason = "encrypted in a way that Pincite cannot undo"
        raise Unreadable(reason, FileStatus.ENCRYPTED, "save it without a password")
    raise Unreadable("damaged: PDFium finds no pages in it", hint="save or download it again")


@contextmanager
def loaded(document: pdfium.PdfDocument, number: int) -> Iterator[pdfium.PdfPage]:
    """Load a page, which is counted from 1. Raises Unreadable where it is damaged or not there."""
    if not 1 <= number <= len(document):
        raise Unreadable(f"it has no page {number}")
    try:
        page = document[number - 1]
    except pdfium.PdfiumError as error:
        raise Unreadable(f"page {number} is damaged") from error
    try:
        yield page
    finally:
        page.close()


def frame_of(page: pdfium.PdfPage) -> Frame:
    """Return the part of the plane that the page shows, turned as a viewer turns it."""
    left, bottom, right, top = page.get_bbox()
    return Frame(left, bottom, right, top, page.get_rotation() // 90)


def label_of(document: pdfium.PdfDocument, number: int) -> str | None:
    """Return the number that the file itself gives a page, if it gives one."""
    try:
        label: str = document.get_page_label(number - 1)
    except (pdfium.PdfiumError, UnicodeError):
        return None
    return label.strip() or None


def language_of(document: pdfium.PdfDocument) -> str | None:
    """Return the language that the catalogue of the file names (/Lang)."""
    length = pdfium_c.FPDFCatalog_GetLanguage(document, None, 0)
    if length < 4:  # in bytes of UTF-16, with its closing zero
        return None
    buffer = ctypes.create_string_buffer(length)
    pdfium_c.FPDFCatalog_GetLanguage(
        document, ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR)), length
    )
    return buffer.raw[: length - 2].decode("utf-16-le", "replace").strip() or None


def said_of(document: pdfium.PdfDocument, key: str) -> str:
    """Return what the file's table of information says, "" where it says nothing."""
    try:
        value: str = document.get_metadata_value(key)
    except (pdfium.PdfiumError, UnicodeError):
        return ""
    return value.replace("\0", "").strip()
