"""The page where the server wants an API key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

TEXTS = {"otters.txt": "Otters of the valley\n\nThe otter dives eight metres deep."}
QUESTION = "How deep does the otter dive?"


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path, TEXTS)
    yield site
    site.stop()


def give(page: Page, token: str) -> None:
    page.get_by_label("API key", exact=True).fill(token)
    page.get_by_role("button", name="Use this key").click()


def ask(page: Page) -> None:
    page.get_by_label("Your question").fill(QUESTION)
    page.get_by_role("button", name="Send").click()


def test_it_asks_for_the_key_once_and_keeps_it_for_the_tab(
    browser: Browser, page: Page, site: Site
) -> None:
    _, token = site.keys.create("reader", "ask", None)
    page.goto(site.url)
    expect(page.get_by_role("dialog")).to_contain_text("needs an API key")
    give(page, token)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#index-status")).to_contain_text("1 document")
    ask(page)
    expect(page.locator(".answer-text")).to_contain_text("eight metres")
    page.reload()
    expect(page.locator(".answer-text")).to_have_count(1)
    ask(page)
    expect(page.locator(".answer-text")).to_have_count(2)
    expect(page.get_by_role("dialog")).to_have_count(0)
    # Not in an address, and not for another tab.
    assert token not in page.url
    other = browser.new_context().new_page()
    other.goto(site.url)
    expect(other.get_by_role("dialog")).to_be_visible()
    other.context.close()


@pytest.mark.slow
def test_many_requests_at_once_ask_for_it_once(page: Page, site: Site) -> None:
    _, token = site.keys.create("reader", "ask", None)
    # The list of documents and the document itself.
    page.goto(f"{site.url}/documents/otters.txt")
    expect(page.get_by_role("dialog")).to_have_count(1)
    give(page, token)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".document-text")).to_contain_text("eight metres")


@pytest.mark.slow
def test_a_wrong_key_is_said_and_another_asked_for(page: Page, site: Site) -> None:
    _, token = site.keys.create("reader", "ask", None)
    page.goto(site.url)
    give(page, "no-key-at-all")
    expect(page.get_by_role("dialog")).to_contain_text("This API key is unknown to the server")
    give(page, token)
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.slow
def test_an_expired_key_is_said_plainly(page: Page, site: Site) -> None:
    _, token = site.keys.create("reader", "ask", -1)
    page.goto(site.url)
    give(page, token)
    expect(page.get_by_role("dialog")).to_contain_text("This API key expired at")


@pytest.mark.slow
def test_what_cannot_be_a_key_is_not_sent(page: Page, site: Site) -> None:
    site.keys.create("reader", "ask", None)
    page.goto(site.url)
    give(page, "schlüssel €")
    assert page.get_by_label("API key", exact=True).evaluate("box => !box.validity.valid")
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.slow
def test_who_gives_none_is_told_and_asked_again_with_the_next_question(
    page: Page, site: Site
) -> None:
    _, token = site.keys.create("reader", "ask", None)
    page.goto(site.url)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    ask(page)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    turn = page.locator(".turn")
    expect(turn.locator(".problem")).to_contain_text("needs an API key")
    expect(page.locator("#conversations .problem")).to_contain_text("needs an API key")
    turn.get_by_role("button", name="Retry").click()
    page.get_by_label("API key", exact=True).fill(token)
    page.keyboard.press("Enter")
    expect(page.locator(".answer-text")).to_contain_text("eight metres")
    # What else had failed for want of it is there now as well.
    expect(page.locator("#conversations a")).to_have_text(QUESTION)


@pytest.mark.slow
def test_where_none_is_needed_none_is_asked_for(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page)
    expect(page.locator(".answer-text")).to_contain_text("eight metres")
    expect(page.get_by_role("dialog")).to_have_count(0)
