"""Looks through the cells of an XLSX file before they are read: how many, how far apart, how shown.

python-calamine gives the values of all cells as one rectangle, which two cells in far corners make
larger than any memory; and it does not give the formats of numbers.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree

from index.documents.formats.decoding.opc import Package
from index.documents.formats.decoding.qualified_names import attribute, child, children, tags_of
from index.documents.formats.tables.number_formats import BUILT_IN
from index.documents.formats.tables.sheet_text import MAX_CELLS, too_many_cells
from index.errors import Unreadable

_COLUMNS = 16_384  # of a sheet
_ROWS = 1_048_576
_MAX_AREA = 10 * MAX_CELLS
_MAX_ELEMENTS = 4 * MAX_CELLS  # with the empty cells that only have a look
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class SheetScan:
    """The cells of a sheet that have a format to follow.

    places: the row times 16,384 and the column, both from 0. styles: of each, a place in `codes`.
    """

    codes: Mapping[int, str] = field(default_factory=dict)
    places: "array[int]" = field(default_factory=lambda: array("Q"))
    styles: "array[int]" = field(default_factory=lambda: array("L"))

    def codes_of(self, row: int, first_column: int, width: int) -> Iterator[tuple[int, str]]:
        """Yield the columns of a row, from `first_column` on, that have a format, and its code."""
        start = row * _COLUMNS + first_column
        at = bisect_left(self.places, start)
        while at < len(self.places) and self.places[at] < start + width:
            yield self.places[at] - start, self.codes[self.styles[at]]
            at += 1


class WorkbookScan:
    """The sheets of an XLSX file, by name, and its formats."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main_part("xl/workbook.xml")
        related = package.relationships(main)
        self._parts = {
            one.get("name", ""): related[attribute(one, "r:id")].target
            for one in children(child(package.xml(main), "x:sheets"), "x:sheet")
            if attribute(one, "r:id") in related
        }
        styles = package.optional_xml(next(package.related(main, "styles"), None))
        self._codes = _codes(styles)

    def scan(self, name: str) -> SheetScan:
        """Return the formats in a sheet. Raises Unreadable for too many cells, or too far apart."""
        part = self._parts.get(name)
        scan = SheetScan(self._codes)
        if part is not None and part in self._package:
            _look_through(self._package.data(part), scan)
        return scan


def _codes(styles: etree._Element | None) -> dict[int, str]:
    """Return the code of the format of each style of cells, but of those that show all numbers."""
    own = {
        one.get("numFmtId", ""): one.get("formatCode", "")
        for one in children(child(styles, "x:numFmts"), "x:numFmt")
    }
    codes: dict[int, str] = {}
    for number, style in enumerate(children(child(styles, "x:cellXfs"), "x:xf")):
        told = style.get("numFmtId", "0")
        code = own.get(told) or BUILT_IN.get(int(told) if told.isdecimal() else 0, "")
        if code and code.lower() != "general":
            codes[number] = code
    return codes


def _look_through(data: bytes, scan: SheetScan) -> None:
    """Note the cells with a format. Raises Unreadable."""
    area = _Area()
    row, column, elements = 0, -1, 0
    events = etree.iterparse(
        BytesIO(data), tag=tags_of("x:c", "x:row"), resolve_entities=False, no_network=True
    )
    try:
        for _, element in events:
            if element.tag.endswith("}row"):
                row, column = row + 1, -1
                _forget(element)
                continue
            row, column = _place(element, row, column + 1)
            elements += 1
            if len(element):
                area.add(row, column)
                style = element.get("s", "")
                if style.isdecimal() and int(style) in scan.codes:
                    scan.places.append(row * _COLUMNS + column)
                    scan.styles.append(int(style))
            if elements > _MAX_ELEMENTS or area.cells > MAX_CELLS:
                raise too_many_cells(MAX_CELLS)
            element.clear()
    except etree.XMLSyntaxError as error:
        raise Unreadable(f"a sheet in it is damaged ({error.msg})") from error
    if area.size > _MAX_AREA:
        raise too_many_cells(MAX_CELLS)


def _place(cell: etree._Element, row: int, column: int) -> tuple[int, int]:
    """Return the row and the column of a cell, both from 0; as given where it does not say."""
    told = _REFERENCE.fullmatch(cell.get("r", ""))
    if not told:
        of_row = cell.getparent().get("r", "")
        return int(of_row) - 1 if of_row.isdecimal() else row, column
    number = 0
    for letter in told[1]:
        number = number * 26 + ord(letter) - ord("A") + 1
    return int(told[2]) - 1, number - 1


def _forget(element: etree._Element) -> None:
    """Free a row that has been looked through."""
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


class _Area:
    """The rectangle around the cells that hold something, and how many these are."""

    def __init__(self) -> None:
        self.cells = 0
        self._top, self._left, self._bottom, self._right = _ROWS, _COLUMNS, -1, -1

    def add(self, row: int, column: int) -> None:
        self.cells += 1
        self._top, self._bottom = min(self._top, row), max(self._bottom, row)
        self._left, self._right = min(self._left, column), max(self._right, column)

    @property
    def size(self) -> int:
        """How many cells the rectangle has."""
        return (self._bottom - self._top + 1) * (self._right - self._left + 1) if self.cells else 0
