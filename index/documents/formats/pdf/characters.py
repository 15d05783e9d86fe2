"""Reads the characters of a page from PDFium, one by one, with what is known of each.

PDFium's functions for ranges of text count UTF-16 units and leave characters out, so that their
offsets do not fit its boxes. The index of a single character fits everything that is asked of it.
"""

import ctypes
import math
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.documents.formats.pdf.layout.geometry import Box, Frame
from index.documents.formats.pdf.layout.glyphs import Font, Fragment, Glyphs
from index.documents.formats.pdf.layout.right_to_left import order_letters
from index.documents.formats.pdf.pdfium import frame_of

_LINE_ENDS = (0x0A, 0x0D)
_NO_LOSS = (0x0A, 0x0D, 0xAD)  # line ends and the soft hyphen
_HYPHENS = (0x02, 0xFFFE)  # what PDFium gives for a hyphen that parts a word at a line end
SOFT_HYPHEN = 0xAD
_SURROGATES = range(0xD800, 0xE000)
_LOW_SURROGATES = range(0xDC00, 0xE000)
_PRIVATE = range(0xE000, 0xF900)
_NO_TEXT = (0x200B, 0xFEFF, 0xFFFD, 0xFFFE, 0xFFFF)
_FIRST_COMBINING = 0x300
_NEARLY = 0.01  # points
_EVERY_NTH = 5  # character is asked whether its font says what it is
_BULLET = "•"  # stands for what begins a line, alone, in a font that says not what it is
_NAME_LENGTH = 128
_LETTERS_TO_MEASURE = 12


def glyphs_of(page: pdfium.PdfPage) -> Glyphs:
    """Return the characters of a page. Raises PdfiumError where its text cannot be read."""
    textpage = page.get_textpage()
    try:
        count, code_at, raw = (
            pdfium_c.FPDFText_CountChars(textpage),
            pdfium_c.FPDFText_GetUnicode,
            textpage.raw,
        )
        codes = [code_at(raw, i) for i in range(count)]
        ranges = list(_ranges(textpage, codes))
        angles = [round(_angle(textpage, start) / (math.pi / 2), 1) for start, *_ in ranges]
        frame = _read_upright(frame_of(page), angles, ranges)
        glyphs = Glyphs(frame)
        _fill(glyphs, textpage, codes, frozenset(start for start, *_ in ranges))
        for (start, end, hyphen), angle in zip(ranges, angles, strict=True):
            aside = round(angle) % 4 != frame.quarters or abs(angle - round(angle)) > 0.15
            glyphs.fragments += _styled(glyphs, textpage, start, end, hyphen, aside)
        order_letters(glyphs)
        return glyphs
    finally:
        textpage.close()


def boxes_at(page: pdfium.PdfPage, indexes: Sequence[int]) -> list[Box]:
    """Return the boxes of single characters of a page as a viewer turns it."""
    textpage = page.get_textpage()
    try:
        return list(_boxes(textpage, indexes, frame_of(page)))
    finally:
        textpage.close()


def _ranges(textpage: pdfium.PdfTextPage, codes: Sequence[int]) -> Iterator[tuple[int, int, bool]]:
    """Yield where each fragment starts and ends, and whether it ends in a hyphen."""
    start = 0
    for i, code in enumerate([*codes, _LINE_ENDS[0]]):
        hyphen = code in _HYPHENS and pdfium_c.FPDFText_IsHyphen(textpage, i) == 1
        if hyphen or code in _LINE_ENDS:
            end = i + hyphen
            while start < end and codes[start] == 0x20:
                start += 1
            if start < end:
                yield start, end, hyphen or codes[end - 1] == SOFT_HYPHEN
            start = i + 1


def _angle(textpage: pdfium.PdfTextPage, index: int) -> float:
    angle: float = pdfium_c.FPDFText_GetCharAngle(textpage, index)
    return max(0.0, angle) % (2 * math.pi)


def _read_upright(
    frame: Frame, angles: Sequence[float], ranges: Sequence[tuple[int, int, bool]]
) -> Frame:
    """Return the frame as it must be turned for most of the text to run from left to right."""
    counts: Counter[int] = Counter()
    for angle, (start, end, _) in zip(angles, ranges, strict=True):
        counts[round(angle) % 4] += end - start
    return frame._replace(quarters=counts.most_common(1)[0][0]) if counts else frame


def _fill(
    glyphs: Glyphs, textpage: pdfium.PdfTextPage, codes: Sequence[int], starts: frozenset[int]
) -> None:
    boxes = list(_boxes(textpage, range(len(codes)), glyphs.frame))
    origins = list(_origins(textpage, len(codes), glyphs.frame))
    glyphs.boxes = list(map(_within_advance, boxes, origins, [*origins[1:], (0.0, 0.0)]))
    glyphs.base = [y for _, y in origins]
    texts = glyphs.texts
    for i, code in enumerate(codes):
        unmapped = i % _EVERY_NTH == 0 and pdfium_c.FPDFText_HasUnicodeMapError(textpage, i) == 1
        text = _text_of(code, codes[i - 1] if i else 0)
        if code in _HYPHENS and pdfium_c.FPDFText_IsHyphen(textpage, i) == 1:
            text = "-"
        elif not text and i in starts and codes[i + 1 : i + 2] == [0x20]:
            text = _BULLET
        elif unmapped:
            glyphs.unusable += _EVERY_NTH
        elif code in _PRIVATE or not (text or code in _NO_LOSS or code in _SURROGATES):
            glyphs.unusable += 1
        if code >= _FIRST_COMBINING and texts and texts[-1] and _composes(texts[-1], text):
            texts[-1], text = unicodedata.normalize("NFC", texts[-1] + text), ""
        texts.append(text)


def _text_of(code: int, before: int) -> str:
    """Return what a code stands for, "" for nothing. before: the code before it."""
    if code in _LOW_SURROGATES and before in range(0xD800, 0xDC00):
        return chr(0x10000 + ((before - 0xD800) << 10) + (code - 0xDC00))
    if code in _SURROGATES or code in _NO_TEXT or code == SOFT_HYPHEN or code > 0x10FFFF:
        return ""
    text = chr(code)
    if text.isspace() and code not in _LINE_ENDS:
        return " "
    if code < 0x20 or 0x7F <= code < 0xA0:
        return ""
    return text if code < _FIRST_COMBINING else unicodedata.normalize("NFC", text)


def _composes(before: str, text: str) -> bool:
    """Whether a character is one with the one before it, as an accent is with its letter."""
    if not text:
        return False
    return unicodedata.combining(text[0]) > 0 or not unicodedata.is_normalized("NFC", before + text)


def _boxes(textpage: pdfium.PdfTextPage, indexes: Sequence[int], frame: Frame) -> Iterator[Box]:
    """Yield a box for each character: as high as its font and as wide as it moves the pen."""
    rectangle = pdfium_c.FS_RECTF()
    pointer = ctypes.byref(rectangle)
    box_at, raw, upright = pdfium_c.FPDFText_GetLooseCharBox, textpage.raw, frame.upright
    for index in indexes:
        box_at(raw, index, pointer)
        yield upright(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)


def _origins(
    textpage: pdfium.PdfTextPage, count: int, frame: Frame
) -> Iterator[tuple[float, float]]:
    """Yield where the pen stands before it draws each character."""
    x, y = ctypes.c_double(), ctypes.c_double()
    at_x, at_y = ctypes.byref(x), ctypes.byref(y)
    origin_at, raw, upright = pdfium_c.FPDFText_GetCharOrigin, textpage.raw, frame.upright
    for index in range(count):
        origin_at(raw, index, at_x, at_y)
        yield upright(x.value, y.value, x.value, y.value)[:2]


def _within_advance(box: Box, origin: tuple[float, float], after: tuple[float, float]) -> Box:
    """Return a character's box without what of its ink reaches beyond the next one's start.

    How far ink reaches depends, where the file has no font of its own, on the one that takes its
    place, which PDFium alters as it draws. The text must not depend on what was drawn before.
    """
    if origin[0] < after[0] < box.right - _NEARLY and after[1] == origin[1]:
        return Box(min(box.left, origin[0]), box.top, after[0], box.bottom)
    return box


def _styled(
    glyphs: Glyphs, textpage: pdfium.PdfTextPage, start: int, end: int, hyphen: bool, aside: bool
) -> Iterator[Fragment]:
    inked = [i for i in range(start, end - hyphen) if glyphs.texts[i].strip()]
    if inked:
        samples = dict.fromkeys((inked[0], inked[len(inked) // 2], inked[-1]))
        fonts = tuple(_font(textpage, i) for i in samples)
        size = statistics.median(_size(textpage, i) for i in samples)
        if len(set(fonts)) == 1 and size:
            _measure(glyphs, fonts[0], inked, size)
        yield Fragment(start, end, hyphen, size, fonts, aside)


def _measure(glyphs: Glyphs, font: Font, indexes: Sequence[int], size: float) -> None:
    widths = glyphs.widths.setdefault(font, {})
    if len(widths) < _LETTERS_TO_MEASURE:
        for i in indexes:
            if glyphs.texts[i].isascii() and glyphs.texts[i].isalpha():
                widths[glyphs.texts[i]] = glyphs.boxes[i].width / size


def _font(textpage: pdfium.PdfTextPage, index: int) -> Font:
    name, flags = ctypes.create_string_buffer(_NAME_LENGTH), ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(textpage, index, name, _NAME_LENGTH, ctypes.byref(flags))
    weight = pdfium_c.FPDFText_GetFontWeight(textpage, index)
    return Font(name.value.decode("utf-8", "replace"), weight, flags.value)


def _size(textpage: pdfium.PdfTextPage, index: int) -> float:
    """Return the size of type in points: as the file says it, times how it is scaled."""
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix))
    size: float = pdfium_c.FPDFText_GetFontSize(textpage, index)
    return size * (math.hypot(matrix.c, matrix.d) or 1.0)
