import pytest

from index.documents.formats.markdown import read_markdown


def text_of(markdown: str) -> str:
    return read_markdown("a.md", markdown).text.strip()


def test_headings_paragraphs_and_items_become_plain_text() -> None:
    markdown = """# Otters

They *dive* for [clams](http://x.org "t") and
eat them on their `backs`.

- first **item**
- second

1. one
2. two

## Kelp
Last."""
    assert text_of(markdown) == (
        "Otters\n\nThey dive for clams and eat them on their backs.\n\n"
        "- first item\n- second\n\n- one\n- two\n\nKelp\n\nLast."
    )


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("one  \ntwo", "one\ntwo"),
        ("```py\nx  =  1 # kept\n```", "x  =  1 # kept"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("![An otter](otter.jpg) dives", "An otter dives"),
        ("> A quote.", "A quote."),
        ("5 < 6 & 7 > 2 &amp; so on", "5 < 6 & 7 > 2 & so on"),
        (r"\*not emphasis\*", "*not emphasis*"),
        ("<https://x.org/a>", "https://x.org/a"),
        ("one\r\ntwo\r\n\r\nthree", "one two\n\nthree"),
        ("- outer\n  - inner\n- last", "- outer\n- inner\n- last"),
    ],
)
def test_what_each_element_becomes(markdown: str, text: str) -> None:
    assert text_of(markdown) == text


def test_no_words_are_lost_with_raw_html() -> None:
    text = text_of("<div>\nOtters dive.\n</div>\n\nThey <b>sleep</b> afloat.")
    assert "Otters dive." in text
    assert "sleep" in text


def test_the_title_is_the_front_matters_then_the_first_heading() -> None:
    assert read_markdown("a.md", "---\ntitle: Sea Otters\n---\n# Kelp\nText.").title == "Sea Otters"
    assert read_markdown("a.md", "Text.\n\n## The *Kelp*\n\n# More").title == "The Kelp"
    assert read_markdown("a.md", "Text.").title is None


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("date: 2022-12-29", "2022-12-29"),
        ("published: 2022-12-29 10:30:00", "2022-12-29T10:30:00"),
        ("date: '2022-12-29T10:30'", "2022-12-29T10:30:00"),
        ("date: last winter", None),
        ("title: x", None),
    ],
)
def test_published_is_the_front_matters_date(line: str, published: str | None) -> None:
    document = read_markdown("a.md", f"---\n{line}\n---\nText.")
    assert document.published == published
    assert document.text.strip() == "Text."


@pytest.mark.parametrize(
    "block", ["date: 2022-13-45", "[unclosed", "Prose between two rules.", "- an item"]
)
def test_what_is_no_front_matter_stays_text(block: str) -> None:
    kept = text_of(f"---\n{block}\n---\nText.")
    assert block in kept
    assert kept.endswith("Text.")
