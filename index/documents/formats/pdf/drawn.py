"""What stands on a page beside its text: pictures, rules, links."""

import ctypes
from collections.abc import Iterator
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.documents.formats.pdf.layout.geometry import Box, Frame
from index.documents.formats.pdf.layout.text_lines import LinkBox

_MOST_OBJECTS = 20_000  # that are looked at on a page
_MOST_TARGETS = 1_000
_THIN = 3.0  # points
_DEPTH = 3  # of forms in forms
_LONGEST_ADDRESS = 4_000  # bytes


class Drawn(NamedTuple):
    """What is drawn on a page. pictures: the share of the page that its largest picture covers.

    paths: how many shapes there are; letters may be drawn as such. rules: thin boxes.
    """

    pictures: float
    paths: int
    rules: list[Box]


def drawn_on(page: pdfium.PdfPage, frame: Frame) -> Drawn:
    """Return what is drawn on a page, in the coordinates of a frame."""
    width, height = frame.size
    largest, paths = 0.0, 0
    rules: list[Box] = []
    for kind, box in _objects(page, frame):
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            shown = max(0.0, min(box.right, width) - max(box.left, 0.0))
            shown *= max(0.0, min(box.bottom, height) - max(box.top, 0.0))
            largest = max(largest, shown / max(1.0, width * height))
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            paths += 1
            rules += _rules(box)
    return Drawn(largest, paths, rules)


def _objects(page: pdfium.PdfPage, frame: Frame) -> Iterator[tuple[int, Box]]:
    """Yield the kind and the box of each object of a page; of forms, also what is in them."""
    edges = [ctypes.c_float() for _ in range(4)]
    pointers = [ctypes.byref(edge) for edge in edges]
    for number in range(min(_MOST_OBJECTS, pdfium_c.FPDFPage_CountObjects(page))):
        thing = pdfium_c.FPDFPage_GetObject(page, number)
        kind = pdfium_c.FPDFPageObj_GetType(thing)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and _holds_picture(thing, _DEPTH):
            kind = pdfium_c.FPDF_PAGEOBJ_IMAGE
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        if pdfium_c.FPDFPageObj_GetBounds(thing, *pointers):
            yield kind, frame.upright(*(edge.value for edge in edges))


def _holds_picture(form: object, depth: int) -> bool:
    for number in range(min(_MOST_OBJECTS, pdfium_c.FPDFFormObj_CountObjects(form))):
        thing = pdfium_c.FPDFFormObj_GetObject(form, number)
        kind = pdfium_c.FPDFPageObj_GetType(thing)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            return True
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM and depth and _holds_picture(thing, depth - 1):
            return True
    return False


def _rules(box: Box) -> list[Box]:
    """Return a thin shape as a rule, and the four sides of another one."""
    if min(box.width, box.height) <= _THIN:
        return [box]
    left, top, right, bottom = box
    return [
        Box(left, top, right, top),
        Box(left, bottom, right, bottom),
        Box(left, top, left, bottom),
        Box(right, top, right, bottom),
    ]


def targets_of(document: pdfium.PdfDocument, page: pdfium.PdfPage, frame: Frame) -> list[LinkBox]:
    """Return the links of a page that point out of the file."""
    targets: list[LinkBox] = []
    position, link = ctypes.c_int(0), pdfium_c.FPDF_LINK()
    while len(targets) < _MOST_TARGETS and pdfium_c.FPDFLink_Enumerate(
        page, ctypes.byref(position), ctypes.byref(link)
    ):
        href = _address(document, link)
        rectangle = pdfium_c.FS_RECTF()
        if href and pdfium_c.FPDFLink_GetAnnotRect(link, ctypes.byref(rectangle)):
            sides = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
            targets.append(LinkBox(frame.upright(*sides), href))
    return targets


def _address(document: pdfium.PdfDocument, link: object) -> str | None:
    action = pdfium_c.FPDFLink_GetAction(link)
    if not action or pdfium_c.FPDFAction_GetType(action) != pdfium_c.PDFACTION_URI:
        return None
    length = pdfium_c.FPDFAction_GetURIPath(document, action, None, 0)
    if not 1 < length <= _LONGEST_ADDRESS:
        return None
    buffer = ctypes.create_string_buffer(length)
    pdfium_c.FPDFAction_GetURIPath(document, action, buffer, length)
    href = buffer.value.decode("utf-8", "replace").strip()
    return href if href.isprintable() else None
