"""Pictures of the page, as it is now, on the seed articles and with the real model.

python -m tests.end_to_end.screenshots            # docs/page.png, which the README shows
python -m tests.end_to_end.screenshots FOLDER     # each view: wide and phone, light and dark
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.end_to_end.browser.browsing import ask
from tests.end_to_end.command import serve

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
QUESTION = "Why did NATO withhold authorization?"
FOLLOW_UP = "and who asked for it?"
FOREIGN = "Who won the 2022 World Cup?"
README = Path(__file__).parent.parent.parent / "docs" / "page.png"


def empty(page: Page) -> None:
    expect(page.locator(".example").first).to_be_visible()


def conversation(page: Page) -> None:
    ask(page, QUESTION)
    ask(page, FOLLOW_UP)
    page.locator(".turn").first.scroll_into_view_if_needed()


def unsupported(page: Page) -> None:
    ask(page, FOREIGN)


def document(page: Page) -> None:
    ask(page, QUESTION)
    page.locator(".handle").first.click()
    if page.locator(".sheet").is_visible():
        page.get_by_role("button", name="Open the document").click()
    expect(page.locator("#viewer mark").first).to_be_visible()


def preview(page: Page) -> None:
    ask(page, QUESTION)
    page.locator(".handle").first.hover()
    page.wait_for_timeout(300)


def side(page: Page) -> None:
    toggle = page.locator("#side-toggle")
    if toggle.get_attribute("aria-expanded") == "false":
        toggle.click()
    page.get_by_role("tab", name="Documents").click()


VIEWS: list[Callable[[Page], None]] = [empty, conversation, unsupported, document, preview, side]


def take(browser: Browser, url: str, view: Callable[[Page], None], path: Path, **look: Any) -> None:
    """One view in a tab of its own. look: what the browser is told, such as color_scheme."""
    context = browser.new_context(reduced_motion="reduce", **look)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(url)
    view(page)
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    if "/conversations/" in page.url:  # The next picture begins anew.
        context.request.delete(
            page.url.partition("?")[0].replace("/conversations/", "/v1/conversations/")
        )
    context.close()


def main(folder: str | None) -> None:
    path = os.environ.get("PINCITE_CHROMIUM") or shutil.which("chromium")
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        environment = {**os.environ, "PINCITE_DATA_DIR": data}
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        with serve(environment, [sys.executable, "-m", "service"]) as server:
            if folder is None:
                take(browser, server.url, document, README, viewport=WIDE, color_scheme="light")
                return
            for view in VIEWS:
                for name, size in (("wide", WIDE), ("phone", PHONE)):
                    for scheme in ("light", "dark"):
                        picture = Path(folder) / f"{view.__name__}-{name}-{scheme}.png"
                        take(browser, server.url, view, picture, viewport=size, color_scheme=scheme)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
