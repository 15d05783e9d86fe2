"""The units of a page that stay or go whole: a paragraph, a heading, a table of data, code."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement

from index.documents.formats.elements.tree_tables import holds_data
from index.documents.formats.markup.html_text import is_block, level_of_heading

_NO_KEY = re.compile(r"[\W_]+")
_LONG = 25  # characters of a key that do not stand in two places of a page by chance
_ENDS = 40  # characters at each end of a key: what lies between may have been changed


@dataclass(slots=True, eq=False)
class PageUnit:
    """A unit. key: its letters and digits. linked: how many of these stand in links.

    at: where it stands in the extracted text, -1 if it does not.
    """

    element: HtmlElement
    key: str
    linked: int
    at: int = -1
    kept: bool = False

    @property
    def level(self) -> int:
        """The level of a heading, 0 of others."""
        return level_of_heading(self.element.tag)

    @property
    def is_linked(self) -> bool:
        """Whether most of it stands in links."""
        return 2 * self.linked > len(self.key)


def key_of(text: str) -> str:
    """Return the letters and digits of a text, in lower case."""
    return _NO_KEY.sub("", text).lower()


def wrap_loose_text(root: HtmlElement) -> None:
    """Put text that stands beside blocks into a block of its own, so that it can go alone."""
    for element in list(root.iter("*")):
        if not _holds_blocks(element) or element.tag in ("table", "tbody", "thead", "tr", "dl"):
            continue
        run: list[HtmlElement] = []
        text, element.text = element.text, None
        for child in [*element, None]:
            if child is not None and not is_block(child.tag) and not _holds_blocks(child):
                run.append(child)
                continue
            if run or (text and text.strip()):
                _wrap(element, child, text, run)
            run = []
            if child is not None:
                text, child.tail = child.tail, None


def _wrap(
    parent: HtmlElement, before: HtmlElement | None, text: str | None, run: Sequence[HtmlElement]
) -> None:
    block = etree.SubElement(parent, "div")
    block.text = text
    if before is not None:
        before.addprevious(block)
    for element in run:
        block.append(element)


def _holds_blocks(element: HtmlElement) -> bool:
    return any(is_block(inner.tag) for inner in element.iterdescendants("*"))


def units_of(root: HtmlElement) -> list[PageUnit]:
    """Return the units of a page that hold words, in order."""
    units = []
    for element in _whole(root):
        key = key_of("".join(element.itertext()))
        if key:
            units.append(PageUnit(element, key, _linked(element, key)))
    return units


def _linked(element: HtmlElement, key: str) -> int:
    if next(element.iterancestors("a"), None) is not None:
        return len(key)
    return sum(len(key_of("".join(link.itertext()))) for link in element.iter("a"))


def _whole(element: HtmlElement) -> Iterator[HtmlElement]:
    is_table = element.tag == "table" and holds_data(element)
    if is_table or element.tag == "pre" or not _holds_blocks(element):
        yield element
    else:
        for child in element:
            yield from _whole(child)


def find_units(units: Sequence[PageUnit], extracted: str) -> None:
    """Set where each unit stands in the key of the extracted text.

    A long one may stand anywhere; a short one only between its neighbours.
    """
    position = 0
    for unit in units:
        if len(unit.key) >= _LONG:
            unit.at = _find_long(unit.key, extracted, position)
            position = max(position, unit.at)
    following = len(extracted)
    ends = []
    for unit in reversed(units):
        ends.append(following)
        following = unit.at if unit.at >= 0 else following
    before = 0
    for unit, end in zip(units, reversed(ends), strict=True):
        if len(unit.key) < _LONG:
            unit.at = extracted.find(unit.key, before, max(end, before))
        if unit.at >= 0:
            before = unit.at + len(unit.key)


def _find_long(key: str, extracted: str, position: int) -> int:
    tries: Iterable[tuple[str, int]] = (
        (key, position),
        (key[:_ENDS], position),
        (key, 0),
        (key[:_ENDS], 0),
        (key[-_ENDS:], 0),
    )
    return next((at for part, start in tries if (at := extracted.find(part, start)) >= 0), -1)
