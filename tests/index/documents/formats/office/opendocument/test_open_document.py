from typing import Any

import pytest

from index.documents.formats.office.opendocument.open_document import read_odp, read_odt
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import RawDocument
from tests.index.documents.formats.office_files import (
    labels_of,
    lines_of,
    odf,
    only,
    original,
    packed,
)
from tests.index.documents.formats.real_files import check, files_of, needed

STYLES = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Hid" style:family="text"><style:text-properties text:display="none"/>
</style:style>
<style:style style:name="Sup" style:family="text">
<style:text-properties style:text-position="super 58%"/></style:style>
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/>
</text:list-style>
<text:list-style style:name="L2"><text:list-level-style-bullet text:level="1"/></text:list-style>
"""


def read(body: str, styles: str = STYLES, **parts: str) -> RawDocument:
    return only(read_odt(original(odf("text", body, styles, **parts))))


def test_headings_paragraphs_and_a_title() -> None:
    document = read(
        '<text:p text:style-name="P1">Otters</text:p>'
        '<text:h text:outline-level="2">Food</text:h><text:p>They <text:span>dive</text:span>.'
        "</text:p>"
    )
    assert lines_of(document) == ["heading1: Otters", "heading2: Food", "paragraph: They dive."]
    assert document.title == "Otters"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("a<text:s text:c='3'/>b", "a b"),
        ("a<text:tab/>b", "a b"),
        ("a<text:line-break/>b", "a\nb"),
        ("a\n     b", "a b"),
        ("seen<text:span text:style-name='Hid'>hidden</text:span>", "seen"),
        ("a<office:annotation><text:p>a remark</text:p></office:annotation>b", "ab"),
        ("10<text:span text:style-name='Sup'>6</text:span>", "10⁶"),
        ("<text:bookmark-start/>a<text:soft-page-break/>b<text:bookmark-end/>", "ab"),
        (
            "<text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>かん</text:ruby-text>"
            "</text:ruby>",
            "漢",
        ),
    ],
)
def test_what_stands_in_a_paragraph(content: str, text: str) -> None:
    assert read(f"<text:p>{content}</text:p>").text == text


def test_items_have_the_numbers_that_are_shown() -> None:
    document = read(
        '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p>'
        "<text:p>more</text:p><text:list><text:list-item><text:p>deep</text:p></text:list-item>"
        "</text:list></text:list-item><text:list-item><text:p>two</text:p></text:list-item>"
        "</text:list><text:p>Between.</text:p>"
        '<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item>'
        "<text:p>three</text:p></text:list-item></text:list>"
        '<text:list text:style-name="L2"><text:list-item><text:p>dot</text:p></text:list-item>'
        "</text:list>"
    )
    assert lines_of(document) == [
        "item1: 1. one",
        "paragraph: more",
        "item2: a) deep",
        "item1: 2. two",
        "paragraph: Between.",
        "item1: 3. three",
        "item1: - dot",
    ]
    assert document.shape.blocks[1].under == 0


def test_notes_come_last_under_what_refers_to_them() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>To 60 metres.</text:p></text:note-body></text:note>"
    )
    document = read(f"<text:p>They dive{note}.</text:p><text:p>They sleep.</text:p>")
    assert lines_of(document)[0] == "paragraph: They dive."
    assert lines_of(document)[2] == "note: To 60 metres."
    assert document.shape.blocks[2].under == 0


def test_what_was_deleted_or_repeats_the_headings_is_left_out() -> None:
    document = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Food 3</text:p></text:index-body>"
        "</text:table-of-content><text:section><text:p>new</text:p></text:section>"
    )
    assert document.text == "new"


def test_tables_with_their_header_and_cells_that_span_rows() -> None:
    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    def cell(text: str, more: str = "") -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    head = f"<table:table-header-rows>{row(cell('Where'), cell('City'))}</table:table-header-rows>"
    spanning = cell("Europe", 'table:number-rows-spanned="2"')
    body = row(spanning, cell("Rome")) + row("<table:covered-table-cell/>", cell("Oslo"))
    document = read(f"<table:table>{head}{body}</table:table>")
    assert lines_of(document) == [
        "row (header): Where | City",
        "row: Europe | Rome",
        "row: Europe | Oslo",
    ]


def test_text_boxes_and_headers_of_pages_are_read() -> None:
    styles = (
        "<office:master-styles><style:master-page><style:header><text:p>Otter Trust</text:p>"
        "</style:header><style:footer><text:p><text:page-number>3</text:page-number></text:p>"
        "</style:footer></style:master-page></office:master-styles>"
    )
    box = "<draw:frame><draw:text-box><text:p>Mind the gap.</text:p></draw:text-box></draw:frame>"
    document = read(f"<text:p>Before.{box}</text:p>", styles=STYLES, page_styles=styles)
    assert lines_of(document) == [
        "paragraph: Before.",
        "paragraph: Mind the gap.",
        "note: Otter Trust",
    ]


def test_slides_with_titles_lists_and_notes() -> None:
    def frame(kind: str, content: str) -> str:
        return (
            f'<draw:frame presentation:class="{kind}"><draw:text-box>{content}</draw:text-box>'
            "</draw:frame>"
        )

    items = "<text:list><text:list-item><text:p>clams</text:p></text:list-item></text:list>"
    notes = f"<presentation:notes>{frame('notes', '<text:p>Tell the joke.</text:p>')}"
    body = (
        f"<draw:page>{frame('outline', items)}{frame('title', '<text:p>Food</text:p>')}"
        f"{frame('footer', '<text:p>Otter Trust</text:p>')}{notes}</presentation:notes></draw:page>"
        '<draw:page draw:style-name="dp2"><draw:custom-shape><text:p>Afloat</text:p>'
        "</draw:custom-shape></draw:page>"
    )
    styles = (
        '<style:style style:name="dp2" style:family="drawing-page">'
        '<style:drawing-page-properties presentation:visibility="hidden"/></style:style>'
    )
    document = only(read_odp(original(odf("presentation", body, styles))))
    assert lines_of(document) == [
        "heading1: Food",
        "item1: - clams",
        "paragraph: Tell the joke.",
        "paragraph: Afloat",
    ]
    assert labels_of(document) == ["slide 1", "slide 1", "slide 1, notes", "slide 2 (hidden)"]


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (odf("text", "<text:p/>"), FileStatus.EMPTY),
        (odf("spreadsheet", ""), FileStatus.BROKEN),
        (packed({"content.xml": "<a"}), FileStatus.BROKEN),
        (packed({"a": "b"}), FileStatus.BROKEN),
        (odf("text", "<text:section>" * 400 + "</text:section>" * 400), FileStatus.TOO_LARGE),
        (odf("text", "", manifest="<manifest:encryption-data/>"), FileStatus.ENCRYPTED),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, status: FileStatus) -> None:
    with pytest.raises(Unreadable) as caught:
        list(read_odt(original(data)))
    assert caught.value.status is status


@needed
@pytest.mark.parametrize("file", files_of("odt"))
def test_a_real_file_holds_what_it_must(file: dict[str, Any]) -> None:
    check(file)
