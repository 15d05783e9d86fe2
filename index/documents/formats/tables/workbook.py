"""Reads XLSX, XLSB and XLS with python-calamine: the values that the cells had when saved."""

import datetime
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from index.documents.formats.decoding.opc import open_package
from index.documents.formats.office.properties import Properties, properties_of_package
from index.documents.formats.tables.number_formats import shown
from index.documents.formats.tables.sheet_scan import SheetScan, WorkbookScan
from index.documents.formats.tables.sheet_text import (
    MAX_CELLS,
    Sheet,
    SheetRow,
    SheetWriter,
    hidden_named,
    too_many_cells,
)
from index.documents.shape import TextBuilder
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import RawDocument

_MAX_AREA = 10 * MAX_CELLS
Value = str | float | bool | datetime.date | datetime.time | datetime.datetime | datetime.timedelta


def read_xlsx(original: Original) -> RawDocument:
    """Return the document in an XLSX file. Raises Unreadable."""
    package = open_package(original.data)
    return _document(original, WorkbookScan(package), properties_of_package(package))


def read_xlsb(original: Original) -> RawDocument:
    """Return the document in an XLSB file. Raises Unreadable."""
    return _document(original, None, properties_of_package(open_package(original.data)))


def read_xls(original: Original) -> RawDocument:
    """Return the document in an XLS file. Raises Unreadable."""
    return _document(original, None, Properties())


def _document(original: Original, scan: WorkbookScan | None, said: Properties) -> RawDocument:
    workbook = _opened(original.data)
    sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
    hidden = [sheet.name for sheet in sheets if sheet.visible is not SheetVisibleEnum.Visible]
    warnings = hidden_named(hidden)
    builder = TextBuilder()
    writer = SheetWriter(builder)
    for name in (sheet.name for sheet in sheets):
        try:
            rows = _sheet(workbook, name, name in hidden, scan.scan(name) if scan else SheetScan())
        except (CalamineError, Unreadable) as error:
            if isinstance(error, Unreadable) and error.status is not FileStatus.BROKEN:
                raise
            warnings.append(f"sheet {name} is damaged")
            continue
        writer.add(rows, with_name=len(sheets) > 1)
    text, shape = builder.build()
    if not text and len(warnings) > len(hidden_named(hidden)):
        raise Unreadable("its sheets are damaged")
    if not text:
        raise Unreadable("its sheets are empty", FileStatus.EMPTY)
    return RawDocument(
        document_id=original.name,
        text=text,
        title=said.title or PurePosixPath(original.name).stem,
        shape=shape,
        author=said.author,
        language=said.language,
        warnings=tuple(warnings),
    )


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return load_workbook(BytesIO(data))
    except PasswordError as error:
        raise Unreadable(
            "it is encrypted with a password",
            FileStatus.ENCRYPTED,
            "save a copy of it without a password",
        ) from error
    except CalamineError as error:
        raise Unreadable(f"the workbook in it is damaged ({error})") from error


def _sheet(workbook: CalamineWorkbook, name: str, is_hidden: bool, cells: SheetScan) -> Sheet:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.height * sheet.width > _MAX_AREA:
        raise too_many_cells(MAX_CELLS)
    column = sheet.start[1] if sheet.start else 0
    merged = [
        (first[0] + 1, last[0] + 1, first[1] - column)
        for first, last in sheet.merged_cell_ranges or ()
        if first[1] == last[1] >= column and first[0] < last[0]
    ]
    return Sheet(name, _rows(sheet, column, cells), is_hidden, merged)


def _rows(sheet: CalamineSheet, column: int, scan: SheetScan) -> Iterator[SheetRow]:
    for number, values in enumerate(sheet.iter_rows()):
        codes = dict(scan.codes_of(number, column, len(values)))
        cells = [_text(value, codes.get(place, "")) for place, value in enumerate(values)]
        yield SheetRow(number + 1, cells)


def _text(value: Value, code: str) -> str:
    """Return a value as people see it, with dates written in no country's way.

    code: of the format of a number, "" where there is none.
    """
    if type(value) is float or type(value) is int:
        return shown(value, code)
    return _WRITERS[type(value)](value)


def _day_and_time(moment: datetime.datetime) -> str:
    day = moment.date().isoformat()
    return f"{day} {_clock(moment.time())}" if moment.time() != datetime.time() else day


def _clock(time: datetime.time) -> str:
    return time.isoformat("seconds" if time.second else "minutes")


def _span_of_time(span: datetime.timedelta) -> str:
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"


_WRITERS: dict[type, Callable[[Any], str]] = {
    str: str.strip,
    bool: lambda value: str(value).upper(),
    datetime.date: datetime.date.isoformat,
    datetime.datetime: _day_and_time,
    datetime.time: _clock,
    datetime.timedelta: _span_of_time,
}
