"""Runs RapidOCR, whose weights come with its package; nothing is fetched."""

import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from index.documents.formats.ocr.words import Recognised, SeenWord
from index.documents.formats.pdf.layout.geometry import Box
from index.errors import Unreadable

_ONE_ROW = 1.0  # times the height: gaps inside of one line
_NEXT_LINE = 1.6  # times the height, from the end of a line to the start of the next one
_SETTINGS = {
    "Global.log_level": "critical",
    "Global.max_side_len": 4_000,  # pixels; a page that is made smaller loses letters
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def is_there() -> bool:
    """Whether RapidOCR is installed."""
    return importlib.util.find_spec("rapidocr") is not None


def recognise(picture: bytes) -> Recognised:
    """Return what RapidOCR reads in a picture. Raises Unreadable where it fails."""
    engine = _engine()
    try:
        colours = engine.load_img(picture)
        found = engine(colours)
    except Exception as error:  # it documents none, and its decoders raise all kinds
        raise Unreadable("a picture that cannot be read") from error
    height, width = colours.shape[:2]
    recognised = Recognised(width, height)
    if found.boxes is not None and found.txts is not None:
        words = [
            SeenWord(
                text.strip(), Box(*corners.min(axis=0).tolist(), *corners.max(axis=0).tolist())
            )
            for corners, text in zip(found.boxes, found.txts, strict=True)
            if text.strip()
        ]
        recognised.lines = in_reading_order(words)
    return recognised


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=_SETTINGS)


def in_reading_order(words: Iterable[SeenWord]) -> list[list[SeenWord]]:
    """Return words as lines, column by column; the engine goes across the whole page."""
    return list(_in_columns(_rows(words)))


def _rows(words: Iterable[SeenWord]) -> list[list[SeenWord]]:
    """Return the words in rows, from top to bottom; a wide gap parts a row."""
    rows: list[list[SeenWord]] = []
    for word in sorted(words, key=lambda word: (word.box.top, word.box.left)):
        for row in rows[-4:]:
            last = row[-1].box
            gap = word.box.left - last.right
            if last.is_beside(word.box) and -0.5 * last.height < gap < _ONE_ROW * last.height:
                row.append(word)
                break
        else:
            rows.append([word])
    return rows


def _in_columns(rows: Iterable[list[SeenWord]]) -> Iterator[list[SeenWord]]:
    """Yield rows that run straight down one after the other."""
    columns: list[list[list[SeenWord]]] = []
    for row in rows:
        box = _box(row)
        for column in reversed(columns):
            last = _box(column[-1])
            gap = box.top - last.bottom
            if last.is_over_or_under(box) and -0.5 * box.height < gap < _NEXT_LINE * box.height:
                column.append(row)
                break
        else:
            columns.append([row])
    for column in columns:
        yield from column


def _box(row: list[SeenWord]) -> Box:
    box = row[0].box
    for word in row[1:]:
        box = box.around(word.box)
    return box
