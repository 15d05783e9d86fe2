"""Parts a column into paragraphs, by the evidence between each line and the next.

A line ends on purpose if the first word of the next line would have fitted on it. Indents, wider
gaps, other type and the marks of lists begin a paragraph; a sentence that runs on does not.
"""

import itertools
import re
import statistics
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.documents.formats.pdf.layout.text_lines import TextLine
from index.documents.formats.pdf.layout.typography import Typography
from index.documents.marks import CLOSERS, STOPS, WIDE_STOPS

BULLET = re.compile(r"(?:[•‣◦·▪▫■□●○◆◇➢➤►▶✓✔❖*\uf000-\uf0ff–—-]|o(?= ))\s+(?=\S)")
NUMBERED = re.compile(r"\(?(?:(\d{1,3})|[a-zA-Z]|[ivx]{2,4})[.)]\s+(?=\S)")
_INDENT = 0.7  # ems
_WIDER = 1.3  # times the usual distance between two lines
_TIGHT, _LOOSE = 0.9, 1.9  # times the size of type, from line to line
_SUPERSCRIPTS = 1.8  # times: raised figures and formulas push lines of one sentence apart
_SPACE = 0.25  # ems
_FULL = 0.9  # of the width of the column
_LEAST_FILL = 0.45  # of the width of the column, for a sentence to run on
MAX_HEADING_LINES = 4
_NEIGHBOURS = 6  # lines on each side that tell how far lines run here
_ENDS = STOPS + WIDE_STOPS + ":;"
_OPENERS = "(\"'“‘«[„"


class ParagraphLines(NamedTuple):
    """Lines of one paragraph. follows: whether no gap parts it from the one before."""

    lines: list[TextLine]
    follows: bool = False


def paragraphs_of(column: Sequence[TextLine], type_: Typography) -> Iterator[ParagraphLines]:
    """Yield the paragraphs of lines that run straight down."""
    usual = _usual_distance(column)
    block = [column[0]]
    follows = False
    for number in range(1, len(column)):
        line = column[number]
        near = column[max(0, number - _NEIGHBOURS) : number + _NEIGHBOURS]
        width = _Width([n for n in near if type_.is_alike(n, block[-1])])
        after = column[number + 1] if number + 1 < len(column) else None
        if _is_far(block[-1], line, usual):
            yield ParagraphLines(block, follows)
            block, follows = [line], False
        elif _parts(block, line, after, width, type_):
            yield ParagraphLines(block, follows)
            block, follows = [line], type_.is_alike(block[-1], line)
        else:
            block.append(line)
    yield ParagraphLines(block, follows)


class _Width:
    """How far lines run to either side, among the `lines` neighbours of one type."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self.lines = len(lines)
        self.left = min(line.box.left for line in lines)
        self.right = max(line.box.right for line in lines)

    def fill(self, line: TextLine) -> float:
        """Return how far a line runs, as a share of the width."""
        return (line.box.right - self.left) / max(1.0, self.right - self.left)


def _usual_distance(column: Sequence[TextLine]) -> float:
    """Return how far lines of a paragraph stand from each other, as a multiple of their size."""
    pairs = itertools.pairwise(column)
    distances = [(after.base - line.base) / max(line.size, after.size) for line, after in pairs]
    tight = [distance for distance in distances if distance < _LOOSE]
    return max(_TIGHT, statistics.median_low(tight)) if tight else _LOOSE / _WIDER


def _is_far(line: TextLine, after: TextLine, usual: float) -> bool:
    """Whether a gap parts two lines."""
    limit = _SUPERSCRIPTS if runs_on(line.text, after.text) else _WIDER
    return after.base - line.base > limit * usual * max(line.size, after.size)


def runs_on(text: str, after: str) -> bool:
    """Whether a sentence goes on in what follows: no stop before, a small letter behind."""
    before = text.rstrip().rstrip(CLOSERS + "⁰¹²³⁴⁵⁶⁷⁸⁹")
    return bool(before) and before[-1] not in _ENDS and after.lstrip(_OPENERS)[:1].islower()


def _parts(
    block: Sequence[TextLine],
    line: TextLine,
    after: TextLine | None,
    width: _Width,
    type_: Typography,
) -> bool:
    """Whether a line begins another paragraph, though it stands close below the block."""
    last = block[-1]
    if _begins_item(block, line, width):
        return True
    if last.hyphen or not type_.is_of_size(last, line):
        return not last.hyphen
    if runs_on(last.text, line.text) and width.fill(last) >= _LEAST_FILL:
        return type_.is_fixed(last) != type_.is_fixed(line)
    if not type_.is_alike(last, line):
        return True
    if type_.is_larger(line) and max(len(block) + 1, width.lines) <= MAX_HEADING_LINES:
        return False  # a heading of several lines, each broken for the look of it
    return _is_indented(block, line, after) or _would_fit(last, line, width)


def _begins_item(block: Sequence[TextLine], line: TextLine, width: _Width) -> bool:
    """Whether a line begins with the mark of an item, and not by chance."""
    if BULLET.match(line.text):
        if f" {line.text[0]} " in block[-1].text:
            return False  # it parts the members of a series that runs on
        dash = line.text[0] in "-–—"  # which may also stand in a sentence
        in_list = BULLET.match(block[0].text) is not None
        return not dash or in_list or width.fill(block[-1]) <= _FULL
    number = NUMBERED.match(line.text)
    if not number:
        return False
    before = NUMBERED.match(block[0].text)
    if before:
        return abs(block[0].box.left - line.box.left) < _INDENT * line.size
    return block[-1].text.rstrip()[-1:] in _ENDS or width.fill(block[-1]) < _FULL


def _is_indented(block: Sequence[TextLine], line: TextLine, after: TextLine | None) -> bool:
    """Whether the first line of a paragraph is indented here, or all but its first line are."""
    step = _INDENT * line.size
    last, first = block[-1], block[0]
    if BULLET.match(first.text) or NUMBERED.match(first.text):
        returns = line.box.left < first.box.left + 0.3 * step
        return returns and last.text.rstrip().rstrip(CLOSERS)[-1:] in _ENDS
    if line.box.left > last.box.left + step:
        if len(block) > 1:
            return True
        return after is not None and after.box.left < line.box.left - step
    outdented = line.box.left < last.box.left - step
    return outdented and len(block) > 1 and last.box.left > first.box.left + step


def _would_fit(line: TextLine, after: TextLine, width: _Width) -> bool:
    """Whether the first word of the next line had room at the end of a line."""
    word = after.text.split(" ", 1)[0]
    advance = after.box.width / max(1, len(after.text))
    room = width.right - line.box.right
    if not after.text[:1].isascii() and " " not in after.text:
        word = word[:2]  # Chinese and Japanese break lines between any two characters
    return room > len(word) * advance + _SPACE * line.size + 0.03 * (width.right - width.left)
