"""Reads ODS (OpenDocument, ISO/IEC 26300), where each cell holds its text as people see it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from lxml import etree

from index.documents.formats.decoding.qualified_names import (
    attribute,
    child,
    children,
    descendants,
    name_of,
)
from index.documents.formats.office.opendocument.odf_lines import line_of
from index.documents.formats.office.opendocument.odf_package import open_odf
from index.documents.formats.office.opendocument.odf_styles import OdfStyles
from index.documents.formats.tables.sheet_text import (
    Sheet,
    SheetRow,
    SheetWriter,
    hidden_named,
)
from index.documents.shape import TextBuilder
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import RawDocument

_COLUMNS = 16_384  # of a sheet
_GROUPS = ("table:table-rows", "table:table-row-group", "table:table-header-rows")
_CELLS = ("table:table-cell", "table:covered-table-cell")


def read_ods(original: Original) -> RawDocument:
    """Return the document. Raises Unreadable."""
    package = open_odf(original.data)
    sheets = [*children(package.body("office:spreadsheet"), "table:table")]
    unseen = {
        attribute(one, "style:name")
        for root in (package.styles, package.content)
        for one in descendants(root, "style:style")
        if attribute(child(one, "style:table-properties"), "table:display") == "false"
    }
    styles = OdfStyles.of(package.content, package.styles)
    builder = TextBuilder()
    writer = SheetWriter(builder)
    hidden = []
    for sheet in sheets:
        name = attribute(sheet, "table:name")
        is_hidden = attribute(sheet, "table:style-name") in unseen
        hidden += [name] if is_hidden else []
        rows = Sheet(name, _sheet_rows(sheet, styles), is_hidden)
        writer.add(rows, with_name=len(sheets) > 1)
    text, shape = builder.build()
    if not text:
        raise Unreadable("its sheets are empty", FileStatus.EMPTY)
    return RawDocument(
        document_id=original.name,
        text=text,
        title=package.properties.title or PurePosixPath(original.name).stem,
        shape=shape,
        author=package.properties.author,
        language=package.properties.language,
        warnings=tuple(hidden_named(hidden)),
    )


@dataclass(frozen=True, slots=True)
class _Spanning:
    """A cell that goes on below. left: through how many rows more."""

    left: int
    text: str


def _sheet_rows(sheet: etree._Element, styles: OdfStyles) -> Iterator[SheetRow]:
    """Yield the rows that hold something, each with the cells above that span it."""
    number = 1
    spanning: dict[int, _Spanning] = {}
    for row in _row_elements(sheet):
        cells: list[str] = []
        for cell in children(row, *_CELLS):
            column, text = len(cells), _text(cell, styles)
            above = spanning.pop(column, None)
            rows = _repeats(cell, "table:number-rows-spanned")
            if name_of(cell) == "table:table-cell":
                above = _Spanning(rows, text) if rows > 1 else None
            if above and above.left > 1:
                spanning[column] = replace(above, left=above.left - 1)
            text = above.text if above and not text else text
            times = min(_repeats(cell, "table:number-columns-repeated"), _COLUMNS - column)
            cells += [text] * times
        times = _repeats(row, "table:number-rows-repeated")
        if any(cells):
            yield from (SheetRow(number + more, cells) for more in range(times))
        number += times


def _row_elements(element: etree._Element) -> Iterator[etree._Element]:
    for one in element:
        if name_of(one) == "table:table-row":
            yield one
        elif name_of(one) in _GROUPS:
            yield from _row_elements(one)


def _text(cell: etree._Element, styles: OdfStyles) -> str:
    """Return what a cell shows; a date as 2024-05-03, in no country's way of writing it."""
    date = attribute(cell, "office:date-value")
    if date:
        day, _, time = date.partition("T")
        time = time.removesuffix("Z").partition(".")[0].removesuffix(":00")
        return f"{day} {time}" if time not in ("", "00:00") else day
    lines = [line_of(one, styles).text for one in children(cell, "text:p")]
    return "\n".join(lines).strip() or attribute(cell, "office:value")


def _repeats(element: etree._Element, name: str) -> int:
    value = attribute(element, name)
    return int(value) if value.isdecimal() else 1
