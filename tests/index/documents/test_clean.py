import hashlib
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.documents.clean import clean
from index.documents.formats.markup.markdown import read_markdown
from index.documents.formats.plain.plain_text import read_plain
from index.documents.shape import normalise
from index.errors import Unreadable
from index.records import Document, RawDocument
from tests.conftest import SEEDS
from tests.index.texts import documents

ARTICLE = "The otter dives for clams. It eats them on its back."


def cleaned(text: str) -> tuple[Document, str]:
    """The document, and all that was cut out of it."""
    document, cut = clean(read_plain("notes/sea_otters-2.txt", text))
    assert all(c.document_id == "notes/sea_otters-2.txt" for c in cut)
    return document, "\n".join(c.text for c in cut)


def letters(text: str) -> list[str]:
    return sorted(character for character in text if character.isalnum())


def seed(name: str) -> tuple[Document, str]:
    return cleaned((SEEDS / name).read_bytes().decode())


def test_the_first_seed_article_without_what_its_page_says() -> None:
    document, cut = seed("000_8a3fadcf62c2e463.txt")
    for line in (
        "No time to read?",
        "Get a summary",
        "Previous Article",
        "Next Article",
        "Hangover Breakfasts from Moscow Chefs: 5 Easy Morning Recipes",
        "In Moscow, bloggers test a BMW X6, crash response and a car poll",
    ):
        assert line not in document.text
        assert line in cut
    title = "Kosovo Tensions and NATO Security Discussions: Regional Implications"
    assert document.title == title
    assert document.text.startswith(f"{title}\n\nThe political landscape surrounding Kosovo")
    assert document.text.endswith("[Source: International security briefings]")
    assert document.text.count("\n\n") == 5  # the headline and five paragraphs


def test_the_second_seed_article_keeps_its_bullets_and_all_else() -> None:
    document, cut = seed("003_394d074cd746f86b.txt")
    lines = document.text.split("\n")
    assert document.title == lines[0]
    assert lines[0] == "NATO denies Kosovo’s request to deploy security forces in northern region"
    assert [line[:2] for line in lines[1:4]] == ["- "] * 3
    assert cut == ""
    assert document.text == (SEEDS / "003_394d074cd746f86b.txt").read_text("utf-8").strip()


@pytest.mark.parametrize(
    "line",
    [
        "No time to read?",
        "GET A SUMMARY",
        "Share this article",
        "Share on Facebook",
        "« Share this »",
        "Advertisement",
        "Follow us on X",
        "Subscribe to our weekly newsletter",
        "Read more",
        "12 comments",
        "Accept all cookies",
    ],
)
def test_share_and_cookie_lines_are_cut_and_reported(line: str) -> None:
    document, cut = cleaned(f"Otters\n\n{ARTICLE}\n{line}\nThey sleep afloat.")
    assert document.text == f"Otters\n\n{ARTICLE}\nThey sleep afloat."
    assert cut == line


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies in our kitchen to test your appetite.",
        "This website uses cookies to remember what you chose.",
        "© 2022 The Kelp Times",
        "Privacy policy",
        "Telegram",
        "Share",
        "X",
        "Share prices fell by 3 % on Monday.",
        "Share this with nobody, said the minister, and left the room in a hurry that evening.",
        "The next article of the treaty bans the hunt.",
        "Print was his trade.",
        "Follow us, they said.",
        "Follow us on foot.",
        "Share it with nobody.",
        "Previous articles of the law said otherwise.",
        "Advertisements for pelts were banned in 1911.",
        "Accept all the risks and dive.",
        "By using cookies, bakers measured the heat of the oven.",
        "Cookies were cheap.",
        "You may also like kelp.",
    ],
)
def test_a_real_sentence_that_resembles_such_a_line_stays(line: str) -> None:
    document, cut = cleaned(f"Otters\n\n{ARTICLE}\n{line}\nThey sleep afloat.")
    assert document.text == f"Otters\n\n{ARTICLE}\n{line}\nThey sleep afloat."
    assert cut == ""


@pytest.mark.parametrize(
    "banner",
    [
        "We use cookies to give you the best experience.\nAccept all cookies",
        "By continuing to browse, you agree to our use of cookies.\nManage cookies",
        "Share\nTweet\nShare this page\nE-mail",
        "Back to top\n© 2022 The Kelp Times",
    ],
)
def test_what_may_be_text_goes_only_beside_furniture(banner: str) -> None:
    document, cut = cleaned(f"Otters\n\n{ARTICLE}\n\n{banner}")
    assert document.text == f"Otters\n\n{ARTICLE}"
    assert cut == banner


def test_a_manual_and_a_policy_keep_all_their_lines() -> None:
    manual = "Share\n\nSend the file to a friend.\n\nPrint\n\nChoose a printer first."
    assert cleaned(manual)[0].text == manual
    policy = "Privacy policy\n\nThis site uses cookies to count visits.\n\n© 2024 Otter Club"
    assert cleaned(policy)[0].text == policy


def test_headlines_under_closing_navigation_go_with_it() -> None:
    tail = "Related articles\n\nSix otters to watch\nWhy kelp matters\nShare\nNext Story\nPelts"
    document, cut = cleaned(f"Otters\n\n{ARTICLE}\n\n{tail}")
    assert document.text == f"Otters\n\n{ARTICLE}"
    assert cut == tail.replace("\n\n", "\n")


def test_navigation_in_the_middle_takes_no_sentence_with_it() -> None:
    text = f"Otters\n\n{ARTICLE}\n\nRelated articles\n\nThey sleep afloat."
    assert cleaned(text)[0].text == text


@pytest.mark.parametrize("line", ["- kelp", "3. kelp", "They sleep afloat.", "They sleep:"])
def test_items_and_whole_sentences_after_navigation_stay(line: str) -> None:
    text = f"Otters\n\n{ARTICLE}\n\nSee also\n{line}"
    assert cleaned(text)[0].text == text


@pytest.mark.parametrize(
    ("raw", "normal"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("e\u0301", "é"),
        ("\ufeffa\x00b\x07c", "abc"),
        ("a  \t\nb ", "a\nb"),
        ("a\tb", "a\tb"),
        ("a\u2028b\u2029c\x0cd", "a\nb\n\nc\n\nd"),
        ("👩‍👩‍👧 שָׁלוֹם", unicodedata.normalize("NFC", "👩‍👩‍👧 שָׁלוֹם")),
    ],
)
def test_what_normalising_changes(raw: str, normal: str) -> None:
    assert normalise(raw) == normal


@settings(max_examples=60, deadline=None)
@given(st.one_of(documents, st.text()))
def test_cleaning_keeps_every_word_or_reports_it(text: str) -> None:
    try:
        document, cut = cleaned(text)
    except Unreadable:
        return
    # A hyphen at a line end, a mark of a quotation and an underline may go: they are no words.
    assert letters(document.text + cut) == letters(normalise(text))
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()


@settings(max_examples=60, deadline=None)
@given(st.text())
def test_normal_text_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_the_title_is_the_formats_then_the_headline_then_the_files_name() -> None:
    def title(text: str, given: str | None = None) -> str:
        raw = replace(read_plain("notes/sea_otters-2.txt", text), title=given)
        return clean(raw)[0].title

    assert title("Otters\n\nText.", "The Sea Otter") == "The Sea Otter"
    assert title("# Otters\n\nText.") == "Otters"
    assert title("A first sentence is no headline. So it is.") == "sea otters 2"
    assert title("x" * 300) == "sea otters 2"
    assert title("Name: Ada\nRoom: 5\n\nName: Ben\nRoom: 6") == "sea otters 2"


def test_page_furniture_alone_is_no_document() -> None:
    with pytest.raises(Unreadable, match="page furniture"):
        cleaned("No time to read?\nGet a summary\n\nShare")
    with pytest.raises(Unreadable, match="no text"):
        clean(read_markdown("a.md", "<!-- a draft -->"))


def test_what_stays_keeps_its_shape() -> None:
    raw = read_markdown(
        "a.md",
        "# Otters\n\nShare this\n\nThey eat:\n\n- [clams](c.md)\n- crabs\n\nNext Post\n\nPelts",
    )
    document, cut = clean(raw)
    assert document.text == "Otters\n\nThey eat:\n\n- clams\n- crabs"
    assert [c.text for c in cut] == ["Share this", "Next Post\nPelts"]
    blocks = document.shape.blocks
    assert [b.span.of(document.text) for b in blocks] == [
        "Otters",
        "They eat:",
        "- clams",
        "- crabs",
    ]
    assert [b.under for b in blocks] == [None, 0, 1, 1]
    [link] = document.shape.links
    assert document.text[link.start : link.end] == "clams"


def test_a_document_without_a_shape_gets_one() -> None:
    document, _ = clean(RawDocument("a", "One.\n\n- two\n- three"))
    assert [b.kind.value for b in document.shape.blocks] == ["paragraph", "item", "item"]


def test_published_comes_through() -> None:
    document, _ = clean(RawDocument("a.md", "Text.", published="2022-12-29"))
    assert document.published == "2022-12-29"
