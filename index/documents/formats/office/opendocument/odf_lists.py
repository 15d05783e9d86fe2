"""Counts the items of the lists of an OpenDocument file, whose numbers are not in the text."""

from dataclasses import dataclass, field

from lxml import etree

from index.documents.formats.decoding.qualified_names import attribute
from index.documents.formats.office.opendocument.odf_styles import OdfListLevel, OdfStyles


@dataclass(slots=True)
class OdfList:
    """A list under way, with its lists inside. counters: of each level, the outermost first."""

    style: str
    counters: list[int] = field(default_factory=list)


class OdfCounter:
    """The lists of a document, and how far each has been counted."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._before: dict[str, list[int]] = {}  # where the last list of each style ended
        self._headings: list[int] = []

    def begin(self, element: etree._Element) -> OdfList:
        """Return a list that goes on counting where its element says so, or else begins anew."""
        style = attribute(element, "text:style-name")
        goes_on = attribute(element, "text:continue-numbering") == "true" or attribute(
            element, "text:continue-list"
        )
        counters = self._before.get(style, []) if goes_on else []
        return OdfList(style, [*counters])

    def end(self, under_way: OdfList) -> None:
        """Remember where a list ended."""
        self._before[under_way.style] = under_way.counters

    def count(
        self, under_way: OdfList, level: int, item: etree._Element, style: str
    ) -> tuple[str, int | None]:
        """Return the mark of the next item, and its number, None for a bullet.

        level: from 1. style: of the list at this level.
        """
        marks = self._styles.list_level(style, level)
        counters = _next(under_way.counters, level, marks)
        told = attribute(item, "text:start-value")
        if told.isdecimal():
            counters[-1] = int(told)
        under_way.counters = counters
        numbered = bool(marks.numeral) and not marks.is_bullet
        return marks.mark(counters), counters[-1] if numbered else None

    def count_heading(self, level: int) -> str:
        """Return the number of the next heading; "" where headings of the level have none."""
        marks = self._styles.outline.get(level)
        self._headings = _next(self._headings, level, marks or OdfListLevel())
        return marks.mark(self._headings) if marks else ""


def _next(counters: list[int], level: int, marks: OdfListLevel) -> list[int]:
    """Return the counters of all levels at the next item of a level."""
    counters = [*counters[:level]]
    if len(counters) == level:
        counters[-1] += 1
        return counters
    return [*counters, *[1] * (level - 1 - len(counters)), marks.start]
