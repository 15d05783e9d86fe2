"""What the tests of the page share: a watch over a tab, and what a reader does and sees."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.end_to_end.site import Site

# A busy machine may take its time; what is right comes at once on an idle one.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


class Watch:
    """What went wrong in a tab without the reader seeing it. `expected`: statuses that may be."""

    def __init__(self, page: Page, site: Site) -> None:
        self.problems: list[str] = []
        self.expected: set[int] = set()
        self._site = site
        # A refusal by the page's own policy is an error like any other.
        page.add_init_script(
            "addEventListener('securitypolicyviolation', (event) =>"
            " console.error('policy', event.effectiveDirective, event.blockedURI))"
        )
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"uncaught: {error}"))
        page.on("dialog", lambda dialog: self._dialog(dialog.message, dialog.dismiss))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # The browser's note of a failed request; `_response` judges those by their status.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.problems.append(f"console: {message.text}")

    def _dialog(self, message: str, dismiss: Callable[[], None]) -> None:
        self.problems.append(f"dialog: {message}")
        dismiss()

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self._site.url}/", "data:")):
            self.problems.append(f"request: {request.url}")

    def _response(self, response: Response) -> None:
        # Where nobody suggests questions, that is how the server says that there are none.
        if response.status == 404 and response.url.endswith("/suggestions"):
            return
        if response.status >= 400 and response.status not in self.expected:
            self.problems.append(f"{response.status}: {response.url}")


def ask(page: Page, question: str) -> Locator:
    """Type a question and send it. Returns the reply, once it is there."""
    turns = page.locator(".turn")
    reply = turns.nth(turns.count()).locator(".reply")
    page.get_by_label("Your question").fill(question)
    page.get_by_role("button", name="Send").click()
    expect(reply.locator(".answer, .problem")).to_be_visible()
    return reply


def code_points(locator: Locator) -> list[str]:
    """The text as a browser counts code points."""
    points: list[str] = locator.evaluate("(element) => Array.from(element.textContent)")
    return points


def assert_highlighted(page: Page, text: str, quote: str, start: int) -> None:
    """The document is shown whole, and in it exactly the quote, in its place, is marked as the one
    that was opened.
    """
    marks = page.locator(".document-text mark.current")
    expect(marks.first).to_be_in_viewport()
    # A passage of several paragraphs has a mark in each; the line ends between them are in none.
    marked = "".join(marks.all_text_contents())
    assert "".join(marked.split()) == "".join(quote.split())
    assert [*"".join(map("".join, map(code_points, marks.all())))] == [*marked]
    shown = page.locator(".document-text")
    assert shown.evaluate("(element) => element.textContent") == text
    before = marks.first.evaluate(
        """(element) => {
          const range = document.createRange();
          range.setStart(element.closest(".document-text"), 0);
          range.setEndBefore(element);
          return Array.from(range.toString()).length;
        }"""
    )
    assert before == start


def settle(page: Page) -> None:
    """Return once nothing fades in any more, which has another contrast on its way."""
    page.evaluate(
        """() => Promise.allSettled(document.getAnimations()
          .filter((one) => one.effect.getComputedTiming().endTime !== Infinity)
          .map((one) => one.finished)).then(() => null)"""
    )


@contextmanager
def still_tab(browser: Browser, size: Any, scheme: Any, **options: Any) -> Iterator[Page]:
    """A tab of its own in which nothing moves. size: of its window; scheme: light or dark."""
    context = browser.new_context(
        viewport=size, color_scheme=scheme, reduced_motion="reduce", **options
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def violations(page: Page, state: object, **options: Any) -> list[tuple[object, str, list[str]]]:
    """What axe finds on the page as it is now: the state's name, the rule, the elements."""
    settle(page)
    results = Axe().run(page, **options).response
    assert len(results["passes"]) > 10
    return [(state, v["id"], [node["html"] for node in v["nodes"]]) for v in results["violations"]]


def sideways(page: Page) -> int:
    """By how many pixels the page, or a part that scrolls by itself, can be moved to the side."""
    excess: int = page.evaluate(
        """() => Math.max(...Array.from(document.querySelectorAll("*"))
          .filter((part) => part === document.documentElement
            || ["auto", "scroll"].includes(getComputedStyle(part).overflowX))
          .map((part) => part.scrollWidth - part.clientWidth))"""
    )
    return excess
