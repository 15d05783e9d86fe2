from typing import Any

import pytest

from index.documents.formats.tables import sheet_scan, sheet_text
from index.documents.formats.tables.spreadsheet import read_spreadsheet
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import RawDocument
from tests.index.documents.formats.office_files import (
    NAMESPACES,
    labels_of,
    lines_of,
    odf,
    only,
    original,
    packed,
    relationships,
)
from tests.index.documents.formats.real_files import check, files_of, held_at, needed

STYLES = f"""<x:styleSheet {NAMESPACES}>
<x:numFmts count="1"><x:numFmt numFmtId="164" formatCode="&quot;€&quot; #,##0.00"/></x:numFmts>
<x:cellXfs count="4"><x:xf numFmtId="0"/><x:xf numFmtId="9"/><x:xf numFmtId="164"/>
<x:xf numFmtId="14"/></x:cellXfs></x:styleSheet>"""


def cell(place: str, value: str | float, style: int = 0) -> str:
    if isinstance(value, str):
        return f'<x:c r="{place}" t="inlineStr"><x:is><x:t>{value}</x:t></x:is></x:c>'
    return f'<x:c r="{place}" s="{style}"><x:v>{value}</x:v></x:c>'


def sheet(cells: str, merged: str = "") -> str:
    """cells: of one row after the other, from the first one on."""
    rows = "".join(
        f'<x:row r="{number}">{row}</x:row>' for number, row in enumerate(cells.split("\n"), 1)
    )
    merges = f'<x:mergeCells><x:mergeCell ref="{merged}"/></x:mergeCells>' if merged else ""
    return f"<x:worksheet {NAMESPACES}><x:sheetData>{rows}</x:sheetData>{merges}</x:worksheet>"


def xlsx(sheets: dict[str, str], hidden: str = "") -> bytes:
    listed = "".join(
        f'<x:sheet name="{name}" sheetId="{n}" r:id="s{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name == hidden else ''}/>"
        for n, name in enumerate(sheets, 1)
    )
    named = {f"s{n}": ("worksheet", f"worksheets/s{n}.xml") for n in range(1, len(sheets) + 1)}
    members = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/"
        "content-types'><Default Extension='xml' ContentType='application/xml'/></Types>",
        "_rels/.rels": relationships({"1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f"<x:workbook {NAMESPACES}><x:sheets>{listed}</x:sheets></x:workbook>",
        "xl/_rels/workbook.xml.rels": relationships(named | {"st": ("styles", "styles.xml")}),
        "xl/styles.xml": STYLES,
    }
    for n, content in enumerate(sheets.values(), 1):
        members[f"xl/worksheets/s{n}.xml"] = content
    return packed(members)


def read(data: bytes) -> RawDocument:
    return only(read_spreadsheet(original(data, "shop.xlsx")))


PRICES = "\n".join(
    [
        cell("B1", "Prices of May"),
        "",
        cell("B3", "Item") + cell("C3", "Price") + cell("D3", "Share") + cell("E3", "Since"),
        cell("B4", "Nut") + cell("C4", 1200.5, 2) + cell("D4", 0.25, 1) + cell("E4", 45415, 3),
        cell("B5", "Bolt") + cell("C5", 3, 2) + cell("D5", 0.5, 1) + cell("E5", 45416, 3),
        "",
        cell("B7", "Prices are without tax."),
    ]
)


def test_rows_stand_under_their_header_as_people_see_them() -> None:
    document = read(xlsx({"Prices": sheet(PRICES)}))
    assert lines_of(document) == [
        "heading2: Prices of May",
        "row (header): Item | Price | Share | Since",
        "row: Nut | € 1,200.50 | 25% | 2024-05-03",
        "row: Bolt | € 3.00 | 50% | 2024-05-04",
        "paragraph: Prices are without tax.",
    ]
    assert labels_of(document)[2] == "sheet Prices, row 4"
    assert document.shape.blocks[2].under == 1
    assert document.title == "shop"


def test_sheets_are_places_with_their_names_over_them() -> None:
    one, two = sheet(cell("A1", "Nuts.")), sheet(cell("A1", "Bolts."))
    document = read(xlsx({"Prices": one, "Empty": sheet(""), "Old": two}, hidden="Old"))
    assert lines_of(document) == [
        "heading1: Prices",
        "paragraph: Nuts.",
        "heading1: Old",
        "paragraph: Bolts.",
    ]
    assert labels_of(document)[1::2] == ["sheet Prices, row 1", "sheet Old (hidden), row 1"]
    assert document.warnings == ("hidden sheets are read too: Old",)


def test_tables_below_each_other_have_headers_of_their_own() -> None:
    rows = [
        cell("A1", "Item") + cell("B1", "Price"),
        cell("A2", "Nut") + cell("B2", 2),
        "",
        cell("A4", "Town") + cell("B4", "Shops"),
        cell("A5", "Rome") + cell("B5", 7),
    ]
    document = read(xlsx({"a": sheet("\n".join(rows))}))
    assert [block.header for block in document.shape.blocks] == [True, False, True, False]


def test_a_cell_that_spans_rows_is_in_each_of_them() -> None:
    rows = [cell("A1", "Europe") + cell("B1", "Rome"), cell("B2", "Oslo"), cell("B3", "Last")]
    document = read(xlsx({"a": sheet("\n".join(rows), merged="A1:A2")}))
    assert document.text.startswith("Europe | Rome\nEurope | Oslo")


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_scan, "MAX_CELLS", 3)
    rows = cell("A1", 1) + cell("B1", 2) + cell("C1", 3) + cell("D1", 4)
    assert status_of(xlsx({"a": sheet(rows)})) is FileStatus.TOO_LARGE


def test_cells_in_far_corners_take_no_memory() -> None:
    rows = cell("A1", 1) + "\n" + cell("XFD1048576", 2)
    assert status_of(xlsx({"a": sheet(rows)})) is FileStatus.TOO_LARGE


def test_a_damaged_sheet_costs_no_other_one() -> None:
    document = read(
        xlsx({"Good": sheet(cell("A1", "Nuts.")), "Bad": sheet("").replace("</x:s", "<")})
    )
    assert document.text == "Good\n\nNuts."
    assert document.warnings == ("sheet Bad is damaged",)


def status_of(data: bytes) -> FileStatus:
    with pytest.raises(Unreadable) as caught:
        read(data)
    return caught.value.status


def test_files_that_cannot_be_read_say_why() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert status_of(ole) is FileStatus.BROKEN
    assert status_of(packed({"a": "b"})) is FileStatus.BROKEN
    assert status_of(xlsx({"a": sheet("")})) is FileStatus.EMPTY


def ods_row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def ods_cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def test_ods_shows_what_its_cells_show() -> None:
    rows = [
        ods_row(ods_cell("Item"), ods_cell("Share"), ods_cell("Since")),
        ods_row(more='table:number-rows-repeated="3"'),
        ods_row(
            ods_cell("Nut", 'table:number-rows-spanned="2"'),
            ods_cell("25 %", 'office:value="0.25"'),
            ods_cell("3. Mai", 'office:date-value="2024-05-03T00:00:00"'),
        ),
        ods_row(
            "<table:covered-table-cell/>",
            ods_cell("50 %"),
            ods_cell("4. Mai", 'office:date-value="2024-05-04T10:30:00"'),
        ),
        ods_row(more='table:number-rows-repeated="1048570"'),
    ]
    body = f'<table:table table:name="Prices">{"".join(rows)}</table:table>'
    document = read(odf("spreadsheet", body))
    assert lines_of(document) == [
        "row (header): Item | Share | Since",
        "row: Nut | 25 % | 2024-05-03",
        "row: Nut | 50 % | 2024-05-04 10:30",
    ]
    assert labels_of(document)[2] == "sheet Prices, row 6"


def test_rows_that_ods_repeats_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_text, "MAX_CELLS", 1000)
    row = ods_row(ods_cell("a"), ods_cell("b"), more='table:number-rows-repeated="99999999"')
    body = f'<table:table table:name="a">{row}</table:table>'
    assert status_of(odf("spreadsheet", body)) is FileStatus.TOO_LARGE


@needed
@pytest.mark.parametrize("file", files_of("xlsx"))
def test_a_real_file_holds_what_it_must(file: dict[str, Any]) -> None:
    documents = check(file)
    for question in file["questions"]:
        places = held_at(documents[0], "sheet", question["answer_sentence_contains"])
        assert places == [str(question["page"])]
