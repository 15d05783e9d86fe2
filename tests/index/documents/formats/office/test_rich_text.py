from typing import Any

import pytest

from index.documents.formats.office.rich_text import read_rtf
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import RawDocument
from tests.index.documents.formats.office_files import lines_of, only, original
from tests.index.documents.formats.real_files import check, files_of, needed

FONTS = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 MS Mincho;}}"


def read(body: str, head: str = "") -> RawDocument:
    return only(
        read_rtf(original(rf"{{\rtf1\ansi\ansicpg1252{FONTS}{head}{body}}}".encode("cp1252")))
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f0 They dive.\par They sleep.\par", "They dive.\n\nThey sleep."),
        (r"\f0 caf\'e9", "café"),
        ("\\f0 café", "café"),
        (r"\f1 \'93\'fa\'96\'7b", "日本"),
        (r"\f0 \u8805? 5", "≥ 5"),
        (r"\f0 \u-10179?\u-8704?", "😀"),
        (r"\f0 seen{\v hidden}", "seen"),
        (r"\f0 a{\pict\jpegblip " + "ffd8" * 200 + "}b", "ab"),
        (
            r"\f0 {\field{\*\fldinst{HYPERLINK " + '"http://a.b"' + r"}}{\fldrslt{otters}}}",
            "otters",
        ),
    ],
)
def test_what_a_source_becomes(body: str, text: str) -> None:
    assert read(body).text == text


def test_headings_lists_and_the_levels_of_lists() -> None:
    body = (
        r"\pard\outlinelevel0 Food\par\pard They eat:\par"
        r"\pard\ilvl0{\listtext 1.\tab}clams\par\pard\ilvl1{\listtext a)\tab}blue\par"
        r"\pard\ilvl0{\listtext\u8226?\tab}urchins\par\pard End.\par"
    )
    document = read(body)
    assert lines_of(document) == [
        "heading1: Food",
        "paragraph: They eat:",
        "item1: 1. clams",
        "item2: a) blue",
        "item1: - urchins",
        "paragraph: End.",
    ]
    assert document.shape.blocks[2].under == 1


def test_a_source_without_a_second_form_of_its_letters_has_lists_too() -> None:
    body = r"\uc0\pard\outlinelevel0 Food\par\pard\ilvl0{\listtext\u8226\tab}clams \u8805 5\par"
    assert lines_of(read(body)) == ["heading1: Food", "item1: - clams ≥5"]


def test_a_table_keeps_its_rows_though_cells_hold_paragraphs() -> None:
    body = (
        r"\trowd\cellx1\cellx2{\pard\intbl Food\par}\cell{\intbl Calories}\cell\row"
        r"\trowd\cellx1\cellx2\pard\intbl Leaves\cell 50\cell\trowd\row\pard After.\par"
    )
    assert lines_of(read(body)) == [
        "row (header): Food | Calories",
        "row: Leaves | 50",
        "paragraph: After.",
    ]


def test_footnotes_stand_under_what_refers_to_them() -> None:
    body = r"They dive.{\super\chftn{\footnote\pard To 60 m\'e8tres.}} Deep.\par They sleep.\par"
    document = read(body)
    assert lines_of(document) == [
        "paragraph: They dive. Deep.",
        "paragraph: They sleep.",
        "note: To 60 mètres.",
    ]
    assert document.shape.blocks[2].under == 0


def test_the_file_says_its_title_and_who_wrote_it() -> None:
    document = read(r"\f0 They dive.", r"{\info{\title Otters}{\author Ada Lovelace}}")
    assert (document.title, document.author) == ("Otters", "Ada Lovelace")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"no rtf", FileStatus.BROKEN),
        (rb"{\rtf1 }", FileStatus.EMPTY),
        (b"{\\rtf1 " + b"{" * 100_000, FileStatus.EMPTY),
    ],
)
def test_files_that_cannot_be_read_say_why(data: bytes, status: FileStatus) -> None:
    with pytest.raises(Unreadable) as caught:
        list(read_rtf(original(data)))
    assert caught.value.status is status


@needed
@pytest.mark.parametrize("file", files_of("rtf"))
def test_a_real_file_holds_what_it_must(file: dict[str, Any]) -> None:
    check(file)
