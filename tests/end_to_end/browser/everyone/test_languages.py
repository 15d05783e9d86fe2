"""The page's texts: each in every language, and none outside of the tables."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.browser.browsing import PATIENCE_MS
from tests.end_to_end.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LANGUAGES = ("en", "de")
# Nothing of these is in Latin letters, so that whatever is comes from the page or the server.
TEXTS = {
    "βίδρες.md": "# Βίδρες\n\nΗ βίδρα βουτάει οκτώ μέτρα. Η γούνα της κρατά το νερό έξω.",
    "μύλοι/μύλος.txt": "Μύλοι\n\nΟ παλιός μύλος αλέθει κριθάρι.",
}
QUESTION = "βίδρα βουτάει οκτώ μέτρα"
# What is in Latin letters nevertheless: names of the page, of formats and keys, the folder that is
# indexed, and what the browser makes of days and times.
OWN = re.compile(
    r"^documents$|/\S*/documents|\.md\b|\.txt\b|"
    r"Pincite|English|Deutsch|Esc|Markdown|JSON|en, de, pt-BR|tt\.mm\.jjjj"
    r"|vor \d+ [A-Z]\w+|\d{1,2}\. [A-Z]\w+\.? \d{4}|\d+ (?:kB|MB|s)\b"
)
# Every text, label and placeholder that somebody can come across, but not what the server says.
SAID = """() => {
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest("script, noscript, code, [lang='en']")) texts.push(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [placeholder], [title]")) {
    for (const name of ["aria-label", "placeholder", "title"]) {
      texts.push(element.getAttribute(name) ?? "");
    }
  }
  return texts;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("languages"), TEXTS, min_confidence=0)
    yield site
    site.stop()


def tables(page: Page, site: Site) -> dict[str, dict[str, Any]]:
    """The texts of each language by their keys."""
    page.goto(site.url)
    loaded: dict[str, dict[str, Any]] = page.evaluate(
        """languages => Promise.all(languages.map((language) =>
          import(`/static/words/${language}.js`).then((table) => [language, table.default])))
          .then(Object.fromEntries)""",
        LANGUAGES,
    )
    return loaded


def forms(text: "str | dict[str, str]") -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())


def test_every_language_has_every_text_with_the_same_values(page: Page, site: Site) -> None:
    english, *others = tables(page, site).values()
    assert len(english) > 100
    for other in others:
        assert other.keys() == english.keys()
        for key, text in english.items():
            assert all(forms(other[key])), key
            assert values_of(other[key]) == values_of(text), key


def values_of(text: "str | dict[str, str]") -> set[str]:
    return {name for form in forms(text) for name in re.findall(r"\{(\w+)\}", form)}


def test_the_page_as_it_is_served_speaks_as_the_table_does(page: Page, site: Site) -> None:
    """Else an English reader would see the page change its words."""
    english = tables(page, site)["en"]
    page.route("**/start.js", lambda route: route.fulfill(body=""))
    page.goto(site.url)
    served: list[list[str]] = page.evaluate(
        """() => [["data-t", "textContent"], ["data-t-label", "ariaLabel"],
          ["data-t-placeholder", "placeholder"]].flatMap(([name, part]) =>
          Array.from(document.querySelectorAll(`[${name}]`), (element) =>
            [element.getAttribute(name), element[part]]))"""
    )
    assert len(served) > 10
    assert [(key, words) for key, words in served if english[key] != words] == []


def empty(page: Page) -> None:
    expect(page.locator("#welcome-title")).to_be_visible()


def answered(page: Page) -> None:
    ask_in_any_language(page, QUESTION)


def ask_in_any_language(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.locator("#send").click()
    expect(page.locator(".turn .answer").last).to_be_visible()


def read(page: Page) -> None:
    ask_in_any_language(page, QUESTION)
    page.locator(".answer-text a").first.click()
    expect(page.locator("#viewer mark").first).to_be_visible()


def documents(page: Page) -> None:
    page.locator("#documents-tab").click()
    expect(page.locator("#documents a").first).to_be_visible()


def conversations(page: Page) -> None:
    ask_in_any_language(page, QUESTION)
    page.locator("#conversations-tab").click()
    page.locator(".turn .menu-button").click()


def index(page: Page) -> None:
    page.locator("#index-status button").first.click()
    expect(page.locator("#index-panel")).to_be_visible()


def filters(page: Page) -> None:
    page.locator(".scope-toggle").click()
    expect(page.locator("#filter-form")).to_be_visible()


def settings(page: Page) -> None:
    page.locator("#settings").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def deleting(page: Page) -> None:
    conversations(page)
    page.locator(".menu-items:popover-open button").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()


@pytest.mark.parametrize(
    "state",
    [empty, answered, read, documents, conversations, index, filters, settings, deleting],
    ids=lambda state: state.__name__,
)
def test_no_text_stands_outside_of_the_tables(
    browser: Browser, site: Site, state: Callable[[Page], None]
) -> None:
    """In a language in which every text is a star, whatever is no star was forgotten."""
    context = browser.new_context(viewport={"width": 1600, "height": 900}, locale="de-DE")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    stars = {
        key: re.sub(r"[^{}]+(?![^{]*\})", "★", text)
        if isinstance(text, str)
        else {form: re.sub(r"[^{}]+(?![^{]*\})", "★", words) for form, words in text.items()}
        for key, text in tables(page, site)["en"].items()
    }
    page.route(
        "**/words/de.js",
        lambda route: route.fulfill(
            body=f"export default {json.dumps(stars)};", content_type="text/javascript"
        ),
    )
    page.goto(site.url)
    state(page)
    page.wait_for_timeout(500)
    said: list[str] = page.evaluate(SAID)
    assert any("★" in text for text in said)
    forgotten = {text for text in said if re.search("[A-Za-z]{2}", OWN.sub("", text))}
    assert forgotten == set()
    context.close()
