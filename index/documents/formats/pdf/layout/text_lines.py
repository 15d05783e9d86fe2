"""Puts the fragments that PDFium finds together to lines of text, in the order of the file.

PDFium ends a fragment at every raised figure and at wide gaps; on the page, the line goes on.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import NamedTuple

from index.documents.formats.markup.html_text import as_power
from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.layout.glyphs import Font, Fragment, Glyphs

_GAP_OF_CELLS = 1.6  # ems; blanks of justified lines are narrower
_GAP_OF_WORDS = 0.13  # ems
_BACK = 0.5  # ems: a fragment may begin so far before the end of the one before it
_BACK_TO_INDEX = 2.0  # ems: an index below may begin where the one above it did
_JUMP = 0.8  # ems, up or down, that no raised figure stands away from its line
_FEED = 0.3  # ems, down, where the text also goes back to the left
_LEAST_LINES = 6
_MOSTLY = 0.7  # of the lines that run across a gutter
_WORDS = 3.5  # a line on each side, on average, so that it is prose and no table
_RAISED = 0.15  # ems above the line
_SMALL = 0.87  # of the size of the line


_LEADERS = re.compile(r"(?:\s?[.·]){6,}|(?:\s[.·]){4,}")


class GlyphRun(NamedTuple):
    """Characters that follow each other in the file too, with one index each.

    first: the index of the first one; -1 for what stands on no page, as the blank between two
    fragments. href: of a link.
    """

    text: str
    first: int
    href: str | None = None


@dataclass(slots=True)
class LinePart:
    """A part of a line, with wide gaps around it: a cell, or the whole line."""

    runs: list[GlyphRun]
    box: Box

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class TextLine:
    """A line of a page. base: the height that it stands on. size: of its type, in points.

    fonts: those seen in it. hyphen: whether its last character is a hyphen that may part a word.
    spaced: whether it ends in a blank. read: whether it was read from a picture.
    """

    page: int
    segments: list[LinePart]
    box: Box
    base: float
    size: float
    fonts: frozenset[Font] = frozenset()
    hyphen: bool = False
    aside: bool = False
    spaced: bool = False
    read: bool = False
    _text: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The whole text of the line, with a blank for each gap."""
        if self._text is None:
            self._text = " ".join(segment.text for segment in self.segments)
        return self._text

    @property
    def runs(self) -> list[GlyphRun]:
        """The runs of the whole line, with a blank for each gap."""
        runs: list[GlyphRun] = []
        for segment in self.segments:
            runs += [GlyphRun(" ", -1), *segment.runs] if runs else segment.runs
        return runs


def side_of(line: TextLine, number: int) -> TextLine:
    """Return one segment of a line as a line."""
    segment = line.segments[number]
    at_end = number in (-1, len(line.segments) - 1)
    hyphen = line.hyphen if at_end else segment.text.endswith("-") and len(segment.text) > 1
    return replace(line, segments=[segment], box=segment.box, hyphen=hyphen, _text=None)


def is_prose(lines: Sequence[TextLine]) -> bool:
    """Whether the two parts of lines are sides of a gutter with prose, not cells."""
    across = [line for line in lines if len(line.segments) == 2]
    if len(across) < max(_LEAST_LINES, _MOSTLY * len(lines)):
        return False
    words = [[len(line.segments[side].text.split()) for line in across] for side in (0, 1)]
    return min(map(sum, words)) >= _WORDS * len(across)


def around(lines: Sequence[TextLine]) -> Box:
    """Return the box around all of the lines."""
    return reduce(Box.around, (line.box for line in lines))


class LinkBox(NamedTuple):
    """A box of a page that is a link."""

    box: Box
    href: str


def lines_of(
    page: int, glyphs: Glyphs, targets: Sequence[LinkBox] = (), rules: Sequence[Box] = ()
) -> list[TextLine]:
    """Return the lines of a page in the order of the file, without what no viewer shows.

    rules: upright ones, which part a line though no wide gap does.
    """
    width, height = glyphs.frame.size
    shown = Box(-1, -1, width + 1, height + 1)
    lines: list[TextLine] = []
    under_way: list[Fragment] = []
    around = Box(0, 0, 0, 0)  # of the fragments under way
    for fragment in itertools.chain.from_iterable(_split(glyphs, f) for f in glyphs.fragments):
        box = _box(glyphs, fragment.start, fragment.end)
        if not shown.holds((box.left + box.right) / 2, (box.top + box.bottom) / 2):
            continue
        if under_way and not _goes_on(under_way[-1], around, fragment, box):
            lines += _line(page, glyphs, under_way, targets, rules)
            under_way = []
        around = around.around(box) if under_way else box
        under_way.append(fragment)
    lines += _line(page, glyphs, under_way, targets, rules) if under_way else []
    return lines


def _split(glyphs: Glyphs, fragment: Fragment) -> Iterator[Fragment]:
    """Part a fragment where it jumps to another line, which PDFium does not always see."""
    start = last = fragment.start
    for i in range(fragment.start, fragment.end):
        if not glyphs.texts[i].strip():
            continue
        down = (glyphs.base[i] - glyphs.base[last]) / (fragment.size or 1.0)
        back = glyphs.boxes[i].right < glyphs.boxes[last].left - fragment.size
        if not fragment.aside and (abs(down) > _JUMP or (back and down > _FEED)):
            yield fragment._replace(start=start, end=last + 1, hyphen=False)
            start = i
        last = i
    yield fragment._replace(start=start)


def _goes_on(before: Fragment, around: Box, fragment: Fragment, box: Box) -> bool:
    """Whether a fragment stands in the line of those before it, whose box is `around`."""
    if before.hyphen or before.aside != fragment.aside or fragment.aside:
        return False
    size = max(before.size, fragment.size)
    if around.is_beside(box):
        shifted = min(before.size, fragment.size) < _SMALL * size
        return box.left >= around.right - (_BACK_TO_INDEX if shifted else _BACK) * size
    # Of a formula, an index may stand so high or low that it shares little with its letter.
    touches = min(around.bottom, box.bottom) > max(around.top, box.top)
    return touches and fragment.size < _SMALL * size and abs(box.left - around.right) < size


def _box(glyphs: Glyphs, start: int, end: int) -> Box:
    boxes = [b for b in glyphs.boxes[start:end] if b.right > b.left and b.bottom > b.top]
    if not boxes:
        return glyphs.boxes[start]
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def _line(
    page: int,
    glyphs: Glyphs,
    fragments: Sequence[Fragment],
    targets: Sequence[LinkBox],
    rules: Sequence[Box],
) -> Iterator[TextLine]:
    main = max(fragments, key=lambda f: (f.end - f.start, f.size))
    base = glyphs.base[(main.start + main.end) // 2]
    segments: list[LinePart] = []
    for fragment in fragments:
        for start, end in _parts(glyphs, fragment, rules):
            segment = _segment(glyphs, start, end, main, targets)
            parted = bool(segments) and _is_parted(segments[-1].box, segment.box, rules)
            _append(segments, segment, 0.0 if parted else main.size)
    segments = [segment for segment in segments if segment.text.strip()]
    if segments:
        box = reduce(Box.around, (segment.box for segment in segments))
        fonts = frozenset(
            font for f in fragments if f.size >= _SMALL * main.size for font in f.fonts
        )
        hyphen = fragments[-1].hyphen
        spaced = glyphs.texts[fragments[-1].end - 1] == " "
        yield TextLine(page, segments, box, base, main.size, fonts, hyphen, main.aside, spaced)


def _is_parted(box: Box, after: Box, rules: Sequence[Box]) -> bool:
    """Whether an upright rule stands between two boxes of a line."""
    middle, y = (box.right + after.left) / 2, (after.top + after.bottom) / 2
    reach = max(1.0, (after.left - box.right) / 2 + 1.0)
    return any(abs(r.left - middle) <= reach and r.top <= y <= r.bottom for r in rules)


def _parts(glyphs: Glyphs, fragment: Fragment, rules: Sequence[Box]) -> Iterator[tuple[int, int]]:
    """Yield where a fragment goes on without a gap, without the blanks around each part.

    A gap is wide, or a rule stands in it, or leaders fill it ("Contents . . . . . 7").
    """
    start = last = fragment.start
    gap = _GAP_OF_CELLS * fragment.size
    near = [r for r in rules if r.top <= glyphs.base[start] <= r.bottom]
    leaders = _leaders(glyphs.texts[start : fragment.end])
    led = False
    for i in range(fragment.start, fragment.end):
        if not glyphs.texts[i].strip():
            continue
        if i - fragment.start in leaders:
            led = True
            continue
        apart = glyphs.boxes[i].left - glyphs.boxes[last].right
        parted = near and apart > 0 and _is_parted(glyphs.boxes[last], glyphs.boxes[i], near)
        if not fragment.aside and (apart > gap or parted or led):
            yield start, last + 1
            start, led = i, False
        last = i
    yield start, last + 1


def _leaders(texts: Sequence[str]) -> frozenset[int]:
    """Return which characters are dots that lead the eye across a gap."""
    content = "".join(text[:1] or " " for text in texts)
    if "..." not in content and ". ." not in content:
        return frozenset()
    return frozenset(i for match in _LEADERS.finditer(content) for i in range(*match.span()))


def _append(segments: list[LinePart], segment: LinePart, size: float) -> None:
    """Append a segment, or to the last one what no wide gap parts from it.

    size: of the type; 0 where a rule parts them.
    """
    if not (segments and size) or segment.box.left - segments[-1].box.right > _GAP_OF_CELLS * size:
        segments.append(segment)
        return
    last = segments[-1]
    apart = segment.box.left - last.box.right > _GAP_OF_WORDS * size
    if apart and not last.text.endswith(" ") and not segment.text.startswith(" "):
        last.runs.append(GlyphRun(" ", -1))
    last.runs += segment.runs
    last.box = last.box.around(segment.box)


def _segment(
    glyphs: Glyphs, start: int, end: int, main: Fragment, targets: Sequence[LinkBox]
) -> LinePart:
    texts = glyphs.texts[start:end]
    box = _box(glyphs, start, end)
    for first, last in _raised(glyphs, start, end, main):
        raised = "".join(glyphs.texts[first:last])
        if as_power(raised) != raised:
            texts[first - start : last - start] = map(as_power, glyphs.texts[first:last])
    hrefs = _hrefs(glyphs, range(start, end), box, targets)
    whole = "".join(texts)
    if not hrefs and "" not in texts and len(whole) == end - start and "  " not in whole:
        return LinePart([GlyphRun(whole, start)], box)
    return LinePart(_runs(start, texts, hrefs or [None] * len(texts)), box)


def _runs(start: int, texts: Sequence[str], hrefs: Sequence[str | None]) -> list[GlyphRun]:
    runs: list[GlyphRun] = []
    for i, (text, href) in enumerate(zip(texts, hrefs, strict=True), start):
        last = runs[-1] if runs else None
        if not text or (text == " " and last and last.text.endswith(" ")):
            continue
        if last and last.first + len(last.text) == i and last.href == href and len(text) == 1:
            runs[-1] = last._replace(text=last.text + text)
        else:
            runs.append(GlyphRun(text, i, href))
    return runs


def _raised(glyphs: Glyphs, start: int, end: int, main: Fragment) -> Iterator[tuple[int, int]]:
    """Yield where characters stand above the line and are smaller: powers, marks of footnotes."""
    middle = (main.start + main.end) // 2
    base, height = glyphs.base[middle], glyphs.boxes[middle].height

    def is_raised(i: int) -> bool:
        above = base - glyphs.base[i]
        small = glyphs.boxes[i].height < _SMALL * height
        return small and _RAISED * main.size < above < main.size

    for raised, run in itertools.groupby(range(start, end), is_raised):
        if raised:
            places = list(run)
            yield places[0], places[-1] + 1


def _hrefs(
    glyphs: Glyphs, indexes: range, box: Box, targets: Sequence[LinkBox]
) -> list[str | None]:
    """Return where each character points to; an empty list where none points anywhere."""
    near = [t for t in targets if t.box.is_beside(box) and t.box.is_over_or_under(box)]
    if not near:
        return []
    hrefs = []
    for i in indexes:
        x = (glyphs.boxes[i].left + glyphs.boxes[i].right) / 2
        y = (glyphs.boxes[i].top + glyphs.boxes[i].bottom) / 2
        hrefs.append(next((t.href for t in near if t.box.holds(x, y)), None))
    return hrefs
