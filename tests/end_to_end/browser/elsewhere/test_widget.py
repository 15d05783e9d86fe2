"""The widget in a page of another origin, whose policy allows it no more than it needs."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Response, expect

from tests.end_to_end.browser.browsing import (
    sideways,
    still_tab,
    violations,
)
from tests.end_to_end.browser.elsewhere.host_page import HostPage, host_page
from tests.end_to_end.site import Site
from tests.service.apps import QUESTION, TEXTS

pytestmark = pytest.mark.browser

ROOT = "/pincite"
QUOTE = "The otter dives eight metres deep."
HOSTILE_TITLE = "<img src=x onerror=alert(1)>Badgers"
HOSTILE = (
    "The badger digs <script>alert(2)</script>\"'><svg onload=alert(3)> nine metres deep. "
    "It wakes at dusk."
)


@pytest.fixture(scope="module")
def host() -> Iterator[HostPage]:
    with host_page() as page:
        yield page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, host: HostPage) -> Iterator[Site]:
    texts = {**TEXTS, "badger.txt": f"{HOSTILE_TITLE}\n\n{HOSTILE}"}
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder, texts, root_path=ROOT, allowed_origins=host.origin)
    yield site
    site.stop()


@pytest.fixture(scope="module")
def token(site: Site, host: HostPage) -> str:
    return site.keys.create("society", "ask", None, host.origin)[1]


@pytest.fixture(autouse=True)
def _as_it_is_embedded(site: Site, host: HostPage, token: str) -> None:
    host.server = f"{site.url}{ROOT}"
    host.attributes = {"key": token}
    host.language = "en"


class Trouble:
    """What a visitor's browser complained of, and every address that it asked."""

    def __init__(self, page: Page) -> None:
        self.told: list[str] = []
        self.warnings: list[str] = []
        self.replies: list[Response] = []
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) =>"
            " console.error('policy', event.effectiveDirective, event.blockedURI))"
        )
        page.on("console", lambda one: self._console(one.type, one.text))
        page.on("pageerror", lambda error: self.told.append(f"uncaught: {error}"))
        page.on("dialog", lambda dialog: self._dialog(dialog.message, dialog.dismiss))
        page.on("response", self._response)

    def _response(self, reply: Response) -> None:
        self.replies.append(reply)

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.told.append(text)
        elif kind == "warning":
            self.warnings.append(text)

    def _dialog(self, message: str, dismiss: Any) -> None:
        self.told.append(f"dialog: {message}")
        dismiss()


@pytest.fixture
def trouble(page: Page) -> Trouble:
    return Trouble(page)


def opened(page: Page, host: HostPage, name: str = "Ask the documents") -> Locator:
    """Visit the page and open the widget. Returns its dialog."""
    page.goto(host.url)
    page.get_by_role("button", name=name).click()
    dialog = page.get_by_role("dialog", name=name)
    expect(dialog.get_by_role("textbox")).to_be_focused()
    return dialog


def asked(page: Page, host: HostPage, question: str = QUESTION) -> Locator:
    dialog = opened(page, host)
    dialog.get_by_role("textbox").fill(question)
    page.keyboard.press("Enter")
    expect(dialog.locator(".said, .quotes, .problem").first).to_be_visible()
    return dialog


def test_a_visitor_asks_and_gets_sentences_with_their_sources(
    page: Page, host: HostPage, site: Site, trouble: Trouble
) -> None:
    dialog = asked(page, host)
    expect(dialog.locator("blockquote").first).to_have_text(QUOTE)
    expect(dialog.get_by_role("status")).to_have_text("The answer:")
    link = dialog.get_by_role("link", name="Otters of the river").first
    href = link.get_attribute("href") or ""
    assert href.startswith(f"{site.url}{ROOT}/documents/otters.txt?v=")
    start = int(href.partition("#char=")[2].split(",")[0])
    assert TEXTS["otters.txt"][start:].startswith(QUOTE)
    assert (link.get_attribute("target"), link.get_attribute("rel")) == (
        "_blank",
        "noopener noreferrer",
    )
    dialog.get_by_text("In its passage").first.click()
    expect(dialog.locator(".passage mark").first).to_have_text(QUOTE)
    expect(dialog.locator(".passage").first).to_contain_text("Its fur keeps the cold water out.")
    assert trouble.told == []


@pytest.mark.slow
def test_it_is_small_and_comes_from_one_server(
    page: Page, host: HostPage, site: Site, trouble: Trouble
) -> None:
    asked(page, host)
    elsewhere = [one.url for one in trouble.replies if not one.url.startswith(f"{site.url}{ROOT}/")]
    assert [url for url in elsewhere if url not in (host.url, f"{host.origin}/favicon.ico")] == []
    scripts = [one for one in trouble.replies if one.url.endswith(".js")]
    assert len(scripts) > 3
    sizes = [one.request.sizes()["responseBodySize"] for one in scripts]
    assert sum(sizes) < 20_000


@pytest.mark.slow
def test_what_the_documents_do_not_say_is_refused(
    page: Page, host: HostPage, trouble: Trouble
) -> None:
    dialog = asked(page, host, "Who won the chess championship?")
    expect(dialog.locator(".said")).to_have_text("The documents do not say.")
    expect(dialog.locator("blockquote")).to_have_count(0)
    assert trouble.told == []


def test_texts_of_documents_stay_texts(page: Page, host: HostPage, trouble: Trouble) -> None:
    dialog = asked(page, host, "How deep does the badger dig?")
    expect(dialog.locator("blockquote").first).to_contain_text("<script>alert(2)</script>")
    expect(dialog.locator(".source").first).to_contain_text(HOSTILE_TITLE)
    assert dialog.locator("script, img, svg").count() == 0
    assert trouble.told == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "title",
    [
        pytest.param("<b>Fragen</b> & Antworten", marks=pytest.mark.slow),
        "'\"><script>alert(4)</script>",
    ],
)
def test_what_the_page_says_of_it_stays_text_too(
    page: Page, host: HostPage, trouble: Trouble, token: str, title: str
) -> None:
    host.attributes = {"key": token, "title": title}
    dialog = opened(page, host, title)
    expect(dialog.get_by_role("heading")).to_have_text(title)
    assert trouble.told == []


@pytest.mark.slow
def test_it_speaks_the_language_of_the_page_or_the_one_it_is_told(
    page: Page, host: HostPage, token: str
) -> None:
    host.language = "de-AT"
    opened(page, host, "Die Dokumente fragen")
    host.attributes = {"key": token, "language": "en"}
    opened(page, host, "Ask the documents")


@pytest.mark.slow
def test_titles_lead_nowhere_where_the_page_says_so(page: Page, host: HostPage, token: str) -> None:
    host.attributes = {"key": token, "links": "none"}
    dialog = asked(page, host)
    expect(dialog.locator(".source").first).to_contain_text("Otters of the river")
    assert dialog.get_by_role("link").count() == 0


@pytest.mark.slow
def test_it_goes_by_keyboard(page: Page, host: HostPage) -> None:
    page.goto(host.url)
    button = page.get_by_role("button", name="Ask the documents")
    expect(button).to_be_visible()
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator("blockquote").first).to_have_text(QUOTE)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_chooses_its_colours(page: Page, host: HostPage, token: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")
    host.attributes = {"key": token, "theme": theme}
    dialog = opened(page, host)
    colour: str = dialog.evaluate("element => getComputedStyle(element).backgroundColor")
    assert colour == {"light": "rgb(255, 255, 255)", "dark": "rgb(29, 32, 36)"}[theme]


def refused(page: Page, host: HostPage, trouble: Trouble) -> str:
    """Ask in vain. Returns what the page's owner is told in the console."""
    dialog = asked(page, host)
    expect(dialog.get_by_role("alert")).to_contain_text("The search is not set up for this page.")
    [warning] = trouble.warnings
    return warning


@pytest.mark.slow
def test_without_a_key_it_says_so_and_tells_the_owner_why(
    page: Page, host: HostPage, trouble: Trouble
) -> None:
    host.attributes = {}
    assert "needs an API key" in refused(page, host, trouble)


def test_a_key_of_another_origin_is_refused(
    page: Page, host: HostPage, site: Site, trouble: Trouble
) -> None:
    _, foreign = site.keys.create("another", "ask", None, "https://other.example")
    host.attributes = {"key": foreign}
    assert "only on pages of https://other.example" in refused(page, host, trouble)
    site.keys.revoke("another")


@pytest.mark.slow
def test_a_page_that_is_not_allowed_gets_nothing(
    page: Page, site: Site, token: str, trouble: Trouble
) -> None:
    with host_page() as stranger:
        stranger.server = f"{site.url}{ROOT}"
        stranger.attributes = {"key": token}
        page.goto(stranger.url)
        page.wait_for_event("console", lambda one: "PINCITE_ALLOWED_ORIGINS" in one.text)
        expect(page.get_by_role("button")).to_have_count(0)
        for path in ("/v1/ask", "/v1/documents", "/openapi.json", "/"):
            outcome = page.evaluate(
                """([url, key, body]) => fetch(url, {
                  method: body ? "POST" : "GET",
                  headers: body ? { Authorization: `Bearer ${key}`,
                    "Content-Type": "application/json" } : {},
                  body,
                }).then((reply) => reply.status, (error) => error.name)""",
                [f"{site.url}{ROOT}{path}", token, '{"question": "?"}' if "ask" in path else None],
            )
            assert outcome == "TypeError", path


@pytest.mark.slow
def test_a_server_that_is_gone_is_said_to_be(page: Page, host: HostPage) -> None:
    dialog = opened(page, host)
    page.route("**/v1/ask", lambda route: route.abort())
    dialog.get_by_role("textbox").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("The server cannot be reached.")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        pytest.param((1200, 900), "light", id="wide", marks=pytest.mark.slow),
        pytest.param((390, 844), "dark", id="phone"),
    ],
)
def test_axe_finds_nothing(
    browser: Browser, host: HostPage, size: tuple[int, int], scheme: Any
) -> None:
    found = []
    window = {"width": size[0], "height": size[1]}
    for question in (None, QUESTION, "Who won the chess championship?"):
        # The policy of the page would stop axe's own script.
        with still_tab(browser, window, scheme, bypass_csp=True) as page:
            if question is None:
                page.goto(host.url)
                expect(page.get_by_role("button", name="Ask the documents")).to_be_visible()
            else:
                asked(page, host, question)
            found += violations(page, question)
            assert sideways(page) == 0
    assert found == [], "\n".join(map(str, found))
