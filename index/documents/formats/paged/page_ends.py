"""What stands between the last line of a page and the first one of the next."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple


class Gap(NamedTuple):
    """Lines that say nothing of the text: blank ones, form feeds, and those that run.

    start, end: their numbers. before, after: the lines around; empty at the ends of the text.
    is_open: whether a blank line or a form feed is among them.
    """

    start: int
    end: int
    before: str
    after: str
    running: Sequence[str]
    is_open: bool


class Gaps:
    """The gaps of a text in which a form feed stands, or a line that runs or is thought to."""

    def __init__(
        self, lines: Sequence[str], feeds: Sequence[int], running: Collection[int]
    ) -> None:
        """Find the gaps, by the numbers of the lines with form feeds and of those that run.

        found: in order. of: by the number of each running line.
        """
        self.found: list[Gap] = []
        self.of: dict[int, Gap] = {}
        for start, end in _stretches(lines, feeds, running):
            inside = [n for n in range(start, end) if n in running]
            before = lines[start - 1] if start else ""
            after = lines[end] if end < len(lines) else ""
            said = [lines[n] for n in inside]
            gap = Gap(start, end, before, after, said, is_open=len(inside) < end - start)
            self.found.append(gap)
            self.of.update(dict.fromkeys(inside, gap))


def _stretches(
    lines: Sequence[str], feeds: Sequence[int], running: Collection[int]
) -> Iterator[tuple[int, int]]:
    """Yield where lines begin and end that are blank, form feeds or running, around such ones."""
    end = 0
    for line in sorted({*feeds, *running}):
        if line < end:
            continue
        start, end = line, line + 1
        while start > 0 and not lines[start - 1].strip():
            start -= 1
        while end < len(lines) and (end in running or not lines[end].strip()):
            end += 1
        yield start, end
