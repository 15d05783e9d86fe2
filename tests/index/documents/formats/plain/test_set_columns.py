import pytest

from index.documents.formats.plain.plain_text import read_plain


def rows_of(text: str) -> list[tuple[bool, str]]:
    document = read_plain("a.txt", text)
    return [
        (block.header, block.span.of(document.text))
        for block in document.shape.blocks
        if block.kind.value == "row"
    ]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "Prices\n\nItem            Unit     Price\nOak board       m2       48.00\n"
            "Screws 4x40     100      6.90",
            ["Item | Unit | Price", "Oak board | m2 | 48.00", "Screws 4x40 | 100 | 6.90"],
        ),
        (
            "Name\tRoom\tPhone\nAda Kern\t2.02\t4711\nBo Yilmaz\t3.14",
            ["Name | Room | Phone", "Ada Kern | 2.02 | 4711", "Bo Yilmaz | 3.14 | "],
        ),
        ("| City | Temp |\n| Oslo | 4 |", ["City | Temp", "Oslo | 4"]),
        ("Name\t\tRoom\nAda Kern\t2.02", ["Name | Room", "Ada Kern | 2.02"]),
        (
            "Yields were these:\nYear      Yield kg\n2021      14.5\n2022       7.0\n"
            "All of it is garlic.",
            ["Year | Yield kg", "2021 | 14.5", "2022 | 7.0"],
        ),
        (
            "Item         Price\n------------------\nOak             48",
            ["Item | Price", "Oak | 48"],
        ),
        (
            "Item         Use\n-----------  ---------\nOak          for tables\n"
            "Pine         for beds",
            ["Item | Use", "Oak | for tables", "Pine | for beds"],
        ),
    ],
)
def test_a_table_set_in_columns_has_rows_under_its_header(text: str, rows: list[str]) -> None:
    assert rows_of(text) == [(n == 0, row.strip(" ")) for n, row in enumerate(rows)]


def test_rows_without_names_of_columns_have_no_header() -> None:
    text = "Opening hours\nMonday     closed\nTuesday    9-17\nSunday     10-12"
    assert rows_of(text) == [
        (False, "Monday | closed"),
        (False, "Tuesday | 9-17"),
        (False, "Sunday | 10-12"),
    ]
    assert read_plain("a.txt", text).shape.blocks[0].kind.value == "heading"


def test_a_cell_goes_on_below() -> None:
    text = "-x, --extract   take the files\n                out\n-v, --verbose   say more"
    assert [row for _, row in rows_of(text)] == [
        "-x, --extract | take the files out",
        "-v, --verbose | say more",
    ]


def test_what_stands_around_a_table_is_text_and_leads_to_it() -> None:
    text = "The yields:\nYear      Yield kg\n2021      14.5\nAll of it is garlic.\n"
    document = read_plain("a.txt", text)
    kinds = [block.kind.value for block in document.shape.blocks]
    assert kinds == ["paragraph", "row", "row", "paragraph"]
    assert document.shape.blocks[1].under == 0


@pytest.mark.parametrize(
    "text",
    [
        "Hwaet we Gardena         in geardagum,\ntheodcyninga,         thrym gefrunon,",
        "The otter sleeps.  It wakes with the tide.  Then it\ndives for clams.  They are eaten "
        "afloat.  Crabs\nare eaten too.  It is never cold.",
        "The   otter  lives in the sea and sleeps in kelp\nand   wakes   with the tide,  when the "
        "crabs\ncome   out and  walk  upon  the  sand again.",
        "freedoms that you received.  You must make sure that they, too, receive\n"
        "or can get the source code.  And you must show them these terms so they",
        "1.\tby letter\n2.\tby e-mail",
        "a)\tby letter\nb)\tby e-mail",
        "1.1   Scope\n1.2   Parties",
        "Name:   Ada Kern\nRoom:   2.02",
        "Name   : Ada Kern\nRoom   : 2.02",
        "width    = 5\nheight   = 6",
        "int    x = 1;\nlong   y = 2;",
        "The otter lives in       Clams are what the\nthe sea and sleeps       otter eats and the"
        "\nin the wide kelp.        crabs come after.",
        "-  by letter\n-  by e-mail",
        "One line   with a gap.",
    ],
)
def test_gaps_do_not_make_a_table_of_other_texts(text: str) -> None:
    assert rows_of(text) == []


def test_commands_with_remarks_after_a_colon_stay_code() -> None:
    text = "Run one of these:\n\n    heron start    # starts it\n    heron stop     # stops it"
    assert [b.kind.value for b in read_plain("a.txt", text).shape.blocks] == ["paragraph", "code"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Falk\nBo Berg          (hall)\nLena Holm        (keys)\nUlf Strand\n"
        "Ida Nord         (roof)\nKai Ost          (lift)",
        "Ada Falk\nBo Berg          (hall)\nLena Holm        (keys)",
    ],
)
def test_a_line_among_rows_is_no_headline(text: str) -> None:
    kinds = [block.kind.value for block in read_plain("a.txt", f"Text.\n\n{text}").shape.blocks]
    assert "heading" not in kinds


def test_a_log_is_no_table_where_some_lines_have_gaps() -> None:
    log = "07:01 OK   pump on\n07:05 OK   pump off\n07:09 FAIL pump stuck\n07:12 OK   pump on"
    document = read_plain("a.txt", log)
    assert [block.kind.value for block in document.shape.blocks] == ["paragraph"]
    assert document.text == log


def test_a_table_may_have_a_sum_below_it() -> None:
    sums = "2024-01-01   12\n2024-01-02   13\nAll of it: 25"
    assert [row for _, row in rows_of(sums)] == ["2024-01-01 | 12", "2024-01-02 | 13"]
