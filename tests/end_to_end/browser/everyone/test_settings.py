"""What readers choose for themselves: the language, the theme and the keys; and what keys do."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.browser.browsing import PATIENCE_MS, Watch, ask
from tests.end_to_end.site import Site

pytestmark = pytest.mark.browser

TEXTS = {
    "otters.md": "# Otters\n\nThe otter 🦦 dives eight metres deep. Its fur keeps the water out.",
    "mills/mill.txt": "Mills\n\nThe old mill grinds barley twice a week.",
}
QUESTION = "How deep does the otter dive?"
PAPER = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(248, 247, 243)", "rgb(21, 23, 26)"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("settings"), TEXTS, min_confidence=0)
    yield site
    site.stop()


@pytest.fixture(autouse=True)
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


@pytest.fixture
def german(browser: Browser) -> Iterator[Page]:
    """A tab of a browser that speaks German."""
    context = browser.new_context(locale="de-AT")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.mark.slow
def test_the_page_speaks_the_language_of_the_browser(german: Page, site: Site) -> None:
    german.goto(site.url)
    expect(german.locator("html")).to_have_attribute("lang", "de")
    expect(german.get_by_role("button", name="Neues Gespräch")).to_be_visible()
    expect(german.locator("#welcome-title")).to_have_text("Was ist die Frage?")
    expect(german.get_by_placeholder("Frage an die Dokumente")).to_be_visible()


@pytest.mark.slow
def test_no_english_is_seen_before_the_german(german: Page, site: Site) -> None:
    german.route("**/words/de.js", lambda route: None)
    german.goto(site.url, wait_until="commit")
    german.locator("#send").wait_for(state="attached")
    assert german.locator("body").inner_text().split() == ["Pincite"]


@pytest.mark.slow
def test_another_language_can_be_chosen_and_is_kept(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("dialog").get_by_label("Language").select_option("Deutsch")
    # Looking through the choices changes nothing yet.
    expect(page.get_by_role("dialog")).to_contain_text("Settings")
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("button", name="Senden")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Senden")).to_be_visible()
    page.get_by_role("button", name="Einstellungen").click()
    page.get_by_role("dialog").get_by_label("Sprache").select_option("Wie der Browser")
    page.get_by_role("button", name="Fertig").click()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible()


@pytest.mark.slow
def test_a_theme_can_be_chosen_and_is_there_from_the_start(page: Page, site: Site) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(site.url)
    assert page.evaluate(PAPER) == LIGHT
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="Dark").check()
    assert page.evaluate(PAPER) == DARK
    page.keyboard.press("Escape")
    # Before any module runs, so that the page does not flash.
    page.route("**/page/start.js", lambda route: None, times=1)
    page.goto(site.url, wait_until="commit")
    page.locator("#send").wait_for()
    expect(page.locator("body")).to_have_css("background-color", DARK)
    page.goto(site.url)
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("radio", name="System").check()
    assert page.evaluate(PAPER) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAPER) == DARK


@pytest.mark.slow
def test_keys_lead_to_the_question_the_quotes_and_the_help(page: Page, site: Site) -> None:
    page.goto(site.url)
    ask(page, QUESTION)
    box = page.get_by_label("Your question")
    page.locator("#brand").focus()
    page.keyboard.press("/")
    expect(box).to_be_focused()
    page.keyboard.type("a/b?[]")
    expect(box).to_have_value("a/b?[]")
    page.locator("#brand").focus()
    page.keyboard.press("]")
    assert page.evaluate("document.activeElement.closest('.answer-text') !== null")
    page.keyboard.press("Enter")
    expect(page.locator("#viewer mark").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#viewer")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next quote")
    page.keyboard.press("/")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.slow
def test_keys_of_one_sign_can_be_switched_off(page: Page, site: Site) -> None:
    page.goto(site.url)
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Use the keys").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.locator("#brand").focus()
    page.keyboard.press("?")
    page.keyboard.press("/")
    expect(page.locator("#brand")).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def select(page: Page, words: str) -> None:
    """Select these words, which stand in one text, as a pointer would."""
    page.evaluate(
        """words => {
          const texts = document.createTreeWalker(
            document.querySelector("#viewer .document-text"), NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const at = texts.currentNode.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(
              texts.currentNode, at, texts.currentNode, at + words.length);
            return;
          }
          throw new Error(`nowhere: ${words}`);
        }""",
        words,
    )


@pytest.mark.slow
def test_words_that_are_selected_can_be_asked_about(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/documents/otters.md")
    expect(page.locator(".document-text")).to_contain_text("fur")
    button = page.get_by_role("button", name="Ask about this")
    expect(button).to_be_hidden()
    select(page, "fur keeps")
    button.click()
    expect(button).to_be_hidden()
    box = page.get_by_label("Your question")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("^“fur keeps” $"))
    page.keyboard.type("what out?")
    asked = []
    page.on("request", lambda one: asked.append(one) if one.url.endswith("/v1/chat") else None)
    page.keyboard.press("Enter")
    expect(page.locator(".turn .answer-text")).to_contain_text("fur keeps the water out")
    assert asked[0].post_data_json["question"] == "“fur keeps” what out?"
    assert asked[0].post_data_json["filters"] == {"documents": ["otters.md"]}


@pytest.mark.slow
def test_what_is_selected_elsewhere_is_left_alone(page: Page, site: Site) -> None:
    page.goto(site.url)
    expect(page.locator("#welcome-title")).to_be_visible()
    page.locator("#welcome-title").select_text()
    page.wait_for_timeout(600)
    expect(page.get_by_role("button", name="Ask about this")).to_be_hidden()
