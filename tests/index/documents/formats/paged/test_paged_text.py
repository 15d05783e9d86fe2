import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.clean import clean
from index.documents.formats.paged.paged_text import read_paged, without_pages
from index.documents.formats.plain.plain_text import read_plain
from index.documents.shape import normalise
from tests.index.documents.formats.paged.lookalikes import LOOKALIKES
from tests.index.documents.formats.paged.printed import WIDTH, paragraphs, printed

TEXT = paragraphs(14)
NAME = "House Rules of 2021"


def blocks_of(text: str) -> list[str]:
    document = read_paged("a.txt", text)
    return [block.span.of(document.text) for block in document.shape.blocks]


def none(_: int) -> str:
    return ""


def rfc(n: int) -> str:
    return "RFC 2119              Key Words              March 1997" if n > 1 else ""


def sides(n: int) -> str:
    return f"{n}   THE HOUSE BOOK" if n % 2 == 0 else f"CHAPTER ONE   {n}".rjust(WIDTH)


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (none, lambda n: f"- {n} -".center(WIDTH)),
        (none, str),
        (none, lambda n: f"{n + 7}"),
        (none, lambda n: f"Page {n} of 6"),
        (none, lambda n: f"{n}/6"),
        (none, lambda n: f"Printed 12.03.2021 at 10:15                      {n}"),
        (lambda n: f"Company Handbook    Page {n}", none),
        (lambda n: f"Company Handbook    Page {n}" if n > 1 else "", none),
        (lambda n: f"Acme Ltd      Page {n}\n\nHouse book", none),
        (rfc, lambda n: f"Bradner      Best Current Practice      [Page {n}]"),
        (sides, none),
    ],
)
@pytest.mark.parametrize("between", ["\f", "\f\n\n", "\n", "\n\n\n"])
def test_heads_and_feet_of_pages_go_and_torn_sentences_are_whole(
    head: Callable[[int], str], foot: Callable[[int], str], between: str
) -> None:
    document = read_paged("a.txt", printed(TEXT, head, foot, between))
    assert blocks_of(printed(TEXT, head, foot, between)) == TEXT
    said = [part for n in range(1, 7) for part in (head(n), foot(n)) if part]
    assert "\n".join(document.cut).split() == "\n".join(said).split()


@pytest.mark.parametrize("between", ["\f", "\n"])
def test_the_first_line_of_a_text_names_it_and_stays(between: str) -> None:
    text = printed(TEXT, lambda _: NAME, lambda n: f"Page {n}", between)
    assert blocks_of(text) == [NAME, *TEXT]


def test_a_text_on_few_and_short_pages() -> None:
    assert blocks_of(printed(TEXT[:2], foot=lambda n: f"Page {n}", height=7)) == TEXT[:2]
    handbook = printed(TEXT[:5], lambda n: f"Company Handbook    Page {n}", height=8)
    assert blocks_of(handbook) == blocks_of(handbook.replace("\f", "\n")) == TEXT[:5]


def test_a_form_feed_alone_parts_no_sentence() -> None:
    text = printed(TEXT)
    assert blocks_of(text) == TEXT
    assert read_paged("a.txt", text).cut == ()
    assert blocks_of("Milk\nand bread\n\feggs") == ["Milk\nand bread", "eggs"]


def test_a_sentence_goes_on_after_a_function_word() -> None:
    pages = printed(TEXT, foot=lambda n: f"Page {n}").split("\f")
    pages[1] = pages[1].replace(
        "\n\nPage 2", "\n\nThe rent of all flats is due before the end of\n\nPage 2"
    )
    pages[2] = f"March, as it is every year.\n\n{pages[2]}"
    rent = "The rent of all flats is due before the end of March, as it is every year."
    assert rent in blocks_of("\f".join(pages))


def test_a_list_goes_on_across_a_page_end() -> None:
    items = [f"- rule {n} of the house: nobody sings at night" for n in range(1, 9)]
    pages = printed(TEXT, foot=lambda n: f"Page {n}").split("\f")
    pages[1] = pages[1].replace("\n\nPage 2", "\n\n" + "\n".join(items[:5]) + "\n\nPage 2")
    pages[2] = "\n".join(items[5:]) + f"\n\n{pages[2]}"
    shape = read_paged("a.txt", "\f".join(pages)).shape
    assert [block.level for block in shape.blocks if block.kind.value == "item"] == [1] * 8


def test_the_minutes_of_a_meeting_that_were_printed_on_four_pages() -> None:
    text = """Minutes of the board

Present were Ada Kern, Bo Yilmaz and Ida Falk. The board decided that
the roof has to be mended before the winter comes. Three firms were
asked for a price. The lowest was that of Holm & Sons, who want to
begin in August and need four weeks. The old tiles are kept for the

Page 1 of 4

shed. Bo Yilmaz asked who pays for the scaffold. It is in the price.
The board thanked Ida Falk for the summer party, which was visited by
more people than in the years before. The grill is to be replaced by
a bigger one.

1. The treasurer reported that all tenants have paid their rent.
2. The accounts were checked.

Page 2 of 4

3. The money is kept in two accounts, of which one is for repairs.

The board spoke about the bicycles in the corridor. They are to be
taken to the cellar by the end of the month. Who leaves his bicycle
there is told by letter. After a second letter it is taken away and
kept in the garage of the caretaker, where it can be fetched after a

Page 3 of 4

fee of ten euros was paid. The next meeting is in September."""
    document = read_paged("a.txt", text)
    assert document.cut == ("Page 1 of 4", "Page 2 of 4", "Page 3 of 4")
    assert "The old tiles are kept for the shed. Bo" in document.text
    assert "fetched after a fee of ten euros was paid." in document.text
    items = [block for block in document.shape.blocks if block.kind.value == "item"]
    assert [item.number for item in items] == [1, 2, 3]


def test_lines_end_as_windows_ends_them() -> None:
    text = printed(TEXT, foot=lambda n: f"Page {n}").replace("\n", "\r\n")
    assert blocks_of(text) == TEXT


@pytest.mark.parametrize("text", LOOKALIKES.values(), ids=LOOKALIKES)
def test_what_an_author_wrote_stays(text: str) -> None:
    assert read_paged("a.txt", text) == read_plain("a.txt", text)


def test_what_is_cut_is_reported_first() -> None:
    text = printed([*TEXT, "Share this article"], foot=lambda n: f"Page {n}")
    document, cut = clean(read_paged("a.txt", text))
    assert [one.text for one in cut] == [*(f"Page {n}" for n in range(1, 7)), "Share this article"]
    assert document.text == "\n\n".join(TEXT)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from([*TEXT, "- an item", "Fees", "😀 ¿qué?", "2. Rent"]), min_size=6),
    st.sampled_from(["- {} -", "Page {}", "Page {} שלום 😀", "3.1 {}"]),
    st.sampled_from(["\f", "\n", "\r\n\f"]),
)
def test_every_letter_stays_or_is_reported(texts: list[str], foot: str, between: str) -> None:
    text = printed(texts, foot=foot.format, between=between)
    raw = read_paged("a.txt", text)
    kept = sorted(c for c in raw.text + "".join(raw.cut) if c.isalnum())
    assert kept == sorted(c for c in normalise(text) if c.isalnum())
    assert all(block.span.of(raw.text).strip() for block in raw.shape.blocks)


@pytest.mark.parametrize(
    "text",
    [
        "The same line stands here again.\n" * 30_000,
        "Page 7 of the book\n" * 30_000,
        "\n".join(map(str, range(100_000))),
        "\f" * 1_000_000,
        "\f" * 15_000,
        "".join(f"Page {n}\n" + "a\n" * 6 for n in range(15_000)),
        "".join(f"x\nPage {n}\nx\n" + "a\n" * 7 for n in range(15_000)),
        "".join(f"Head {n}\nword\f" for n in range(15_000)),
        "".join(f"Page {n}\n" + "\n" * 60 + "a\n" * 7 for n in range(10_000)),
    ],
    ids=range(9),
)
def test_finding_pages_takes_time_that_grows_with_the_text(text: str) -> None:
    # Four times the text takes 16 times as long where each line is compared with all others. A busy
    # machine may slow one try, and not three.
    assert any(_times_as_long(text) < 10 for _ in range(3))


def _times_as_long(text: str) -> float:
    """How many times as long a text takes as its first quarter, which takes 50 ms at least."""
    start = time.process_time()
    without_pages(text[: len(text) // 4])
    quarter = time.process_time() - start
    without_pages(text)
    return (time.process_time() - start - quarter) / max(quarter, 0.05)
