"""Draws a page of a PDF, and writes it as PNG, which needs nothing but zlib."""

import math
import struct
import zlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from index.errors import Unreadable

POINTS_PER_INCH = 72
_MOST_PIXELS = 8_000_000
_SUB_FILTER = 1  # of PNG: each sample as what it exceeds the one to its left by
_CHANNELS = 3
_MARKER = np.array([255, 224, 102], np.uint16)  # what is left of red, green and blue

Colours = npt.NDArray[np.uint8]
"""A picture: shape (height, width, 3), red first."""


def scale_for(page: pdfium.PdfPage, dots_per_inch: int) -> float:
    """Return how many pixels a point gets; fewer where the page is very large."""
    width, height = page.get_size()
    scale = dots_per_inch / POINTS_PER_INCH
    pixels = max(1.0, width * scale) * max(1.0, height * scale)
    return float(scale * min(1.0, (_MOST_PIXELS / pixels) ** 0.5))


def rendered(page: pdfium.PdfPage, scale: float) -> Colours:
    """Return what a page looks like. Raises Unreadable where it cannot be drawn."""
    try:
        bitmap = page.render(
            scale=scale, rev_byteorder=True, force_bitmap_format=pdfium_c.FPDFBitmap_BGR
        )
    except (pdfium.PdfiumError, ValueError, OverflowError) as error:
        raise Unreadable("a page that cannot be drawn") from error
    rows = np.frombuffer(bitmap.buffer, np.uint8).reshape(bitmap.height, bitmap.stride)
    return rows[:, : bitmap.width * _CHANNELS].reshape(bitmap.height, bitmap.width, _CHANNELS)


def with_marks(colours: Colours, rectangles: Iterable[tuple[float, ...]]) -> Colours:
    """Return the picture with rectangles in the colour of a marker, under which text stays dark.

    A rectangle is left, top, right and bottom, each as a share of the width or height.
    """
    marked = colours.copy()
    height, width, _ = colours.shape
    under = np.zeros((height, width), np.bool_)  # rectangles may overlap, and mark only once
    for left, top, right, bottom in rectangles:
        rows = slice(int(top * height), math.ceil(bottom * height))
        under[rows, int(left * width) : math.ceil(right * width)] = True
    marked[under] = (marked[under].astype(np.uint16) * _MARKER // 255).astype(np.uint8)
    return marked


def png_of(colours: Colours) -> bytes:
    """Return a picture in the PNG format (ISO/IEC 15948), with 8 bits for each colour."""
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
