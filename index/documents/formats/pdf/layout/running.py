"""Finds the running heads and feet of pages, which would stand in the middle of sentences.

A line runs if it stands near the edge of the page, and others that say the same, but for their
numbers, stand at the same height of many pages; left and right pages may differ. At a height where
lines run, also a line that says something else runs if it stands apart, as a chapter's title does.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from index.documents.formats.pdf.layout.geometry import Box
from index.documents.formats.pdf.layout.text_lines import TextLine
from index.documents.formats.pdf.layout.typography import Typography

_EDGE = 0.12  # of the height of the page
_SAME_HEIGHT = 2.0  # points
_SHARE = 0.4  # of the pages of one side
_APART = 1.6  # times the size of type, from the line that follows
_LEAST_NUMBERS = 3  # pages, before their numbers are believed
_NUMBER = re.compile(r"\d+")
_MOST_LINES = 2_000
_ALONE = re.compile(r"\W*(?:\d{1,4}|[ivxl]{1,6})\W*", re.IGNORECASE)


@dataclass(slots=True)
class PageLines:
    """The lines of a page, counted from 1, and how high the page is, in points.

    rules: thin boxes that are drawn on it. printed: the number that stands on it, where it is
    another one.
    """

    number: int
    height: float
    lines: list[TextLine]
    rules: list[Box] = field(default_factory=list)
    printed: str | None = None
    left_out: list[TextLine] = field(default_factory=list)

    def edges(self) -> Iterator[TextLine]:
        """Yield the lines near the upper and the lower edge; none of a page that is a drawing."""
        for line in self.lines if len(self.lines) <= _MOST_LINES else ():
            if not self.edge < line.base < self.height - self.edge:
                yield line

    @property
    def edge(self) -> float:
        return _EDGE * self.height


def leave_out_running(pages: Sequence[PageLines]) -> None:
    """Move the running heads and feet of all pages from their lines to what is left out.

    Their numbers become the printed ones of the pages, where they count on from page to page.
    """
    heights = _running_heights(pages)
    usual = Typography((line for page in pages for line in page.lines), {})
    for page in pages:
        for line in page.edges():
            if _runs(page, line, heights) or _is_small_and_numbered(page, line, usual):
                page.left_out.append(line)
        gone = set(map(id, page.left_out))
        page.lines = [line for line in page.lines if id(line) not in gone]
    _number(pages)


def _running_heights(pages: Sequence[PageLines]) -> Mapping[int, frozenset[tuple[str, int]]]:
    """Return, for each side (0 and 1), the patterns of lines that run and their heights.

    A height is in steps of 2 points. The pattern "" stands for any line at that height.
    """
    found: dict[int, frozenset[tuple[str, int]]] = {}
    for side in (0, 1):
        here = [page for page in pages if page.number % 2 == side]
        running = _repeated(here, len(here)) | _repeated(pages, len(pages))
        found[side] = running
    return found


def _repeated(pages: Sequence[PageLines], count: int) -> frozenset[tuple[str, int]]:
    seen: dict[tuple[str, int], set[int]] = defaultdict(set)
    for page in pages:
        for line in page.edges():
            for height in _steps(line):
                seen[_pattern(line), height].add(page.number)
    least = max(2.0, _SHARE * count)
    repeated = {key: numbers for key, numbers in seen.items() if len(numbers) >= 2}
    at_height: dict[int, set[int]] = defaultdict(set)
    for (_, height), numbers in repeated.items():
        at_height[height] |= numbers
    heights = {height for height, numbers in at_height.items() if len(numbers) >= least}
    return frozenset({key for key in repeated if key[1] in heights} | {("", h) for h in heights})


def _pattern(line: TextLine) -> str:
    return _NUMBER.sub("#", line.text.strip())


def _steps(line: TextLine) -> tuple[int, int]:
    """Return the two steps that a height may count as, so that near heights share one."""
    step = line.base / _SAME_HEIGHT
    return int(step), int(step + 1)


def _runs(
    page: PageLines, line: TextLine, heights: Mapping[int, frozenset[tuple[str, int]]]
) -> bool:
    running = heights[page.number % 2]
    if any((_pattern(line), step) in running for step in _steps(line)):
        return True
    if not _is_apart(page, line):
        return False
    return any(("", step) in running for step in _steps(line)) or _is_number(page, line)


def _is_number(page: PageLines, line: TextLine) -> bool:
    """Whether a line is the number of the page alone, the outermost of all."""
    return _ALONE.fullmatch(line.text) is not None and _is_outermost(page, line)


def _is_small_and_numbered(page: PageLines, line: TextLine, usual: Typography) -> bool:
    """Whether a line in small type has the number of the page at its end, and is the outermost."""
    words = line.text.split()
    if str(page.number) not in (words[0], words[-1]) or not usual.is_smaller(line):
        return False
    return _is_outermost(page, line) and _is_apart(page, line)


def _is_outermost(page: PageLines, line: TextLine) -> bool:
    others = [other.base for other in page.lines if other is not line]
    return not others or line.base > max(others) or line.base < min(others)


def _is_apart(page: PageLines, line: TextLine) -> bool:
    """Whether no line of the text stands close to it on the inner side."""
    inner = 1 if line.base < page.height / 2 else -1
    gaps = [
        inner * (other.base - line.base)
        for other in page.lines
        if inner * (other.base - line.base) > 0.5 * line.size
    ]
    return not gaps or min(gaps) > _APART * line.size


def _number(pages: Sequence[PageLines]) -> None:
    """Set the printed numbers, which differ from those of the pages by the same on most pages."""
    numbers = {page.number: list(_numbers_at_ends(page.left_out)) for page in pages}
    offsets = Counter(value - number for number, values in numbers.items() for value in set(values))
    chosen = {
        number: number + max((value - number for value in values), key=lambda o: offsets[o])
        for number, values in numbers.items()
        if values
    }
    rising = list(chosen.values())
    if len(rising) < _LEAST_NUMBERS or rising != sorted(set(rising)):
        return
    for page in pages:
        value = chosen.get(page.number)
        if value is not None and value != page.number:
            page.printed = str(value)


def _numbers_at_ends(lines: Iterable[TextLine]) -> Iterator[int]:
    """Yield the numbers that lines begin or end with."""
    for line in lines:
        words = line.text.split()
        for word in {words[0], words[-1]}:
            if word.strip("-–—|").isdecimal() and len(word) <= 5:
                yield int(word.strip("-–—|"))
