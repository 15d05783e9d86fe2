from typing import Any

import pytest

from index.documents.formats.office.word.word_document import read_docx
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import RawDocument
from tests.index.documents.formats.office_files import (
    core,
    docx,
    lines_of,
    only,
    original,
    packed,
    paragraph,
    run,
    table,
)
from tests.index.documents.formats.real_files import check, files_of, needed

STYLES = """
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/>
  <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Anhang"><w:name w:val="Anhang"/>
  <w:basedOn w:val="Kapitel"/></w:style>
<w:style w:type="paragraph" w:styleId="Code"><w:name w:val="Source Code"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Liste"><w:name w:val="List Bullet"/>
  <w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
"""
NUMBERING = """
<w:abstractNum w:abstractNumId="7">
  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="x"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="8">
  <w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/>
  </w:lvl>
  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/>
  </w:lvl>
  <w:lvl w:ilvl="2"><w:isLgl/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="8"/>
  <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
"""


def read(body: str, **parts: str) -> RawDocument:
    return only(read_docx(original(docx(body, **parts))))


def text_of(body: str, **parts: str) -> str:
    return read(body, **parts).text


def numbered(text: str, number: int, level: int = 0, style: str = "") -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, style, properties)


def test_headings_are_known_by_their_styles_in_any_language() -> None:
    body = (
        paragraph("Otters", "Titel")
        + paragraph("Food", "Kapitel")
        + paragraph("Clams", "berschrift2")
        + paragraph("They dive.")
        + paragraph("Tables", "Anhang")
        + paragraph("Sleep", properties='<w:outlineLvl w:val="2"/>')
    )
    document = read(body, styles=STYLES)
    assert lines_of(document) == [
        "heading1: Otters",
        "heading1: Food",
        "heading2: Clams",
        "paragraph: They dive.",
        "heading1: Tables",
        "heading3: Sleep",
    ]
    assert document.title == "Otters"


def test_a_line_in_bold_is_a_heading_and_a_sentence_in_bold_is_none() -> None:
    bold = "<w:p>" + run("{}", "<w:b/>") + "</w:p>"
    body = bold.format("Opening hours") + paragraph("Daily.") + bold.format("We close at noon.")
    assert lines_of(read(body)) == [
        "heading1: Opening hours",
        "paragraph: Daily.",
        "paragraph: We close at noon.",
    ]


def test_items_have_the_numbers_that_word_shows() -> None:
    body = (
        numbered("three", 2)
        + numbered("a", 2, 1)
        + numbered("b", 2, 1)
        + numbered("deep", 2, 2)
        + numbered("four", 2)
        + numbered("a again", 2, 1)
        + paragraph("Between.")
        + numbered("five", 2)
        + numbered("anew", 3)
        + paragraph("bullet", "Liste")
    )
    document = read(body, styles=STYLES, numbering=NUMBERING)
    assert lines_of(document) == [
        "item1: III. three",
        "item2: a) a",
        "item2: b) b",
        "item3: 3.2.1 deep",
        "item1: IV. four",
        "item2: a) a again",
        "paragraph: Between.",
        "item1: V. five",
        "item1: I. anew",
        "item1: - bullet",
    ]
    assert [block.number for block in document.shape.blocks][:3] == [3, 1, 2]
    assert document.shape.blocks[1].under == 0
    assert "III. three\na) a\n" in document.text


def test_a_heading_has_the_number_that_word_shows() -> None:
    body = numbered("Scope", 2, style="Kapitel") + numbered("Terms", 2, style="Kapitel")
    document = read(body, styles=STYLES, numbering=NUMBERING)
    assert lines_of(document) == ["heading1: III. Scope", "heading1: IV. Terms"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (f"<w:ins>{run('new')}</w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del>", "new"),
        ("<w:moveFrom>" + run("a") + "</w:moveFrom><w:moveTo>" + run("b") + "</w:moveTo>", "b"),
        (run("ot") + run("ters"), "otters"),
        (run("a") + "<w:r><w:tab/></w:r>" + run("b"), "a b"),
        (run("a") + "<w:r><w:br/></w:r>" + run("b"), "a\nb"),
        (run("a") + '<w:r><w:br w:type="page"/></w:r>' + run("b"), "a b"),
        (run("secret", "<w:vanish/>") + run("seen", '<w:vanish w:val="0"/>'), "seen"),
        (run("x") + "<w:r><w:noBreakHyphen/></w:r>" + run("ray"), "x-ray"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 5"), "≥ 5"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F077"/></w:r>' + run(" yes"), "• yes"),
        (run("10") + run("6", '<w:vertAlign w:val="superscript"/>') + run(" m"), "10⁶ m"),
        (run("20", "<w:strike/>") + run(" 25"), "~~20~~ 25"),
        ("<w:smartTag>" + run("Rome") + "</w:smartTag>", "Rome"),
        ("<w:sdt><w:sdtContent>" + run("chosen") + "</w:sdtContent></w:sdt>", "chosen"),
        (
            f"<w:r><w:ruby><w:rt>{run('かん')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby>"
            "</w:r>",
            "漢",
        ),
        (
            "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r>"
            "</m:den></m:f></m:oMath>",
            "(a+b)/2",
        ),
    ],
)
def test_what_runs_become(runs: str, text: str) -> None:
    assert text_of(f"<w:p>{runs}</w:p>") == text


def field(instruction: str, result: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    told = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return mark("begin") + told + mark("separate") + run(result) + mark("end")


def test_of_a_field_the_result_is_read_and_a_link_leads_where_it_says() -> None:
    body = (
        "<w:p>"
        + run("See ")
        + field(' HYPERLINK "https://otters.example" ', "otters")
        + run(" on ")
        + field("REF page \\h", "2 May")
        + "</w:p>"
    )
    document = read(body)
    assert document.text == "See otters on 2 May"
    (link,) = document.shape.links
    assert (document.text[link.start : link.end], link.href) == ("otters", "https://otters.example")


def test_a_link_of_the_package_leads_outside() -> None:
    body = '<w:p><w:hyperlink r:id="k">' + run("otters") + "</w:hyperlink></w:p>"
    data = docx(body, links={"k": "https://otters.example"})
    (link,) = only(read_docx(original(data))).shape.links
    assert link.href == "https://otters.example"


def test_a_text_box_is_told_once_though_it_is_written_twice() -> None:
    box = "<w:txbxContent>" + paragraph("Mind the gap.") + "</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
        f"{box}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(f"<w:p>{run('Before.')}{drawing}</w:p>") == "Before.\n\nMind the gap."


def test_notes_stand_under_what_refers_to_them() -> None:
    body = (
        f'<w:p>{run("Otters dive.")}<w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
        + paragraph("They sleep.")
    )
    notes = (
        f'<w:footnote w:id="0" w:type="separator">{paragraph("---")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("To 60 metres.")}</w:footnote>'
    )
    document = read(body, footnotes=notes)
    assert lines_of(document)[2:] == ["note: To 60 metres."]
    assert document.shape.blocks[2].under == 0


def test_what_pages_have_at_their_top_is_told_once_and_no_page_number() -> None:
    header = (
        f"<w:p>{run('Otter Trust')}</w:p><w:p>{field('PAGE', '3')}</w:p>"
        f"<w:p>{field('STYLEREF 1', 'Food')}</w:p>"
    )
    document = read(
        paragraph("They dive."), header=header, footer=f"<w:p>{run('Otter Trust')}</w:p>"
    )
    assert lines_of(document) == ["paragraph: They dive.", "note: Otter Trust"]


def test_a_table_of_contents_is_left_out() -> None:
    body = paragraph("Food ........ 3", "TOC1") + paragraph("Food", "Kapitel")
    assert text_of(body, styles=STYLES) == "Food"


def test_code_of_several_paragraphs_is_one_block() -> None:
    body = paragraph("def f():", "Code") + paragraph("    return 1", "Code") + paragraph("End.")
    assert lines_of(read(body, styles=STYLES)) == [
        "code: def f():\n    return 1",
        "paragraph: End.",
    ]


def test_a_table_has_the_header_that_word_repeats_on_pages() -> None:
    rows = [["Name", "City"], ["Ada", "London"]]
    body = table(rows).replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    assert lines_of(read(body)) == ["row (header): Name | City", "row: Ada | London"]


def test_without_one_a_row_of_words_over_numbers_is_the_header() -> None:
    body = table([["Food", "Calories"], ["Leaves", "50"], ["Berries", "150"]])
    assert lines_of(read(body))[0] == "row (header): Food | Calories"
    assert lines_of(read(table([["Leaves", "50"], ["Berries", "150"]])))[0] == "row: Leaves | 50"


def test_a_cell_that_spans_rows_is_in_each_of_them() -> None:
    first = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{paragraph("Europe")}'
    next_one = f"<w:tcPr><w:vMerge/></w:tcPr>{paragraph('')}"
    body = (
        f"<w:tbl><w:tr><w:tc>{first}</w:tc><w:tc>{paragraph('Rome')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{next_one}</w:tc><w:tc>{paragraph('Oslo')}</w:tc></w:tr></w:tbl>"
    )
    assert text_of(body) == "Europe | Rome\nEurope | Oslo"


def test_a_row_that_was_deleted_is_not_read() -> None:
    body = table([["a", "b"], ["c", "d"]]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert text_of(body) == "c | d"


def test_what_stands_in_a_frame_is_read_as_it_is() -> None:
    inner = paragraph("Warning", "Kapitel") + paragraph("Hot surface.")
    body = table([[inner]])
    assert lines_of(read(body, styles=STYLES)) == ["heading1: Warning", "paragraph: Hot surface."]


def test_a_table_in_a_table_comes_after_its_rows() -> None:
    inner = table([["c", "d"]])
    assert text_of(table([["a", paragraph("b") + inner]])) == "a | b\n\nc | d"


def test_words_of_two_paragraphs_in_a_cell_do_not_run_together() -> None:
    assert text_of(table([[paragraph("one") + paragraph("two"), "b"]])) == "one two | b"


def test_the_file_says_who_wrote_it() -> None:
    data = docx(paragraph("They dive."))
    assert only(read_docx(original(data))).author is None
    members = {
        "word/document.xml": f"<w:document xmlns:w='{W}'><w:body>{paragraph('a')}</w:body>"
        "</w:document>",
        "docProps/core.xml": core("Otters", "Ada Lovelace"),
    }
    document = only(read_docx(original(packed(members))))
    assert (document.title, document.author) == ("Otters", "Ada Lovelace")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def test_the_strict_form_of_the_format_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = paragraph("They dive.")
    members = {
        "word/document.xml": f"<w:document xmlns:w='{strict}'><w:body>{body}</w:body></w:document>"
    }
    assert only(read_docx(original(packed(members)))).text == "They dive."


def status_of(data: bytes) -> FileStatus:
    with pytest.raises(Unreadable) as caught:
        list(read_docx(original(data)))
    return caught.value.status


def test_files_that_cannot_be_read_say_why() -> None:
    whole = docx(paragraph("They dive."))
    assert status_of(whole[: len(whole) // 2]) is FileStatus.BROKEN
    assert status_of(packed({"a.txt": "no document"})) is FileStatus.BROKEN
    assert status_of(docx(paragraph(""))) is FileStatus.EMPTY


def test_tables_in_each_other_without_end_are_too_large() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 1000 + paragraph("a") + "</w:tc></w:tr></w:tbl>" * 1000
    assert status_of(docx(deep)) is FileStatus.TOO_LARGE


def test_numbers_that_make_no_sense_cost_no_text() -> None:
    body = numbered("one", 2, 99) + numbered("two", 77) + paragraph("three", "nowhere")
    assert text_of(body, numbering=NUMBERING, styles=STYLES) == "one\n\ntwo\n\nthree"


@needed
@pytest.mark.parametrize("file", files_of("docx"))
def test_a_real_file_holds_what_it_must(file: dict[str, Any]) -> None:
    check(file)
