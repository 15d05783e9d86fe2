"""Which lines of a document are furniture of the page it came from, and no part of it.

A line is furniture if the whole of it is what pages alone say to their readers ("Share this
article", "Accept all cookies"); if it stands among such lines and may be one of them ("Share"); if
it belongs to the closing navigation, which runs to the end of the document; or if it is part of a
menu: links and nothing else, before the document begins.

A wrong cut is worse than furniture left in. So nothing is cut because other documents have it too:
what stands at the edges of all documents of a folder is as often their letterhead, their labels or
the same answer in each as it is a menu.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from index.documents.marks import ENDS_NO_HEADLINE, LIST_MARK_OF_LINE
from index.records import BlockKind

_MAX_HEADLINE_WORDS = 25
_LEAST_LINKS = 3
_DECORATION = " \t«»‹›←→<>|•·»"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block. links: how many links it consists of; 0 if it holds anything else."""

    text: str
    kind: BlockKind
    links: int = 0


@dataclass(frozen=True, slots=True)
class _Phrases:
    lines: re.Pattern[str]
    beside: re.Pattern[str]
    navigation: re.Pattern[str]


def furniture(lines: Sequence[Line]) -> list[bool]:
    """Tell of each line whether it is furniture."""
    tail = _tail(lines)
    cut = [n >= tail or _says_page(line) for n, line in enumerate(lines)]
    for number in _menu(lines):
        cut[number] = True
    for order in (range(len(lines)), range(len(lines) - 1, -1, -1)):
        near = False
        for number in order:
            near = cut[number] or (near and _says(_phrases().beside, lines[number]))
            cut[number] = near
    return cut


def is_page_line(text: str) -> bool:
    """Whether the line is what a page, and no article, says to its reader."""
    return _phrases().lines.fullmatch(text.strip(_DECORATION)) is not None


def may_be_page_line(text: str) -> bool:
    """Whether the line is one of those, or one that a page has beside them."""
    return is_page_line(text) or _phrases().beside.fullmatch(text.strip(_DECORATION)) is not None


def is_headline(text: str) -> bool:
    """Whether a line is short, no list item, and does not end as a sentence does."""
    if LIST_MARK_OF_LINE.match(text) or ENDS_NO_HEADLINE.search(text):
        return False
    return len(text.split()) <= _MAX_HEADLINE_WORDS


def _says(phrases: re.Pattern[str], line: Line) -> bool:
    text = line.text.strip(_DECORATION)
    return line.kind is BlockKind.PARAGRAPH and phrases.fullmatch(text) is not None


def _says_page(line: Line) -> bool:
    return _says(_phrases().lines, line)


def _tail(lines: Sequence[Line]) -> int:
    """Return the number of the line that begins the closing navigation; len(lines) without one.

    It begins with the first navigation label after which only labels, headlines and page lines
    stand. A text that holds nothing else is no article with a closing part, and stays whole.
    """
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number]
        if _phrases().navigation.fullmatch(line.text.strip(_DECORATION)):
            start = number
        elif not (_says_page(line) or _may_be_headline(line)):
            return start
    return len(lines)


def _may_be_headline(line: Line) -> bool:
    return line.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH) and is_headline(line.text)


def _menu(lines: Sequence[Line]) -> range:
    """Return the lines of links alone that a document begins with, if they are a menu."""
    end = 0
    while end < len(lines) and (lines[end].links or _says_page(lines[end])):
        end += 1
    # A document of links alone is a list of links.
    if end == len(lines) or sum(line.links for line in lines[:end]) < _LEAST_LINKS:
        return range(0)
    return range(end)


@cache
def _phrases() -> _Phrases:
    table = tomllib.loads(files("index.documents").joinpath("furniture.toml").read_text("utf-8"))
    network = f"(?:{'|'.join(table['networks'])})"

    def any_of(name: str) -> re.Pattern[str]:
        phrases = (phrase.replace("{network}", network) for phrase in table[name])
        return re.compile("|".join(f"(?:{phrase})" for phrase in phrases), re.IGNORECASE)

    return _Phrases(any_of("lines"), any_of("beside"), any_of("navigation"))
