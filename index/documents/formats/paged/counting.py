"""Finds lines whose numbers count on at about even distances, as those of pages do."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from index.documents.formats.paged.printed_lines import SHORTEST, PrintedLines

_LEAST = 3  # pages
_LONGEST = 200  # lines of a page that are not blank
_EVEN = (0.75, 1.3)  # times the usual length of a page, in lines that are not blank
_SET = (0.95, 1.05)  # the same in all of its lines, where a program has set them
_SHARE = 0.8  # of the pages are about as long
_MOST_MISSING = 2  # the next number, or the one after it where a page has none


@dataclass(slots=True, eq=False)
class _Counted:
    """A line with a number, and the one that counts on to it."""

    line: int
    number: int
    before: "_Counted | None"
    length: int


def chains(numbered: Iterable[tuple[int, int]], printed: PrintedLines) -> Iterator[list[int]]:
    """Yield lines that count on at even distances; given in order, each with its number."""
    links = list(_links(numbered, printed.filled))
    taken: set[int] = set()
    for link in sorted(links, key=lambda link: -link.length):
        chain = list(_back_from(link, taken))
        if len(chain) >= _LEAST:
            taken.update(one.line for one in chain)
            yield _even(chain[::-1], printed)


def _links(numbered: Iterable[tuple[int, int]], filled: Sequence[int]) -> Iterator[_Counted]:
    """Yield the lines, each linked to the longest chain that it goes on with."""
    last: dict[int, _Counted] = {}
    for line, number in numbered:
        befores = [
            link
            for missing in range(1, _MOST_MISSING + 1)
            if (link := last.get(number - missing))
            and SHORTEST <= (filled[line] - filled[link.line]) / missing <= _LONGEST
        ]
        before = max(befores, key=lambda link: link.length, default=None)
        link = _Counted(line, number, before, before.length + 1 if before else 1)
        if number not in last or last[number].length <= link.length:
            last[number] = link
        yield link


def _back_from(link: _Counted | None, taken: set[int]) -> Iterator[_Counted]:
    while link is not None and link.line not in taken:
        yield link
        link = link.before


def _even(chain: Sequence[_Counted], printed: PrintedLines) -> list[int]:
    """Return the lines of a chain whose pages are about as long as the others, if most are."""
    lines = [link.line for link in chain]
    filled = [printed.filled[line] for line in lines]
    numbers = [link.number for link in chain]
    # The foot of the last page, which may be short, comes when the others have told how long.
    ends = lines[-1] == printed.last and len(chain) > _LEAST
    even = _are_even(filled, numbers, _EVEN, ends) or _are_even(lines, numbers, _SET, ends)
    pairs = itertools.pairwise([False, *even, False])
    return [line for line, beside in zip(lines, pairs, strict=False) if any(beside)]


def _are_even(
    places: Sequence[int], numbers: Sequence[int], usual: tuple[float, float], ends: bool
) -> list[bool]:
    """Tell of each page but the last whether it is about as long as usual; [] if most are not.

    ends: whether the last one may be shorter.
    """
    steps = zip(itertools.pairwise(places), itertools.pairwise(numbers), strict=True)
    lengths = [(after - before) / (b - a) for (before, after), (a, b) in steps]
    whole = lengths[:-1] if ends else lengths
    least, most = (share * median(whole) for share in usual)
    even = [least <= length <= most for length in lengths]
    if ends:
        even[-1] = lengths[-1] <= most
    return even if sum(even) >= _SHARE * len(even) else []
