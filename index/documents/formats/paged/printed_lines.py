"""The lines of a plain text, and which of them look alike but for their numbers."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

FORM_FEED = "\f"
_FEED = FORM_FEED.encode()
_MOST_PAGES = 20_000  # what has more form feeds is not printed with them
_LONGEST = 200  # bytes of a line that stands on many pages
_MOST_DIGITS = 24  # in such a line; rows of tables have more
_LEAST = 3  # pages without form feeds
SHORTEST = 5  # lines of a page without form feeds that are not blank
_SHARE = 1 / 3  # of lines that look like the number of a page are such
_AS_ZERO = bytes.maketrans(b"123456789", b"000000000")
_ZEROS = re.compile(rb"00+")


class PrintedLines:
    """The lines of a text, with a line of its own for each form feed."""

    def __init__(self, text: str) -> None:
        """Part a text into its lines."""
        feeds = text.count(FORM_FEED)
        self.pages = feeds + 1 if feeds < _MOST_PAGES else 1
        if self.pages > 1:
            text = text.replace("\r\n", "\n").replace(FORM_FEED, f"\n{FORM_FEED}\n")
        self.lines = text.split("\n")
        # Bytes are replaced and parted in far less time than characters.
        self._rows = text.encode("utf-8", "surrogatepass").translate(_AS_ZERO).split(b"\n")

    def look_of(self, line: int) -> bytes:
        """Return a line as it looks: every number is 0, and each run of blanks is one."""
        return _look_of(self._rows[line])

    def is_blank(self, line: int) -> bool:
        """Whether nothing stands on a line, or a form feed."""
        return not self._rows[line].strip()

    @cached_property
    def feeds(self) -> list[int]:
        """The lines that are form feeds."""
        return [n for n, row in enumerate(self._rows if self.pages > 1 else ()) if row == _FEED]

    @cached_property
    def first(self) -> int:
        """The first line on which anything stands."""
        return next((n for n in range(len(self.lines)) if not self.is_blank(n)), 0)

    @cached_property
    def last(self) -> int:
        """The last line on which anything stands."""
        numbers = range(len(self.lines) - 1, 0, -1)
        return next((n for n in numbers if not self.is_blank(n)), 0)

    @cached_property
    def numbered(self) -> list[list[int]]:
        """The lines with numbers of which several look alike, by look."""
        found: dict[bytes, list[int]] = defaultdict(list)
        for n in [n for n, row in enumerate(self._rows) if b"0" in row]:
            if len(self._rows[n]) <= _LONGEST and self._rows[n].count(b"0") <= _MOST_DIGITS:
                found[_look_of(self._rows[n])].append(n)
        several = (lines for lines in found.values() if _LEAST <= len(lines) <= _MOST_PAGES)
        return [lines for lines in several if _are_spread(lines)]

    @cached_property
    def filled(self) -> list[int]:
        """How many lines that are not blank stand before each line."""
        counts, count = [], 0
        for row in self._rows:
            counts.append(count)
            count += bool(row.strip())
        return counts


def _are_spread(lines: Sequence[int]) -> bool:
    """Whether some of the lines are so far apart as the ends of pages are, as no rows are."""
    apart, last = 0, -SHORTEST
    for line in lines:
        if line - last >= SHORTEST:
            apart, last = apart + 1, line
    return apart >= max(_LEAST, _SHARE * len(lines))


def _look_of(row: bytes) -> bytes:
    return _ZEROS.sub(b"0", b" ".join(row.split()))
