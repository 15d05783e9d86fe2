from typing import Any

import pytest

from index.documents.formats.tables.separated import delimiter_of, read_separated
from index.errors import Unreadable
from index.originals import FileStatus
from index.records import RawDocument
from tests.index.documents.formats.office_files import labels_of, lines_of, only, original
from tests.index.documents.formats.real_files import check, files_of, needed


def read(text: str) -> RawDocument:
    return only(read_separated(original(text.encode("utf-8"), "shops/prices.csv")))


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n2,5;3,5\n", ";"),
        ("a\tb, c\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"a;b",c\n"d;e",f\n', ","),
        ("word\nother\n", ","),
        ("", ","),
    ],
)
def test_what_parts_cells_is_told_by_the_rows(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_rows_stand_under_the_header_and_at_their_numbers() -> None:
    document = read('Item,Price\n"Nut, large",2.50\n\nBolt,1.20\n')
    assert lines_of(document) == [
        "row (header): Item | Price",
        "row: Nut, large | 2.50",
        "row: Bolt | 1.20",
    ]
    assert labels_of(document) == ["row 1", "row 2", "row 4"]
    assert document.title == "prices"


def test_what_excel_writes_of_the_delimiter_is_no_row() -> None:
    document = read("sep=;\nItem;Price\nNut;2\n")
    assert lines_of(document)[0] == "row (header): Item | Price"
    assert labels_of(document)[0] == "row 2"


def test_rows_of_other_lengths_and_cells_of_several_lines_are_read() -> None:
    assert read('a,b,c\n1\n"x\ny",2,3,4\n').text.split("\n")[-1] == "x y | 2 | 3 | 4"


def test_a_quote_that_nobody_closed_swallows_no_rows() -> None:
    rows = "\n".join(f"row {n},5" for n in range(500))
    document = read(f'Item,Size\n"Nut,5\n{rows}\n')
    assert len(document.shape.blocks) == 502


def test_an_empty_table_is_empty() -> None:
    with pytest.raises(Unreadable) as caught:
        read(",,\n,,\n")
    assert caught.value.status is FileStatus.EMPTY


@needed
@pytest.mark.parametrize("file", files_of("csv"))
def test_a_real_file_holds_what_it_must(file: dict[str, Any]) -> None:
    check(file)
