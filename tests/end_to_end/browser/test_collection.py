"""The page's view of the collection: its documents, the filters, the state of the index."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from index.generations.publish import Generations
from tests.conftest import write_files
from tests.end_to_end.browser.browsing import (
    Watch,
    ask,
    sideways,
    still_tab,
    violations,
)
from tests.end_to_end.site import Site
from tests.index.old_format import make_old

pytestmark = pytest.mark.browser

QUESTION = "How deep does the otter dive?"
OTTERS = (
    "---\ntitle: Otters of the välley\ndate: 2021-05-04\n---\nThe otter dives eight metres deep."
)
TEXTS = {
    "news/2021/otters.md": OTTERS,
    "news/dated.md": (
        "---\ndate: 2024-06-01\n---\n# &lt;b>Kelp&lt;/b> forests\n\nOtters sleep in it."
    ),
    "נהר.txt": "הנהר זורם אל הים\n\nהגשר נבנה בשנת 1890.",
    "bridge.txt": "The Ada Bridge\n\nIn 1884, Ada Town closed the Ada Bridge to lorries.",
    **{f"notes/{n:02d}.txt": f"Note {n:02d}\n\nThe lamp number {n} is red." for n in range(60)},
}
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serves TEXTS. Shared: publish nothing into it."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        # The toy encoder's answers are seldom as sure as the model's.
        monkeypatch.setattr("service.examples.examples._LEAST_CONFIDENCE", 0.3)
        site = Site(tmp_path_factory.mktemp("collection"), TEXTS)
        yield site
        site.stop()


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, {"otters.md": OTTERS})
    yield site
    site.stop()


@pytest.fixture
def watch(page: Page, request: pytest.FixtureRequest) -> Iterator[Watch]:
    own = "own_site" in request.fixturenames
    watch = Watch(page, request.getfixturevalue("own_site" if own else "site"))
    yield watch
    assert watch.problems == []


def documents_of(page: Page, site: Site) -> Locator:
    """The list of documents, opened. Returns its links."""
    page.goto(site.url)
    expect(page.locator(".index-words")).to_have_text("64 documents")  # it listens to clicks now
    if page.get_by_role("tab", name="Documents").is_hidden():
        page.locator("#side-toggle").click()
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".documents-found")).to_have_text("64 documents")
    return page.locator(".document-link")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_documents_are_searched_and_opened_by_keyboard_alone(page: Page, site: Site) -> None:
    links = documents_of(page, site)
    page.get_by_label("Search the documents").fill("VALLEY otters")
    expect(links).to_have_count(1)
    expect(page.locator(".document-facts")).to_have_text("May 4, 2021 · news/2021")
    page.keyboard.press("ArrowDown")
    expect(links.first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".document-text")).to_contain_text("eight metres")
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    page.reload()
    expect(links).to_have_count(1)
    page.get_by_label("Search the documents").fill("no such thing")
    expect(page.locator(".documents-found")).to_have_text("Nothing found for “no such thing”")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_what_documents_and_folders_are_called_is_only_text(page: Page, site: Site) -> None:
    links = documents_of(page, site)
    page.get_by_label("Search the documents").fill("kelp")
    expect(links).to_have_text(["<b>Kelp</b> forests"])
    page.get_by_label("Search the documents").fill("הנהר")
    expect(links).to_have_count(1)
    name = links.first.locator("bdi")
    expect(name).to_have_css("unicode-bidi", "isolate")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_long_list_comes_in_pages_and_folders_narrow_it(page: Page, site: Site) -> None:
    links = documents_of(page, site)
    expect(links).to_have_count(50)
    assert page.evaluate("document.scrollingElement.scrollHeight <= innerHeight"), "it scrolls"
    page.get_by_role("button", name="Next page").click()
    expect(links).to_have_count(14)
    expect(page.locator(".pager")).to_contain_text("51–64 of 64")
    page.get_by_role("button", name="Previous page").press("Enter")
    expect(page.locator(".pager")).to_contain_text("1–50 of 64")
    expect(page.get_by_role("button", name="Next page")).to_be_focused()
    page.get_by_label("Order").select_option("newest")
    expect(links.first).to_have_text("<b>Kelp</b> forests")
    page.locator(".folder-item").filter(has_text="news").click()
    expect(links).to_have_count(2)
    page.locator(".folder-item").filter(has_text="2021").click()
    expect(links).to_have_text(["Otters of the välley"])
    page.get_by_role("button", name="All", exact=True).click()
    expect(page.locator(".documents-found")).to_have_text("64 documents")


@pytest.mark.usefixtures("watch")
def test_chosen_documents_alone_are_asked_until_the_chip_goes(page: Page, site: Site) -> None:
    documents_of(page, site)
    page.get_by_label("Search the documents").fill("kelp")
    page.get_by_label("Ask in <b>Kelp</b> forests").check()
    page.get_by_role("button", name="Ask in 1 document").click()
    expect(page.get_by_label("Your question")).to_be_focused()
    expect(page.locator("#announcer")).to_have_text("Asking only in <b>Kelp</b> forests")
    with page.expect_request("**/v1/chat") as sent:
        ask(page, QUESTION)
    assert sent.value.post_data_json["filters"] == {"documents": ["news/dated.md"]}
    page.reload()
    chip = page.locator("#filters").get_by_role("list", name="Asked in").get_by_role("listitem")
    expect(chip).to_have_text(["<b>Kelp</b> forests"])
    page.get_by_role("button", name="Remove <b>Kelp</b> forests").click()
    expect(page.get_by_role("button", name="In all documents")).to_be_focused()
    expect(page.get_by_label("Ask in <b>Kelp</b> forests")).not_to_be_checked()
    with page.expect_request("**/v1/chat") as sent:
        ask(page, QUESTION)
    assert "filters" not in sent.value.post_data_json


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_folder_title_and_days_are_set_in_a_form(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="In all documents").click()
    expect(page.get_by_label("Title has")).to_be_focused()
    page.keyboard.type("otters")
    page.get_by_role("combobox", name="Folder").fill("news")
    expect(page.locator("#filter-folders option")).to_have_count(2)
    page.get_by_label("Published from").fill("2021-01-01")
    page.get_by_label("Until", exact=True).fill("2020-01-01")
    page.keyboard.press("Enter")
    expect(page.locator(".filter-form")).to_contain_text("no document fits")
    page.get_by_label("Until", exact=True).fill("2022-01-01")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Only in")).to_be_focused()
    assert page.locator(".scope-chip bdi").all_text_contents() == [
        "folder news",
        "titles with “otters”",
        "from Jan 1, 2021",
        "until Jan 1, 2022",
    ]
    expect(page.locator(".turn")).to_have_count(0)
    with page.expect_request("**/v1/chat") as sent:
        ask(page, QUESTION)
    assert sent.value.post_data_json["filters"] == {
        "title": "otters",
        "folder": "news",
        "since": "2021-01-01",
        "until": "2022-01-01",
    }
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".scope-chip")).to_have_count(0)


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_date_filter_says_how_many_undated_documents_it_left_out(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="In all documents").click()
    page.get_by_label("Published from").fill("2021-01-01")
    page.get_by_role("button", name="Done").click()
    expect(ask(page, QUESTION)).to_contain_text("62 without a date were left out")


@pytest.mark.usefixtures("watch")
def test_the_empty_page_has_questions_that_get_their_answer(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="When did Ada Town close the Ada Bridge to lorries?").click()
    expect(page.locator(".answer-text")).to_contain_text("In 1884, Ada Town closed")


@pytest.mark.usefixtures("watch")
def test_the_header_says_what_the_index_holds(page: Page, site: Site) -> None:
    page.goto(site.url)
    button = page.locator("#index-status").get_by_role("button", name="64 documents")
    expect(button).to_have_text(re.compile(r"indexed (just now|\d+ minutes? ago)$"))
    button.press("Enter")
    panel = page.get_by_role("dialog", name="The index")
    expect(panel).to_contain_text("May 4, 2021 – Jun 1, 2024")
    expect(panel).to_contain_text("Without a date62")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.slow
def test_indexing_again_needs_a_key_of_scope_admin_and_tells_how_it_goes(
    page: Page, own_site: Site, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.expected = {401, 403}
    monkeypatch.setenv("TOY_SECONDS", "1.5")
    _, reader = own_site.keys.create("reader", "ask", None)
    _, operator = own_site.keys.create("operator", "admin", None)
    page.goto(own_site.url)
    give(page, reader)
    page.locator("#index-status").get_by_role("button", name="1 document").click()
    page.get_by_role("button", name="Index again").click()
    expect(page.locator(".index-outcome")).to_contain_text("a key of scope admin")
    write_files(
        tmp_path / "documents", {"b.txt": "The mill grinds barley.", "c.txt": "Rain falls."}
    )
    page.locator("#index-panel").get_by_role("button", name="Use another key").click()
    give(page, operator)
    status = page.locator("#index-status")
    expect(status).to_contain_text("Indexing…")
    expect(status).to_contain_text("Encoding passages")
    expect(page.get_by_role("button", name="Index again")).to_be_disabled()
    expect(page.locator(".index-outcome")).to_contain_text("Done: 2 added.")
    expect(page.locator(".index-words")).to_have_text("3 documents")
    expect(page.locator(".index-notice")).to_contain_text("3 documents now, 2 more than before")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_as_long_as_there_is_no_key_this_machine_indexes_again_without_one(
    page: Page, own_site: Site, tmp_path: Path
) -> None:
    page.goto(own_site.url)
    page.locator("#index-status").get_by_role("button", name="1 document").click()
    panel = page.get_by_role("dialog", name="The index")
    panel.get_by_text("Before you make a first API key").click()
    expect(panel).to_contain_text("From the first key on, nobody can ask or read without one")
    expect(panel).to_contain_text("go to the first key of scope admin")
    write_files(tmp_path / "documents", {"b.txt": "The mill grinds barley."})
    panel.get_by_role("button", name="Index again").click()
    expect(page.locator(".index-outcome")).to_contain_text("Done: 1 added.")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_author_site_and_language_are_filtered_by(page: Page, own_site: Site) -> None:
    page.goto(own_site.url)
    page.get_by_role("button", name="In all documents").click()
    page.get_by_label("Author", exact=True).fill("Ada")
    page.get_by_label("Site", exact=True).fill("example.org")
    page.get_by_label("Language", exact=True).fill("not a language")
    page.keyboard.press("Tab")
    expect(page.locator(".scope-chip bdi")).to_have_text(["author Ada", "site example.org"])
    page.get_by_label("Language", exact=True).fill("pt-BR")
    page.get_by_role("button", name="Done").click()
    expect(page.locator(".scope-chip bdi").last).to_have_text("in Brazilian Portuguese")
    with page.expect_request("**/v1/chat") as sent:
        ask(page, QUESTION)
    assert sent.value.post_data_json["filters"] == {
        "author": "Ada",
        "site": "example.org",
        "language": "pt-BR",
    }


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_newer_generation_is_announced_and_listed(page: Page, own_site: Site) -> None:
    page.goto(own_site.url)
    page.get_by_role("tab", name="Documents").click()
    expect(page.locator(".document-link")).to_have_count(1)
    own_site.publish({"b.txt": "The mill grinds barley."})
    ask(page, QUESTION)
    notice = page.get_by_role("status").filter(has_text="were indexed again")
    expect(notice).to_contain_text("2 documents now, 1 more than before")
    expect(page.locator(".document-link")).to_have_count(2)
    notice.get_by_role("button", name="Dismiss").click()
    expect(page.locator(".index-notice")).to_be_empty()
    # Of what nobody asked about, the page hears when it looks the next time.
    own_site.publish({"c.txt": "Rain falls on the hills."})
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".index-words")).to_have_text("3 documents")
    expect(page.locator(".index-notice")).to_contain_text("3 documents now")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_an_index_of_an_older_version_is_explained(
    page: Page, own_site: Site, tmp_path: Path
) -> None:
    make_old(Generations(tmp_path / "data"))
    page.goto(own_site.url)
    page.locator("#index-status").get_by_role("button").click()
    panel = page.get_by_role("dialog", name="The index")
    expect(panel).to_contain_text("An older version of Pincite made this index")
    own_site.publish({"otters.md": OTTERS})
    page.evaluate("dispatchEvent(new Event('online'))")  # otherwise it looks again in a while
    expect(panel).not_to_contain_text("An older version")


@pytest.mark.slow
def test_a_server_that_is_gone_shows_in_the_header(
    page: Page, own_site: Site, watch: Watch
) -> None:
    page.goto(own_site.url)
    expect(page.locator(".index-words")).to_have_text("1 document")
    page.wait_for_load_state("networkidle")  # parts of the page are loaded when they are seen
    own_site.stop()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".index-words")).to_have_text("Not connected")
    own_site.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".index-words")).to_have_text("1 document")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "dark"), pytest.param(PHONE, "light", marks=pytest.mark.slow)]
)
def test_axe_finds_nothing(browser: Browser, site: Site, size: Any, scheme: Any) -> None:
    found = []
    with still_tab(browser, size, scheme) as page:

        def look(state: str) -> None:
            found.extend(violations(page, state))
            assert sideways(page) == 0, state

        documents_of(page, site)
        page.locator(".document-choice input").first.check()
        page.locator(".folder-item").first.click()
        expect(page.locator(".folder-path")).to_be_visible()
        page.locator(".document-choice input").first.check()
        look("documents")
        if page.locator("#side-close").is_visible():
            page.locator("#side-close").click()
        page.get_by_role("button", name="Only in").click()
        page.get_by_label("Published from").fill("2021-01-01")
        look("filters")
        page.get_by_role("button", name="Done").click()
        page.locator(".index-button").click()
        look("index")
    assert found == []


def give(page: Page, token: str) -> None:
    page.get_by_label("API key", exact=True).fill(token)
    page.get_by_role("button", name="Use this key").click()
