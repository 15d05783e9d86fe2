import json
import os
import random
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.formats import read
from index.documents.formats.pdf import pdf_reader, pdfium
from index.documents.formats.pdf.pdf_reader import read_pdf
from index.errors import Unreadable
from index.originals import FileStatus, Original
from index.records import Block, BlockKind, RawDocument
from tests.index.documents.formats.pdf.pdfs import (
    Link,
    Pdf,
    Picture,
    Rule,
    Text,
    lines_at,
    text_pages,
    width_of,
)

PROSE = [
    "The warranty covers the pump and the motor for a period of two years,",
    "counted from the day on which the pump was delivered to the customer,",
    "and it ends early where somebody opened the seal without our consent.",
]


def document(data: bytes, name: str = "a.pdf", password: str | None = None) -> RawDocument:
    found = list(read_pdf(Original(name, data, password)))
    assert len(found) == 1
    assert isinstance(found[0], RawDocument)
    return found[0]


def blocks(raw: RawDocument, kind: BlockKind | None = None) -> list[str]:
    return [b.span.of(raw.text) for b in raw.shape.blocks if kind is None or b.kind is kind]


def failure(data: bytes, password: str | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        list(read_pdf(Original("a.pdf", data, password)))
    return caught.value


def test_the_lines_of_a_paragraph_are_one() -> None:
    raw = document(text_pages([*PROSE, "", "Another paragraph stands below a gap."]))
    assert blocks(raw) == [" ".join(PROSE), "Another paragraph stands below a gap."]


FROM_RIGHT = [
    "بدأت زراعة القهوة في اليمن خلال القرن الخامس عشر.",
    "وصلت إلى القاهرة عام 1511 في كتاب Coffee House القديم.",
    "הקפה הגיע לקהיר בשנת 1511, ולאחר מכן התפשט.",
]


def as_seen(line: str) -> str:
    """The characters of a line from right to left, as they stand on the page from the left."""
    phrases = re.split(r"([A-Za-z0-9]+(?: [A-Za-z0-9]+)*)", line)
    return "".join(p if p.isascii() and p[:1].isalnum() else p[::-1] for p in reversed(phrases))


def by_words(line: str, one_in: int) -> list[Text]:
    """A line from right to left as a text for each word, of which one in so many goes backward."""
    right, texts = 500.0, []
    for number, word in enumerate(line.split()):
        left = right - width_of(word)
        backward = number % one_in == 0 and not word.isascii()
        texts.append(
            Text(right, 100, word, from_right=True) if backward else Text(left, 100, as_seen(word))
        )
        right = left - width_of(" ")
    return texts


@pytest.mark.parametrize("line", FROM_RIGHT)
def test_what_runs_from_right_to_left_is_read_so(line: str) -> None:
    assert document(Pdf([[Text(100, 100, as_seen(line))]]).bytes()).text == line


@pytest.mark.parametrize("line", FROM_RIGHT)
@pytest.mark.parametrize("one_in", [1, 2, 3, 100])
def test_words_from_right_to_left_may_be_drawn_from_either_end(line: str, one_in: int) -> None:
    line = line.replace("Coffee House", "Coffee")
    assert document(Pdf([by_words(line, one_in)]).bytes()).text == line


def test_a_whole_line_may_be_drawn_from_the_right() -> None:
    texts = [Text(500, 100, FROM_RIGHT[0], from_right=True)]
    assert document(Pdf([texts]).bytes()).text == FROM_RIGHT[0]


def test_a_first_line_that_is_indented_begins_a_paragraph() -> None:
    first, second = lines_at(60, 100, PROSE), lines_at(60, 136, PROSE)
    second[0] = second[0]._replace(x=80)
    raw = document(Pdf([[*first, *second]]).bytes())
    assert blocks(raw) == [" ".join(PROSE)] * 2


def test_short_lines_stay_lines() -> None:
    address = ["Pump Works Ltd", "12 Harbour Street", "Newcastle"]
    raw = document(text_pages([*PROSE, "", *address]))
    assert blocks(raw)[1:] == address
    assert "\n".join(address) in raw.text


def test_words_that_a_line_end_parts_are_whole_again() -> None:
    raw = document(
        text_pages(
            [
                "The state-of-the-art pump has a well-known seal, and there is more infor-",
                "mation on it in the manual, where each part is described by a well-",
                "known engineer who built the first one of them, the X-",
                "Ray model, and who still repairs all of them in his own house.",
            ]
        )
    )
    assert "more information on it" in raw.text
    assert "a well-known engineer" in raw.text
    assert "the X-Ray model" in raw.text


def test_columns_are_read_one_after_the_other() -> None:
    left = [f"left column line {n} with some more words" for n in range(1, 9)]
    right = [f"right column line {n} with some more words" for n in range(1, 9)]
    raw = document(Pdf([[*lines_at(60, 100, left), *lines_at(330, 100, right)]]).bytes())
    assert raw.text.index("left column line 8") < raw.text.index("right column line 1")


def test_columns_that_the_file_writes_across_are_read_one_after_the_other() -> None:
    across: list[Text] = []
    for n in range(1, 13):
        across += [
            Text(60, 100 + 12 * n, f"left column line {n} with some words"),
            Text(330, 100 + 12 * n, f"right column line {n} with some words"),
        ]
    raw = document(Pdf([across]).bytes())
    assert raw.text.index("left column line 12") < raw.text.index("right column line 1 ")


def test_a_title_that_comes_last_in_the_file_comes_first() -> None:
    title = Text(60, 60, "The pump", 20, "bold")
    raw = document(Pdf([[*lines_at(60, 100, PROSE), title]]).bytes())
    assert blocks(raw)[0] == "The pump"


def test_a_sentence_over_a_page_end_is_one_and_stands_on_both_pages() -> None:
    raw = document(text_pages([*PROSE, "This goes for all who"], ["bought it new.", "", *PROSE]))
    sentence = "This goes for all who bought it new."
    start = raw.text.index(sentence)
    place = next(b for b in raw.shape.blocks if b.start <= start < b.end)
    assert [p.value for p in raw.shape.places_of(place.span)] == ["1", "2"]
    first, second = raw.shape.places
    assert raw.text[: first.end].rstrip().endswith("all who")
    assert raw.text[second.start :].startswith("bought it new.")


def running_pages(count: int) -> list[list[Text | Rule]]:
    return [
        [
            Text(60 if n % 2 else 400, 40, "Pump Works, Annual Report 2021", 8),
            *lines_at(60, 100, [f"Page {n} begins. {PROSE[0]}", *PROSE[1:2], "and it goes on for"]),
            Text(290, 770, str(n + 40), 8),
        ]
        for n in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [2, 3, 8])
def test_running_heads_and_feet_are_left_out(count: int) -> None:
    raw = document(Pdf(running_pages(count)).bytes())
    assert "Annual Report" not in raw.text
    assert str(count + 40) not in raw.text
    assert f"Page {count} begins." in raw.text


def test_a_head_that_changes_from_chapter_to_chapter_is_left_out() -> None:
    pages = running_pages(8)
    for n, page in enumerate(pages):
        page[0] = Text(
            60, 40, f"Chapter {n // 3 + 1}. On {'pumps seals motors'.split()[n // 3]}", 8
        )
    raw = document(Pdf(pages).bytes())
    assert "On pumps" not in raw.text
    assert "On seals" not in raw.text


def test_lines_that_repeat_inside_of_pages_stay() -> None:
    page = [*lines_at(60, 300, ["Signature of the customer:"]), *lines_at(60, 350, PROSE)]
    raw = document(Pdf([page] * 5).bytes())
    assert raw.text.count("Signature of the customer:") == 5


def test_pages_have_their_number_and_the_printed_one() -> None:
    raw = document(Pdf(running_pages(4)).bytes())
    assert [(p.kind, p.value, p.label) for p in raw.shape.places] == [
        ("page", str(n), f"page {n} (printed {n + 40})") for n in range(1, 5)
    ]
    labelled = document(Pdf([lines_at(60, 100, PROSE)], first_label=79).bytes())
    assert labelled.shape.places[0].label == "page 1 (printed 79)"
    assert document(text_pages(PROSE)).shape.places[0].label == "page 1"


def test_headings_are_told_by_their_type_and_ranked() -> None:
    raw = document(
        Pdf(
            [
                [
                    Text(60, 60, "The pump", 24, "bold"),
                    Text(60, 100, "1 Warranty", 14, "bold"),
                    *lines_at(60, 120, PROSE),
                    Text(60, 190, "What is not covered", 10, "bold"),
                    *lines_at(60, 206, PROSE),
                ]
            ]
        ).bytes()
    )
    headings = [b for b in raw.shape.blocks if b.kind is BlockKind.HEADING]
    assert [(b.level, b.span.of(raw.text)) for b in headings] == [
        (1, "The pump"),
        (2, "1 Warranty"),
        (3, "What is not covered"),
    ]
    assert blocks(raw, BlockKind.PARAGRAPH) == [" ".join(PROSE)] * 2


def test_lists_keep_their_numbers_and_depth() -> None:
    raw = document(
        Pdf(
            [
                [
                    *lines_at(60, 100, PROSE),
                    Text(
                        60, 150, "1. Open the valve and wait until the water runs clear, which may"
                    ),
                    Text(75, 162, "take a minute."),
                    Text(75, 174, "• Use both hands."),
                    Text(75, 186, "• Do not force it."),
                    Text(60, 198, "2. Close it."),
                ]
            ]
        ).bytes()
    )
    items = [b for b in raw.shape.blocks if b.kind is BlockKind.ITEM]
    assert [(b.level, b.number, b.span.of(raw.text)) for b in items] == [
        (1, 1, "1. Open the valve and wait until the water runs clear, which may take a minute."),
        (2, None, "• Use both hands."),
        (2, None, "• Do not force it."),
        (1, 2, "2. Close it."),
    ]


def rows(raw: RawDocument) -> list[list[str]]:
    return [
        [cell.of(raw.text) for cell in b.cells] for b in raw.shape.blocks if b.kind is BlockKind.ROW
    ]


def header_of(raw: RawDocument) -> Block:
    return next(b for b in raw.shape.blocks if b.header)


def test_a_table_is_rows_of_cells_under_their_header() -> None:
    table = [("Model", "Power", "Price"), ("P 10", "120", "89"), ("P 20", "240", "129")]
    things = [
        Text(60 + 120 * column, 200 + 14 * row, cell)
        for row, cells in enumerate(table)
        for column, cell in enumerate(cells)
    ]
    raw = document(Pdf([[*lines_at(60, 100, PROSE), *things]]).bytes())
    assert rows(raw) == [list(row) for row in table]
    assert "P 20 | 240 | 129" in raw.text
    assert header_of(raw).span.of(raw.text) == "Model | Power | Price"
    last = raw.shape.blocks[-1]
    assert last.under is not None
    assert raw.shape.blocks[last.under].header


def test_a_table_with_rules_keeps_the_lines_of_a_cell_together() -> None:
    edges = [Rule(60, y, 420, y + 1) for y in (190, 210, 240, 270)]
    edges += [Rule(x, 190, x + 1, 271) for x in (60, 180, 420)]
    cells = [
        Text(65, 203, "Part", font="bold"),
        Text(185, 203, "What it does", font="bold"),
        Text(65, 223, "Seal"),
        *lines_at(185, 223, ["keeps the water inside, and", "the dirt outside"]),
        Text(65, 253, "Motor"),
        *lines_at(185, 253, ["drives the wheel that moves", "the water"]),
    ]
    raw = document(Pdf([[*lines_at(60, 100, PROSE), *edges, *cells]]).bytes())
    assert rows(raw) == [
        ["Part", "What it does"],
        ["Seal", "keeps the water inside, and the dirt outside"],
        ["Motor", "drives the wheel that moves the water"],
    ]
    assert header_of(raw).span.of(raw.text) == "Part | What it does"


def test_the_lines_of_contents_are_rows_without_their_dots() -> None:
    lines = []
    for n, (title, page) in enumerate([("Warranty", "3"), ("Seals and motors", "17")]):
        dots = "." * round((400 - width_of(title)) / width_of("."))
        lines += [Text(60, 150 + 14 * n, title + dots), Text(480, 150 + 14 * n, page)]
    raw = document(Pdf([lines]).bytes())
    assert rows(raw) == [["Warranty", "3"], ["Seals and motors", "17"]]


def test_code_keeps_its_lines_and_indents() -> None:
    code = [Text(60, 150, "if broken:", font="fixed"), Text(84, 162, "stop()", font="fixed")]
    raw = document(Pdf([[*lines_at(60, 100, PROSE), *code]]).bytes())
    assert blocks(raw, BlockKind.CODE) == ["if broken:\n    stop()"]


def test_footnotes_are_notes_and_do_not_part_a_sentence() -> None:
    first = [
        *lines_at(60, 100, [*PROSE, "This goes for all who"]),
        Text(60, 740, "1", 5),
        Text(64, 743, "The seal is the ring between the two halves.", 8),
    ]
    second = lines_at(60, 100, ["bought it new.", "", *PROSE])
    raw = document(Pdf([first, second]).bytes())
    assert blocks(raw, BlockKind.NOTE) == ["¹ The seal is the ring between the two halves."]
    assert "This goes for all who bought it new." in raw.text
    assert [p.value for p in raw.shape.places] == ["1", "2"]


def test_a_raised_figure_is_a_power() -> None:
    end = 60 + width_of("It moves 10")
    things = [Text(60, 100, "It moves 10"), Text(end, 96, "6", 6), Text(end + 6, 100, "litres.")]
    assert document(Pdf([things]).bytes()).text == "It moves 10⁶ litres."


def test_links_point_where_they_do() -> None:
    start = 60 + width_of("See ")
    link = Link(start, 88, start + width_of("the manual"), 102, "https://example.org/manual")
    raw = document(Pdf([[Text(60, 100, "See the manual for more."), link]]).bytes())
    assert [(raw.text[k.start : k.end], k.href) for k in raw.shape.links] == [
        ("the manual", "https://example.org/manual")
    ]


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_is_shown_turned_reads_as_it_stands_in_the_file(rotate: int) -> None:
    raw = document(Pdf([lines_at(60, 100, PROSE)], rotate=rotate).bytes())
    assert raw.text == " ".join(PROSE)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("The Pump Manual", "The Pump Manual"),
        ("Microsoft SeenWord - manual_v3.doc", "Largest words"),
        ("manual_v3.indd", "Largest words"),
        ("untitled", "Largest words"),
        ("scan0001", "Largest words"),
        ("", "Largest words"),
    ],
)
def test_the_title_is_the_author_s_and_not_a_program_s(title: str, expected: str) -> None:
    page = [Text(60, 60, "Largest words", 20), *lines_at(60, 100, PROSE)]
    raw = document(Pdf([page], {"Title": title}).bytes(), name="scan0001.pdf")
    assert raw.title == expected


def test_what_a_file_says_of_itself() -> None:
    xmp = "<x:xmpmeta><prism:publicationDate>2021-03-04</prism:publicationDate></x:xmpmeta>"
    info = {"Author": "Pump Works", "CreationDate": "D:20200101000000"}
    raw = document(Pdf([lines_at(60, 100, PROSE)], info, language="en-GB", metadata=xmp).bytes())
    assert (raw.author, raw.language, raw.published) == ("Pump Works", "en-GB", "2021-03-04")
    made = document(Pdf([lines_at(60, 100, PROSE)], info).bytes())
    assert (made.title, made.language, made.published) == (None, None, None)


def test_a_picture_of_text_is_a_scan() -> None:
    scan = [Picture(0, 0, 600, 800)]
    error = failure(Pdf([scan, scan]).bytes())
    assert error.status is FileStatus.SCAN
    assert str(error) == "2 of 2 pages are pictures without text"
    assert "--ocr" in error.hint
    stamped = failure(Pdf([[*scan, Text(60, 780, "Page 1")]]).bytes())
    assert stamped.status is FileStatus.SCAN


def test_pages_that_are_pictures_are_named_beside_the_text_of_others() -> None:
    raw = document(Pdf([lines_at(60, 100, PROSE), [Picture(0, 0, 600, 800)]]).bytes())
    assert raw.warnings == ("1 of 2 pages is a picture without text",)
    assert raw.text == " ".join(PROSE)


def test_a_page_of_characters_that_mean_nothing_has_no_text() -> None:
    broken = lines_at(60, 100, ["\x01\x02 \x03\x04\x05 \x06\x07 ab cd"])
    assert failure(Pdf([broken]).bytes()).status is FileStatus.SCAN
    raw = document(Pdf([broken, lines_at(60, 100, PROSE)]).bytes())
    assert [p.value for p in raw.shape.places] == ["2"]


def test_what_of_a_file_is_not_read_is_said() -> None:
    plain = Pdf([lines_at(60, 100, PROSE)]).bytes()
    form = plain.replace(b"<</Type/Catalog", b"<</AcroForm<</Fields[]>>/Type/Catalog")
    assert document(form).warnings == ("what its form fields hold is not read",)


def test_control_characters_are_left_out() -> None:
    raw = document(text_pages([f"{PROSE[0]}\x0c\x03", *PROSE[1:]]))
    assert raw.text == " ".join(PROSE)


def test_a_password_is_asked_for_and_tried() -> None:
    data = Pdf([lines_at(60, 100, PROSE)], password="otter").bytes()
    asked = failure(data)
    assert (asked.status, asked.hint) == (FileStatus.ENCRYPTED, "index it with --password")
    assert failure(data, "beaver").status is FileStatus.ENCRYPTED
    assert document(data, password="otter").text == " ".join(PROSE)
    assert document(text_pages(PROSE), password="otter").text == " ".join(PROSE)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"hello", text_pages(PROSE)[:500]])
def test_what_is_no_whole_pdf_is_broken(data: bytes) -> None:
    assert failure(data).status is FileStatus.BROKEN


def test_a_pdf_of_blank_pages_is_empty() -> None:
    assert failure(Pdf([[], []]).bytes()).status is FileStatus.EMPTY


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    data = text_pages(PROSE, PROSE, PROSE)
    monkeypatch.setattr(pdf_reader, "MAX_CHARACTERS", 300)
    assert failure(data).status is FileStatus.TOO_LARGE
    monkeypatch.setattr(pdfium, "MAX_PAGES", 2)
    assert str(failure(data)) == "3 pages; the limit is 2"


def test_damaged_files_end_in_text_or_in_a_named_failure() -> None:
    whole = Pdf([*running_pages(2), [Picture(0, 0, 600, 800)]], {"Title": "Pump"}).bytes()
    chance = random.Random(7)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = bytes(data[: chance.choice((len(data), chance.randrange(len(data))))])
        try:
            assert document(cut).text
        except Unreadable as error:
            assert str(error)  # noqa: PT017


WORDS = st.sampled_from(
    ["otter", "Pumpe", "naïve", "água", "🦦", "水泵", "e\u0301t", "x²", "3.5", "end."]
)
LINES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
PAGES = st.lists(st.lists(LINES, min_size=1, max_size=6), min_size=1, max_size=4)


def ink(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=60, deadline=None)
@given(PAGES)
def test_every_character_stands_on_the_page_that_it_is_on(pages: Sequence[Sequence[str]]) -> None:
    """The words of each page, and nothing else, stand in its place, in order, once."""
    numbered = [[f"p{n} {line}" for line in lines] for n, lines in enumerate(pages, 1)]
    raw = document(text_pages(*numbered))
    places = raw.shape.places
    assert [place.value for place in places] == [str(n) for n in range(1, len(pages) + 1)]
    assert all(not raw.text[a.end : b.start].strip() for a, b in pairwise(places))
    assert (places[0].start, places[-1].end) == (0, len(raw.text))
    for place, lines in zip(places, numbered, strict=True):
        words = ink("".join(lines)).replace("e\u0301", "é")
        assert ink(raw.text[place.start : place.end]).replace("•", "") == words.replace("•", "")


FORMATS = os.environ.get("PINCITE_FORMATS_DIR")


@pytest.mark.skipif(not FORMATS, reason="PINCITE_FORMATS_DIR names no folder of real files")
def test_real_files_hold_what_they_must() -> None:
    folder = Path(FORMATS or "")
    missed = []
    for line in (folder / "index.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["format"] != "pdf":
            continue
        try:
            raw = next(read(Original(case["file"], (folder / case["file"]).read_bytes())))
        except Unreadable as error:
            missed += [] if error.status == case["expect"] else [(case["file"], error.status)]
            continue
        assert isinstance(raw, RawDocument)
        missed += [] if case["expect"] == "ok" else [(case["file"], "ok")]
        text = ink(raw.text).replace("-", "")
        missed += [
            (case["file"], phrase)
            for phrase in case["must_contain"]
            if ink(phrase).replace("-", "") not in text
        ]
        for question in case["questions"]:
            phrase = ink(question["answer_sentence_contains"]).replace("-", "")
            wanted = question["page"] if isinstance(question["page"], list) else [question["page"]]
            pages = [
                int(place.value)
                for place in raw.shape.places
                if phrase in ink(raw.text[place.start : place.end]).replace("-", "")
            ]
            if not set(pages) & set(wanted):
                missed.append((case["file"], question["q"]))
    assert missed == []
