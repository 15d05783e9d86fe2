"""Finds the lines that may run from page to page, by where they stand and how they count on.

With form feeds, they stand at the edges of the pages, one inside the other. Without, a number in
them rises by one at about even distances, and other lines stand beside them again and again.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.documents.formats.paged.counting import chains
from index.documents.formats.paged.printed_lines import PrintedLines

_DEEPEST = 4  # lines of a head or a foot
_SHARE = 0.4  # of the pages: left and right ones may differ
_MOST = 2 / 3  # of the places
# With its digits where it is no part of a time, a date or a sum; else without.
_NUMBER = re.compile(r"(?<!\d[.,])(?<![\d:])(\d{1,5})(?![\d:]|[.,]\d)|\d+")
_EQUATION = re.compile(r"\(\s*\d+\s*\)")
_NEAR = 20  # lines, blank ones too, between a foot and a head
_MOST_NUMBERS = 8  # in a line


class RunningLines(NamedTuple):
    """Lines that may run from page to page, by their numbers in the text.

    counts: whether a number in them counts the pages. fed: whether form feeds part the pages.
    is_foot: whether they are the last ones before a form feed.
    """

    lines: tuple[int, ...]
    counts: bool
    fed: bool
    is_foot: bool = False


def _numbers_of(line: str) -> list[int | None]:
    """Return the numbers of a line; None for one that counts no pages, as that of a time."""
    return [int(number) if number else None for number in _NUMBER.findall(line)[:_MOST_NUMBERS]]


def runs_at_edges(printed: PrintedLines) -> Iterator[RunningLines]:
    """Yield what stands on many pages at the same edge, from the outermost line inward."""
    pages = _pages(printed)
    for ends in (False, True):
        here = {n: page[::-1] if ends else page for n, page in enumerate(pages)}
        for depth in range(_DEEPEST):
            here = {n: page for n, page in here.items() if len(page) > depth}
            at = {n: page[depth] for n, page in here.items()}
            runs = [
                RunningLines(run, counts, True, ends and not depth)
                for run, counts in _alike(at, printed)
            ]
            yield from runs
            marked = {line for run in runs for line in run.lines}
            here = {n: page for n, page in here.items() if page[depth] in marked}


def _pages(printed: PrintedLines) -> list[list[int]]:
    """Return the lines of each page that are not blank."""
    ends = [-1, *printed.feeds, len(printed.lines)]
    return [
        [n for n in range(start + 1, end) if not printed.is_blank(n)]
        for start, end in itertools.pairwise(ends)
    ]


def _alike(at: dict[int, int], printed: PrintedLines) -> Iterator[tuple[tuple[int, ...], bool]]:
    """Yield the lines, of those given by page, that count the pages or are the same on many."""
    by_look: dict[bytes, list[int]] = defaultdict(list)
    for page in at:
        by_look[printed.look_of(at[page])].append(page)
    for look, pages in by_look.items():
        counting = _counting(look, {page: printed.lines[at[page]] for page in pages})
        groups = [counting] if _are_many(counting) else []
        if not groups:
            same: dict[tuple[str, ...], list[int]] = defaultdict(list)
            for page in pages:
                same[tuple(printed.lines[at[page]].split())].append(page)
            groups = [group for group in same.values() if _are_many(group)]
        for group in groups:
            yield tuple(at[page] for page in group), group is counting


def _are_many(pages: Sequence[int]) -> bool:
    return len(pages) > 1 and len(pages) >= _SHARE * (pages[-1] - pages[0] + 1)


def _counting(look: bytes, lines: dict[int, str]) -> list[int]:
    """Return the pages whose number stands in their lines, less the same on all of them."""
    less: dict[tuple[int, int], list[int]] = defaultdict(list)
    for page, line in lines.items() if b"0" in look else ():
        for place, number in enumerate(_numbers_of(line)):
            if number is not None:
                less[place, number - page].append(page)
    return max(less.values(), key=len, default=[])


def runs_in_between(printed: PrintedLines) -> Iterator[RunningLines]:
    """Yield the lines that count on at even distances, and the same ones beside most of them."""
    found = [
        chain
        for lines in printed.numbered
        for numbered in _by_place(lines, printed)
        for chain in chains(numbered, printed)
        if chain and not _EQUATION.fullmatch(printed.lines[chain[0]].strip())
    ]
    marked = {line for chain in found for line in chain}
    for chain in found:
        yield RunningLines(tuple(chain), counts=True, fed=False)
        for step in (-1, 1):
            yield from _beside(chain, step, marked, printed)


def _by_place(lines: Sequence[int], printed: PrintedLines) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines with their first numbers, with their second ones, and so on."""
    numbers = [_numbers_of(printed.lines[n]) for n in lines]
    for at_place in zip(*numbers, strict=True):
        yield [(n, number) for n, number in zip(lines, at_place, strict=True) if number is not None]


def _beside(
    chain: Sequence[int], step: int, marked: set[int], printed: PrintedLines
) -> Iterator[RunningLines]:
    """Yield what stands beside most lines of a chain, on one side of them."""
    at = list(chain)
    for _ in range(_DEEPEST):
        beside = [_next(line, step, marked, printed) for line in at]
        texts = {n: tuple(printed.lines[n].split()) for n in beside if n is not None}
        [(text, times)] = Counter(texts.values()).most_common(1) or [((), 0)]
        if times < max(2, _MOST * len(chain)):
            return
        at = [n for n in texts if texts[n] == text]
        marked.update(at)
        yield RunningLines(tuple(at), counts=False, fed=False)


def _next(line: int, step: int, marked: set[int], printed: PrintedLines) -> int | None:
    """Return the next line that is neither blank nor marked; None if none is near."""
    for n in range(line + step, line + step * _NEAR, step):
        if not 0 <= n < len(printed.lines):
            return None
        if n not in marked and not printed.is_blank(n):
            return n
    return None
