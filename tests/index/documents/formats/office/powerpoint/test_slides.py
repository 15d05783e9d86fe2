from typing import Any

import pytest

from index.documents.formats.office.powerpoint.slides import read_pptx
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import RawDocument
from tests.index.documents.formats.office_files import (
    NAMESPACES,
    labels_of,
    lines_of,
    only,
    original,
    packed,
    relationships,
)
from tests.index.documents.formats.real_files import check, files_of, held_at, needed


def line(text: str, properties: str = "") -> str:
    return f"<a:p><a:pPr{properties}<a:r><a:t>{text}</a:t></a:r></a:p>"


PLAIN, BULLET = "/>", "><a:buChar char='x'/></a:pPr>"


def shape(lines: str, placeholder: str = "") -> str:
    return (
        f"<p:sp><p:nvSpPr><p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
        f"<p:txBody>{lines}</p:txBody></p:sp>"
    )


def title(text: str) -> str:
    return shape(line(text, PLAIN), '<p:ph type="title"/>')


def tree(shapes: str) -> str:
    return f"<p:cSld><p:spTree>{shapes}</p:spTree></p:cSld>"


def pptx(*slides: str, extra: dict[str, str] | None = None, hidden: int = 0) -> bytes:
    """slides: the first one lies in the last part, as after moving it to the front."""
    parts = {f"s{n}": len(slides) - n for n in range(len(slides))}
    named = {key: ("slide", f"slides/slide{number}.xml") for key, number in parts.items()}
    ids = "".join(f'<p:sldId r:id="{key}"/>' for key in parts)
    members = {
        "_rels/.rels": relationships({"1": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": f"<p:presentation {NAMESPACES}><p:sldIdLst>{ids}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relationships(named),
    }
    for number, (shapes, part) in enumerate(zip(slides, parts.values(), strict=True), 1):
        show = ' show="0"' if number == hidden else ""
        members[f"ppt/slides/slide{part}.xml"] = f"<p:sld {NAMESPACES}{show}>{tree(shapes)}</p:sld>"
    return packed(members | (extra or {}))


def read(data: bytes) -> RawDocument:
    return only(read_pptx(original(data)))


def test_slides_come_in_the_order_of_the_show_with_their_titles_first() -> None:
    body = (
        line("Otters dive.", PLAIN) + line("They eat", BULLET) + line("clams", " lvl='1'" + BULLET)
    )
    document = read(pptx(shape(body) + title("Food"), title("Sleep"), shape(line("Afloat", PLAIN))))
    assert lines_of(document) == [
        "heading1: Food",
        "paragraph: Otters dive.",
        "item1: - They eat",
        "item2: - clams",
        "heading1: Sleep",
        "paragraph: Afloat",
    ]
    assert labels_of(document) == ["slide 1"] * 4 + ["slide 2", "slide 3"]
    assert document.title == "Food"
    assert document.shape.blocks[5].under is None, "the title of another slide is not over it"


def test_bullets_come_from_the_layout_where_the_slide_does_not_say() -> None:
    style = "<a:lstStyle><a:lvl1pPr><a:buChar char='x'/></a:lvl1pPr></a:lstStyle>"
    layout = (
        "<p:sp><p:nvSpPr><p:nvPr><p:ph idx='1'/></p:nvPr></p:nvSpPr>"
        f"<p:txBody>{style}</p:txBody></p:sp>"
    )
    extra = {
        "ppt/slides/_rels/slide1.xml.rels": relationships(
            {"1": ("slideLayout", "../slideLayouts/slideLayout1.xml")}
        ),
        "ppt/slideLayouts/slideLayout1.xml": f"<p:sldLayout {NAMESPACES}>{tree(layout)}"
        "</p:sldLayout>",
    }
    lines = line("one", PLAIN) + line("none", "><a:buNone/></a:pPr>")
    document = read(pptx(shape(lines, '<p:ph idx="1"/>') + shape(line("box", PLAIN)), extra=extra))
    assert lines_of(document) == ["item1: - one", "paragraph: none", "paragraph: box"]


def test_numbered_lines_have_their_numbers() -> None:
    numbering = "><a:buAutoNum type='romanUcPeriod' startAt='3'/></a:pPr>"
    document = read(pptx(shape(line("three", numbering) + line("four", numbering))))
    assert lines_of(document) == ["item1: III. three", "item1: IV. four"]
    assert [block.number for block in document.shape.blocks] == [3, 4]


def test_notes_are_a_place_of_their_own_on_the_slide() -> None:
    notes = shape(line("Tell the joke.", PLAIN), '<p:ph type="body"/>')
    number = shape(line("7", PLAIN), '<p:ph type="sldNum"/>')
    extra = {
        "ppt/slides/_rels/slide1.xml.rels": relationships(
            {"1": ("notesSlide", "../notesSlides/notesSlide1.xml")}
        ),
        "ppt/notesSlides/notesSlide1.xml": f"<p:notes {NAMESPACES}>{tree(notes + number)}"
        "</p:notes>",
    }
    document = read(pptx(title("Food"), extra=extra))
    assert lines_of(document) == ["heading1: Food", "paragraph: Tell the joke."]
    assert labels_of(document) == ["slide 1", "slide 1, notes"]


def test_what_all_slides_say_at_their_foot_is_left_out() -> None:
    foot = shape(line("Otter Trust", PLAIN), '<p:ph type="ftr"/>')
    number = shape(line("7", PLAIN), '<p:ph type="sldNum"/>')
    own = shape(line("Draft of May", PLAIN), '<p:ph type="dt"/>')
    document = read(pptx(title("a") + foot + number + own, title("b") + foot))
    assert lines_of(document) == ["heading1: a", "paragraph: Draft of May", "heading1: b"]


def test_a_table_and_shapes_in_groups_are_read() -> None:
    def row(*cells: str) -> str:
        inside = (f"<a:tc><a:txBody>{line(cell, PLAIN)}</a:txBody></a:tc>" for cell in cells)
        return f"<a:tr>{''.join(inside)}</a:tr>"

    grid = (
        "<a:tbl><a:tblPr firstRow='1'/>" + row("Name", "City") + row("Ada", "London") + "</a:tbl>"
    )
    frame = f"<p:graphicFrame><a:graphic>{grid}</a:graphic></p:graphicFrame>"
    group = f"<p:grpSp><p:grpSp>{shape(line('inside', PLAIN))}</p:grpSp></p:grpSp>"
    assert lines_of(read(pptx(frame + group))) == [
        "row (header): Name | City",
        "row: Ada | London",
        "paragraph: inside",
    ]


def test_a_hidden_slide_is_read_and_named() -> None:
    assert labels_of(read(pptx(title("a"), title("b"), hidden=2))) == [
        "slide 1",
        "slide 2 (hidden)",
    ]


def test_a_damaged_slide_costs_no_other_one() -> None:
    data = pptx(title("a"), title("b"), extra={"ppt/slides/slide2.xml": "<p:sld"})
    document = read(data)
    assert labels_of(document) == ["slide 2"]
    assert document.warnings == ("slide 1 cannot be read",)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (pptx(shape(line("", PLAIN))), FileStatus.EMPTY),
        (pptx(title("a"), extra={"ppt/slides/slide1.xml": "<p:sld"}), FileStatus.BROKEN),
        (packed({"a": "b"}), FileStatus.BROKEN),
    ],
)
def test_presentations_that_cannot_be_read_say_why(data: bytes, status: FileStatus) -> None:
    with pytest.raises(Unreadable) as caught:
        read(data)
    assert caught.value.status is status


@needed
@pytest.mark.parametrize("file", files_of("pptx"))
def test_a_real_file_holds_what_it_must(file: dict[str, Any]) -> None:
    documents = check(file)
    for question in file["questions"]:
        places = held_at(documents[0], "slide", question["answer_sentence_contains"])
        assert places == [str(question["page"])]
