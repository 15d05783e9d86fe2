"""Reads the lines of a picture of text with an engine that is there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from statistics import median

from index.documents.formats.ocr import rapid, tesseract
from index.documents.formats.ocr.words import Recognised, SeenWord
from index.documents.formats.pdf.layout.geometry import Box, Frame
from index.documents.formats.pdf.layout.text_lines import GlyphRun, LinePart, TextLine, around
from index.errors import Unreadable
from index.originals import FileStatus

WITHOUT_OCR = "install Tesseract, or the OCR extra (pip install 'pincite[ocr]'); index with --ocr"
_GAP_OF_CELLS = 2.2  # times the size of type
_OF_HEIGHT = 0.85  # of a line's box: the size of its type, which the box only tells roughly
_SURELY_OTHER = 1.35  # times the usual size: type that is larger, not a box that is higher
_LONG_WORD = 3  # letters, from which on a word is wider than high


@dataclass(slots=True)
class ReadPage:
    """The lines of a picture turned upright, and its height then, in points.

    boxes: of the characters, which the runs of the lines index; in the picture as it was given.
    """

    lines: list[TextLine] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    height: float = 0.0


def can_read() -> bool:
    """Whether an engine is there."""
    return _engine() is not None


def read_picture(picture: bytes, page: int, scale: float = 1.0) -> ReadPage:
    """Return what a picture says, as lines of a page.

    scale: how many points a pixel is. Raises Unreadable where no engine is there, or fails.
    """
    engine = _engine()
    if engine is None:
        raise Unreadable(
            "a picture, and nothing here reads text from pictures", FileStatus.SCAN, WITHOUT_OCR
        )
    recognised = engine(picture)
    width, height = recognised.width * scale, recognised.height * scale
    turned = Frame(0, 0, width, height, _quarters(recognised))
    read = ReadPage(height=turned.size[1])
    for words in recognised.lines:
        boxes = [_scaled(word.box, scale) for word in words]
        upright = [
            turned.upright(b.left, height - b.bottom, b.right, height - b.top) for b in boxes
        ]
        read.lines.append(_line(page, words, boxes, upright, read))
    _even_out(read.lines)
    return read


@cache
def _engine() -> Callable[[bytes], Recognised] | None:
    if tesseract.is_there():
        return tesseract.recognise
    return rapid.recognise if rapid.is_there() else None


def _scaled(box: Box, scale: float) -> Box:
    return Box(*(side * scale for side in box))


def _quarters(recognised: Recognised) -> int:
    """Return by how many quarter turns, clockwise, the picture must be turned to be read."""
    ups = downs = 0
    for words in recognised.lines:
        long = [word for word in words if len(word.text) >= _LONG_WORD]
        for word, after in pairwise(long):
            if word.box.height > word.box.width and after.box.height > after.box.width:
                ups += after.box.bottom < word.box.top
                downs += after.box.top > word.box.bottom
    if 3 * max(ups, downs) < sum(map(len, recognised.lines)):
        return 0
    return 1 if ups > downs else 3


def _line(
    page: int,
    words: Sequence[SeenWord],
    boxes: Sequence[Box],
    upright: Sequence[Box],
    read: ReadPage,
) -> TextLine:
    """Return words as a line, and note the boxes of their characters."""
    size = _OF_HEIGHT * median(box.height for box in upright)
    segments: list[LinePart] = []
    for number, (word, box) in enumerate(zip(words, boxes, strict=True)):
        gap = upright[number].left - upright[number - 1].right if number else 0.0
        run = GlyphRun(word.text, len(read.boxes))
        read.boxes += _of_characters(word.text, box, turned=box.height > 2 * upright[number].height)
        if not segments or gap > _GAP_OF_CELLS * size:
            segments.append(LinePart([run], upright[number]))
            continue
        last = segments[-1]
        last.runs += [GlyphRun(" ", -1), run]
        last.box = last.box.around(upright[number])
    lines = [TextLine(page, [segment], segment.box, 0, size) for segment in segments]
    box = around(lines)
    hyphen = words[-1].text.endswith("-") and len(words[-1].text) > 1
    return TextLine(page, segments, box, box.bottom, size, hyphen=hyphen, read=True)


def _of_characters(text: str, box: Box, turned: bool) -> Iterator[Box]:
    """Yield a box for each character of a word, all alike, for nobody told where each stands."""
    if turned:
        yield from (box for _ in text)
        return
    advance = box.width / len(text)
    for number in range(len(text)):
        left = box.left + number * advance
        yield Box(left, box.top, left + advance, box.bottom)


def _even_out(lines: Sequence[TextLine]) -> None:
    """Give lines whose boxes differ by their letters alone the same size."""
    if not lines:
        return
    usual = median(line.size for line in lines)
    for line in lines:
        if line.size < _SURELY_OTHER * usual:
            line.size = usual
