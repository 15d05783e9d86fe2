"""A document on the page looks like itself: drawn by its blocks, and never by a guess."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from index.documents.contained import file_reader
from index.originals import Original
from index.records import RawDocument
from tests.end_to_end.browser.browsing import Watch, assert_highlighted, sideways
from tests.end_to_end.site import Site
from tests.index.shaped import SHAPE, TEXT

pytestmark = pytest.mark.browser


def _read(original: Original) -> Iterator[RawDocument]:
    """What a reader of formats gives: a shape for one document, none for the other."""
    text = original.data.decode("utf-8")
    yield RawDocument(original.name, text, **({"shape": SHAPE} if text == TEXT else {}))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(file_reader, "read", _read)
        texts = {"otters.md": TEXT, "plain.txt": "A raft\n\nIt <b>drifts</b>."}
        site = Site(tmp_path_factory.mktemp("site"), texts)
    yield site
    site.stop()


@pytest.fixture(autouse=True)
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


def opened(page: Page, site: Site, quote: str = "", name: str = "otters.md") -> None:
    start = TEXT.index(quote) if quote else 0
    fragment = f"#char={start},{start + len(quote)}" if quote else ""
    page.goto(f"{site.url}/documents/{name}{fragment}")
    expect(page.locator(".document-text")).to_be_visible()


def test_each_block_is_drawn_as_its_kind(page: Page, site: Site) -> None:
    opened(page, site)
    whole = page.locator(".document-text")
    assert whole.evaluate("element => element.textContent") == TEXT
    expect(whole.get_by_role("heading", level=3)).to_have_text("Otters 🦦")
    expect(whole.get_by_role("heading", level=4)).to_have_text("Food")
    expect(whole.get_by_role("list").get_by_role("listitem")).to_have_text(["a license", "a river"])
    expect(whole.get_by_role("row")).to_have_count(2)
    assert whole.get_by_role("columnheader").all_inner_texts() == ["name", " | weight"]
    code = whole.locator("pre")
    expect(code).to_have_text("dive(7)")
    assert "mono" in code.evaluate("element => getComputedStyle(element).fontFamily")
    expect(whole.locator("blockquote")).to_have_text("“They sleep afloat.”")
    expect(whole.locator(".note")).to_have_text("* Ada is the older one.")


@pytest.mark.slow
def test_an_item_shows_its_number_and_how_deep_it_lies(page: Page, site: Site) -> None:
    opened(page, site)
    items = page.locator(".item")
    marks = items.evaluate_all(
        "items => items.map(item => getComputedStyle(item, '::before').content)"
    )
    assert marks == ['"1."', '"•"']
    outer, inner = items.evaluate_all("items => items.map(i => i.getBoundingClientRect().left)")
    assert outer < inner


@pytest.mark.parametrize(
    "quote",
    [
        "Ada | 14 kg",
        "Otters 🦦\n\nWho keeps otters needs:",
        *(
            pytest.param(quote, marks=pytest.mark.slow)
            for quote in (
                "license\na ri",
                "ame | weight\nAda",
                "dive(7)\n\n“They sleep",
                "Food\n\nFish, see the menu.",
            )
        ),
    ],
)
def test_a_quote_is_marked_across_blocks_and_cells(page: Page, site: Site, quote: str) -> None:
    opened(page, site, quote)
    assert_highlighted(page, TEXT, quote, TEXT.index(quote))


@pytest.mark.slow
def test_plain_text_is_shown_in_paragraphs_and_never_as_html(page: Page, site: Site) -> None:
    opened(page, site, name="plain.txt")
    expect(page.locator(".document-text p")).to_have_text(["A raft", "It <b>drifts</b>."])
    expect(page.locator(".document-text").locator("li, h3, h4, b")).to_have_count(0)


@pytest.mark.slow
def test_it_fits_a_phone(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, site)
    assert sideways(page) == 0
