"""Reads spreadsheets, whatever their names say of them: XLSX, XLSB, XLS, ODS."""

from collections.abc import Iterator

from index.documents.formats.decoding.damages import damage_named
from index.documents.formats.decoding.opc import is_ole
from index.documents.formats.decoding.zipped import open_archive
from index.documents.formats.tables.ods_sheets import read_ods
from index.documents.formats.tables.workbook import read_xls, read_xlsb, read_xlsx
from index.originals import FileReport, Original
from index.records import RawDocument


@damage_named
def read_spreadsheet(original: Original) -> Iterator[RawDocument | FileReport]:
    """Yield the document. Raises Unreadable."""
    if is_ole(original.data):
        yield read_xls(original)
        return
    names = open_archive(original.data).names
    if "content.xml" in names:
        yield read_ods(original)
    elif any(name.endswith("workbook.bin") for name in names):
        yield read_xlsb(original)
    else:
        yield read_xlsx(original)
