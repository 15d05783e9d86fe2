"""Reading a document on the page: outline, search, all marks of an answer, pages, the original."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.end_to_end.browser.browsing import (
    PATIENCE_MS,
    Watch,
    ask,
    sideways,
    still_tab,
    violations,
)
from tests.end_to_end.site import Site
from tests.index.documents.formats.pdf.pdfs import Pdf, lines_at

pytestmark = pytest.mark.browser

QUESTION = "How deep does the otter dive and does its fur keep the cold water out?"
GUIDE = """\
---
title: Keeping otters
author: The river office
date: 2021-05-04
lang: en
---
# Keeping otters

- The otter dives eight metres deep.
- Its fur keeps the cold water out.

## Food & `<script>pwned=1</script>`

1. Fish
   - crêpes of crab
   - Crepe paper, never
2. CRÊPE again

> They sleep afloat.

```rust
fn dive(metres: u32) -> Otter { let otter = Otter::new(metres); otter.dive(); otter.rest() }
```

| Name | Weight | Remark |
|------|--------|--------|
| Ada | 14 kg | WORD |

## Links

[the office](https://example.org/otters), [a letter](mailto:ada@example.org), [a file](menu.md).

## Rest

FILLING
""".replace("WORD", "w" * 3000).replace("FILLING", "\n\n".join(["They rest by the river."] * 60))
LAST = "The last otter 🦦 of the valley sleeps."
LONG = "\n\n".join([f"Otter number {n} rests by the river." for n in range(20_000)] + [LAST])
LATIN = "Der Fluß fließt über die Brücke. Die Mühle mahlt für müde Gänse, und das Öl wird süß."
PAGES = [["Rivers of the valley run deep."], ["The heron waits", "by the weir."], ["Nothing else."]]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


def pdf() -> bytes:
    pages = [lines_at(60, 100, lines, font="helvetica") for lines in PAGES]
    return Pdf(pages, info={"Title": "Herons"}).bytes()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reader")
    (folder / "documents").mkdir()
    (folder / "documents" / "herons.pdf").write_bytes(pdf())
    (folder / "documents" / "latin.txt").write_bytes(LATIN.encode("cp1252"))
    (folder / "documents" / "gone.pdf").write_bytes(pdf().replace(b"Herons", b"Gone"))
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Site]:
    twin = "# Keeping otters\n\nOtters also eat the crayfish of the lake."
    site = Site(folder, {"guide.md": GUIDE, "lake/guide.md": twin, "long.txt": LONG})
    (folder / "documents" / "gone.pdf").unlink()
    yield site
    site.stop()


@pytest.fixture(autouse=True)
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    yield watch
    assert watch.problems == []


def opened(page: Page, site: Site, name: str = "guide.md", quote: str = "") -> Locator:
    start = site.document(name)["text"].index(quote) if quote else 0
    fragment = f"#char={start},{start + len(quote)}" if quote else ""
    page.goto(f"{site.url}/documents/{name}{fragment}")
    expect(page.locator(".document-text")).to_be_visible()
    return page.locator(".document-text")


def found(page: Page) -> list[str]:
    """What the browser marks as matches of the search, in order."""
    texts: list[str] = page.evaluate(
        "() => [...(CSS.highlights.get('find') ?? [])].map((range) => range.toString())"
    )
    return texts


@pytest.mark.slow
def test_the_outline_leads_to_headings_and_follows_the_text(page: Page, site: Site) -> None:
    opened(page, site)
    outline = page.get_by_role("navigation", name="Outline")
    items = outline.get_by_role("button")
    expect(items).to_have_text(
        ["Keeping otters", "Food & <script>pwned=1</script>", "Links", "Rest"]
    )
    expect(items.first).to_have_attribute("aria-current", "location")
    items.nth(3).click()
    expect(page.locator(".document-text").get_by_role("heading", name="Rest")).to_be_in_viewport()
    expect(items.nth(3)).to_have_attribute("aria-current", "location")
    page.locator(".viewer-body").hover()
    page.mouse.wheel(0, -100_000)
    expect(items.first).to_have_attribute("aria-current", "location")
    # By keyboard it is one stop, and the arrows lead on.
    items.first.focus()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    assert page.evaluate("typeof pwned") == "undefined"


@pytest.mark.slow
def test_on_a_phone_the_outline_is_a_menu(page: Page, site: Site) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    opened(page, site)
    outline = page.get_by_role("navigation", name="Outline")
    expect(outline).to_be_hidden()
    opener = page.get_by_role("button", name="Outline")
    opener.click()
    expect(outline).to_be_visible()
    page.keyboard.press("Escape")
    expect(outline).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    outline.get_by_role("button", name="Links").click()
    expect(outline).to_be_hidden()
    expect(page.get_by_role("heading", name="Links")).to_be_in_viewport()


def test_a_search_counts_and_marks_whatever_the_case_and_accents(page: Page, site: Site) -> None:
    text = opened(page, site)
    before = text.inner_html()
    field = page.get_by_role("searchbox", name="Find in this document")
    count = page.locator(".find-count")
    field.fill("crepe")
    expect(count).to_have_text("1 of 3")
    assert found(page) == ["crêpe", "Crepe", "CRÊPE"]
    field.press("Enter")
    expect(count).to_have_text("2 of 3")
    page.get_by_role("button", name="Previous match").click()
    page.get_by_role("button", name="Previous match").click()
    expect(count).to_have_text("3 of 3")
    expect(page.locator(".rail-hit")).not_to_have_count(0)
    field.fill("rest   by THE river")
    expect(count).to_have_text("1 of 60")
    expect(text.get_by_text("They rest by the river.").first).to_be_in_viewport()
    field.fill("[.*")
    expect(count).to_have_text("Not found")
    field.press("Escape")
    expect(field).to_have_value("")
    expect(page.locator("#viewer")).to_be_visible()
    assert found(page) == []
    assert text.inner_html() == before


def test_every_quote_of_the_answer_is_marked_at_once(page: Page, site: Site) -> None:
    citations = site.ask(QUESTION)["citations"]
    quotes = [one["quote"] for one in citations if one["source"]["document_id"] == "guide.md"]
    assert len(quotes) > 1
    page.goto(site.url)
    ask(page, QUESTION)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.locator(".answer a[href*='guide.md'][href*='char']").first.click()
    marks = page.locator("#viewer mark.quote")
    expect(marks).to_have_count(len(quotes))
    assert sorted(marks.all_inner_texts()) == sorted(quotes)
    expect(page.locator(".rail-quote")).to_have_count(len(quotes))
    expect(page.locator("#viewer mark.current")).to_be_focused()
    first = page.locator("#viewer mark.current").inner_text()
    read = [url for url in requests if "/v1/documents/" in url]
    page.get_by_role("button", name="Next citation").click()
    expect(page.locator("#viewer mark.current")).not_to_have_text(first)
    expect(page.locator("#viewer mark.current")).to_be_in_viewport()
    assert [url for url in requests if "/v1/documents/" in url] == read


HOSTILE = ["data:text/html,x", "//203.0.113.7/x", "file:///x", " \u202e"]


@pytest.mark.parametrize(
    "hrefs",
    [["javascript:pwned=1"], pytest.param(["menu.md", *HOSTILE], marks=pytest.mark.slow)],
    ids=["script", "others"],
)
def test_links_lead_only_where_people_may_be_led(page: Page, site: Site, hrefs: list[str]) -> None:
    document = site.document("guide.md")
    file = document["links"][-1]
    for href in hrefs:
        document["links"][-1] = {**file, "href": href}
        page.route("**/v1/documents/guide.md*", lambda route: route.fulfill(json=document))
        text = opened(page, site)
        expect(text.get_by_role("link")).to_have_text(["the office", "a letter"])
    links = text.get_by_role("link")
    for link, target in zip(links.all(), ["example.org", "ada@example.org"], strict=True):
        expect(link).to_have_attribute("rel", "noopener noreferrer")
        expect(link).to_have_attribute("data-target", target)
    links.first.hover()
    shown = links.first.evaluate("link => getComputedStyle(link, '::before').content")
    assert "example.org" in shown


@pytest.mark.slow
def test_what_is_known_of_a_document_is_told_and_twins_are_told_apart(
    page: Page, site: Site
) -> None:
    opened(page, site)
    facts = page.locator(".viewer-facts")
    for fact in ("guide.md", "The river office", "May 4, 2021", "English"):
        expect(facts).to_contain_text(fact)
    opened(page, site, "lake/guide.md")
    expect(page.locator("#viewer-title")).to_have_text("Keeping otters")
    expect(facts).to_contain_text("lake/guide.md")


@pytest.mark.slow
def test_what_was_guessed_when_a_document_was_read_is_told(page: Page, site: Site) -> None:
    text = opened(page, site, "latin.txt")
    expect(text).to_have_text(LATIN)
    expect(page.locator(".viewer-notices")).to_contain_text("indows-1252")


@pytest.mark.slow
def test_wide_tables_and_code_scroll_inside(page: Page, site: Site) -> None:
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    text = opened(page, site)
    expect(text.locator("pre")).to_have_attribute("data-language", "rust")
    for part in (text.locator("pre"), text.locator(".table")):
        assert part.evaluate("part => part.scrollWidth > part.clientWidth")
        expect(part).to_have_attribute("tabindex", "0")
    body = page.locator(".viewer-body")
    assert body.evaluate("body => body.scrollWidth <= body.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.slow
def test_the_original_is_downloaded_or_it_is_said_why_not(
    page: Page, site: Site, watch: Watch
) -> None:
    opened(page, site, "herons.pdf")
    with page.expect_download() as download:
        page.get_by_role("button", name="Original").click()
    assert download.value.suggested_filename == "herons.pdf"
    assert Path(download.value.path()).read_bytes() == pdf()
    watch.expected = {409}
    opened(page, site, "gone.pdf")
    page.get_by_role("button", name="Original").click()
    expect(page.get_by_role("alert")).to_contain_text("The original cannot be had.")


def test_a_page_of_a_pdf_is_shown_with_the_quote_marked(page: Page, site: Site) -> None:
    text = opened(page, site, "herons.pdf", "The heron waits")
    expect(page.locator(".viewer-place")).to_have_text("page 2")
    expect(text.get_by_role("separator")).to_have_count(2)
    page.get_by_role("button", name="Page", exact=True).click()
    picture = page.get_by_role("img", name="Page 2 of Herons")
    expect(picture).to_be_visible()
    mark = page.locator(".page-mark.current")
    expect(mark).to_have_count(1)
    page_box, box = picture.bounding_box(), mark.bounding_box()
    assert page_box
    assert box
    # The line stands 100 of 800 points below the upper edge, and 60 of 600 from the left one.
    assert abs((box["x"] - page_box["x"]) / page_box["width"] - 0.1) < 0.02
    assert abs((box["y"] + box["height"] - page_box["y"]) / page_box["height"] - 0.125) < 0.02
    page.get_by_role("button", name="Next page").click()
    expect(page.get_by_role("img", name="Page 3 of Herons")).to_be_visible()
    expect(page.locator(".page-mark")).to_have_count(0)
    expect(page.get_by_role("button", name="Next page")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Text", exact=True).click()
    expect(page.locator(".document-text")).to_contain_text("Nothing else.")
    # A search looks in the text.
    page.get_by_role("button", name="Page", exact=True).click()
    page.get_by_label("Find in this document").fill("valley run")
    expect(page.locator(".find-count")).to_have_text("1 of 1")
    expect(page.locator(".document-text")).to_be_visible()


@pytest.mark.slow
def test_a_page_that_cannot_be_shown_is_told_and_its_text_is_there(
    page: Page, site: Site, watch: Watch
) -> None:
    watch.expected = {409}
    opened(page, site, "gone.pdf")
    page.get_by_role("button", name="Page", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The page cannot be shown")
    expect(page.locator(".document-text")).to_contain_text("The heron waits")
    expect(page.get_by_role("button", name="Text", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


@pytest.mark.slow
def test_a_long_document_is_drawn_where_it_is_read(page: Page, site: Site) -> None:
    text = opened(page, site, "long.txt", LAST)
    expect(page.locator("#viewer mark.current")).to_have_text(LAST)
    expect(page.locator("#viewer mark.current")).to_be_in_viewport()
    assert text.evaluate("text => text.textContent") == site.document("long.txt")["text"]
    assert text.locator("p").count() < 5000
    page.get_by_label("Find in this document").fill("number 9999 rests")
    expect(page.locator(".find-count")).to_have_text("1 of 1")
    expect(text.get_by_text("Otter number 9999 rests by the river.")).to_be_in_viewport()
    assert found(page) == ["number 9999 rests"]
    page.locator(".viewer-body").evaluate("body => body.scrollTo(0, 0)")
    expect(text.locator("p").first).to_be_in_viewport()


@pytest.mark.slow
def test_the_page_speaks_german(browser: Browser, site: Site) -> None:
    page = browser.new_context(locale="de-DE").new_page()
    page.set_default_timeout(PATIENCE_MS)
    opened(page, site, "herons.pdf", "The heron waits")
    expect(page.locator(".viewer-place")).to_have_text("Seite 2")
    expect(page.get_by_role("button", name="Voriges Zitat")).to_have_count(0)
    expect(page.get_by_role("button", name="Link zum Zitat kopieren")).to_be_visible()
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        (WIDE, "light"),
        pytest.param(WIDE, "dark", marks=pytest.mark.slow),
        pytest.param(NARROW, "light", marks=pytest.mark.slow),
        pytest.param(NARROW, "dark", marks=pytest.mark.slow),
    ],
)
def test_axe_finds_nothing(browser: Browser, site: Site, size: dict[str, int], scheme: Any) -> None:
    problems: list[Any] = []
    with still_tab(browser, size, scheme) as page:

        def check(state: str) -> None:
            problems.extend(violations(page, state))

        opened(page, site, "guide.md", "Its fur keeps the cold water out.")
        if size is NARROW:
            page.get_by_role("button", name="Outline").click()
            check("outline")
            page.keyboard.press("Escape")
            page.get_by_role("button", name="Find", exact=True).click()
        page.get_by_label("Find in this document").fill("otter")
        expect(page.locator(".find-count")).to_contain_text("of")
        check("text")
        opened(page, site, "herons.pdf", "The heron waits")
        page.get_by_role("button", name="Page", exact=True).click()
        expect(page.locator(".page-mark")).to_be_visible()
        check("page")
        assert sideways(page) == 0
    assert problems == [], "\n".join(map(str, problems))
