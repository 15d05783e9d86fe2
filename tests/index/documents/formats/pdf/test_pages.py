import math
import struct
import zlib

import pytest

from index.documents.clean import clean
from index.documents.formats.pdf.pages import (
    page_picture,
    quote_rectangles,
    rectangles_of,
    trace_of,
)
from index.documents.formats.pdf.pdf_reader import read_pdf
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import Document, RawDocument, Span
from tests.index.documents.formats.pdf.pdfs import (
    HEIGHT,
    WIDTH,
    Pdf,
    Rule,
    Text,
    Thing,
    lines_at,
    text_pages,
    width_of,
)

LINES = ["The otter 🦦 swims in the cold water of the river and it eats", "fish and frogs there."]


def indexed(data: bytes) -> Document:
    raw = next(read_pdf(Original("a.pdf", data)))
    assert isinstance(raw, RawDocument)
    return clean(raw)[0]


def span_of(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start, start + len(quote))


def rectangles(data: bytes, quote: str) -> dict[int, list[tuple[float, float, float, float]]]:
    document = indexed(data)
    return quote_rectangles(Original("a.pdf", data), span_of(document, quote), document.sha256)


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """The width, height and colours of a PNG that has the filter that is expected."""
    width, height = struct.unpack(">II", png[16:24])
    packed, at = b"", 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4], "big")
        name, content = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        assert zlib.crc32(name + content) == int.from_bytes(
            png[at + 8 + size : at + 12 + size], "big"
        )
        packed += content if name == b"IDAT" else b""
        at += 12 + size
    rows = zlib.decompress(packed)
    colours = bytearray()
    for y in range(height):
        row = bytearray(rows[y * (1 + 3 * width) + 1 : (y + 1) * (1 + 3 * width)])
        for x in range(3, len(row)):
            row[x] = (row[x] + row[x - 3]) % 256
        colours += row
    return width, height, bytes(colours)


def test_a_page_is_drawn_as_a_png() -> None:
    width, height, colours = pixels(page_picture(Pdf([[Rule(0, 0, 300, 400)]]).bytes(), 1))
    assert (width, height) == (math.ceil(WIDTH * 115 / 72), math.ceil(HEIGHT * 115 / 72))
    assert colours[:3] == b"\0\0\0"  # the upper left quarter is black, the lower right one white
    assert colours[-3:] == b"\xff\xff\xff"


def test_a_very_large_page_is_drawn_smaller() -> None:
    large = Pdf([[]]).bytes().replace(b"[0 0 600 800]", b"[0 0 9e4 9e4]")
    assert len(pixels(page_picture(large, 1))[2]) <= 3 * 8_100_000


def test_a_page_that_is_not_there_cannot_be_drawn() -> None:
    with pytest.raises(Unreadable, match="no page 2"):
        page_picture(text_pages(LINES), 2)


def test_an_encrypted_page_is_drawn_with_its_password() -> None:
    data = Pdf([lines_at(60, 100, LINES)], password="otter").bytes()
    assert page_picture(data, 1, "otter").startswith(b"\x89PNG")
    with pytest.raises(Unreadable) as caught:
        page_picture(data, 1)
    assert caught.value.status is FileStatus.ENCRYPTED


def test_a_quote_has_a_rectangle_where_it_stands() -> None:
    found = rectangles(text_pages(LINES), "swims in the cold")
    left = (60 + width_of("The otter 🦦 ")) / WIDTH
    right = (60 + width_of("The otter 🦦 swims in the cold")) / WIDTH
    assert list(found) == [1]
    assert len(found[1]) == 1
    assert found[1][0] == pytest.approx((left, 0.115, right, 0.1275), abs=0.012)


def test_a_quote_on_two_lines_has_two_rectangles() -> None:
    found = rectangles(text_pages(LINES), "it eats fish")
    assert len(found[1]) == 2
    assert found[1][1][0] == pytest.approx(60 / WIDTH, abs=0.002)
    assert found[1][1][1] > found[1][0][1]


def test_a_quote_over_a_page_end_has_rectangles_on_both_pages() -> None:
    data = text_pages([*LINES[:1], "fish and frogs that come from"], ["the other side of it."])
    found = rectangles(data, "frogs that come from the other side")
    assert list(found) == [1, 2]


def test_a_word_that_a_line_end_parted_is_marked_on_both_lines() -> None:
    data = text_pages(["The otter swims in the cold water and it is the most ele-", "gant animal."])
    assert "most elegant animal" in indexed(data).text
    assert len(rectangles(data, "elegant")[1]) == 2


@pytest.mark.parametrize(
    ("rotate", "corner"),
    [(90, (0.8725, 0.1)), (180, (0.0, 0.8725)), (270, (0.115, 0.0))],
)
def test_rectangles_lie_on_the_page_as_it_is_shown(
    rotate: int, corner: tuple[float, float]
) -> None:
    """A line that begins at a tenth of the width, near the top, before the page is turned."""
    data = Pdf([lines_at(60, 100, LINES)], rotate=rotate).bytes()
    left, top, right, bottom = rectangles(data, "The otter")[1][0]
    if rotate == 180:
        assert (right, top) == pytest.approx((0.9, corner[1]), abs=0.004)
    elif rotate == 90:
        assert (left, top) == pytest.approx(corner, abs=0.004)
    else:
        assert (left, bottom) == pytest.approx((corner[0], 0.9), abs=0.004)


def test_another_text_than_the_indexed_one_is_told() -> None:
    data = text_pages(LINES)
    with pytest.raises(Unreadable, match="another text"):
        quote_rectangles(Original("a.pdf", data), Span(0, 3), "0" * 64)


def test_what_cleaning_takes_out_shifts_no_rectangle() -> None:
    page: list[Thing] = [
        *lines_at(60, 60, ["Accept all cookies"]),
        Text(60, 100, LINES[0]),
        Text(60, 112, LINES[1]),
    ]
    data = Pdf([page]).bytes()
    assert "cookies" not in indexed(data).text
    found = rectangles(data, "The otter")
    assert found[1][0][0] == pytest.approx(60 / WIDTH, abs=0.002)


def test_drawing_a_page_does_not_change_how_it_is_read() -> None:
    code = [Text(60, 150, "if broken:", font="fixed"), Text(84, 162, "stop()", font="fixed")]
    data = Pdf([[*lines_at(60, 100, LINES), *code]]).bytes()
    before = indexed(data)
    page_picture(data, 1)
    assert indexed(data) == before


def test_a_trace_serves_many_quotes() -> None:
    data = text_pages(LINES, LINES)
    document = indexed(data)
    original = Original("a.pdf", data)
    trace = trace_of(original, document.sha256)
    for quote in ("otter", "fish and frogs", "river and it eats fish"):
        assert rectangles_of(original, trace, span_of(document, quote)) == rectangles(data, quote)


def test_a_mark_colours_the_paper_and_leaves_the_text_dark() -> None:
    data = Pdf([[Rule(0, 0, 300, 400)]]).bytes()
    width, height, plain = pixels(page_picture(data, 1))
    _, _, marked = pixels(page_picture(data, 1, marked=[(0.25, 0.0, 0.75, 0.25)]))
    black, paper = 3 * (width // 3), 3 * (2 * width // 3)  # both under the mark, in the first row
    assert (plain[black : black + 3], marked[black : black + 3]) == (b"\0\0\0", b"\0\0\0")
    assert plain[paper : paper + 3] == b"\xff\xff\xff" != marked[paper : paper + 3]
    assert plain[3 * width * (height // 2) :] == marked[3 * width * (height // 2) :]


def test_marks_that_overlap_mark_once_and_none_leaves_the_page() -> None:
    data = text_pages(LINES)
    once = page_picture(data, 1, marked=[(0.1, 0.1, 0.5, 0.2)])
    assert page_picture(data, 1, marked=[(0.1, 0.1, 0.4, 0.2), (0.3, 0.1, 0.5, 0.2)]) == once
    assert page_picture(data, 1, marked=[(0.0, 0.0, 1.0, 1.0)]).startswith(b"\x89PNG")
