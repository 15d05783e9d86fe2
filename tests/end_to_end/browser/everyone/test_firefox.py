"""The page in Firefox: a question, its answer, and the document that it comes from."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.browser.everyone.firefox import Tab, open_firefox
from tests.end_to_end.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Read before any test has a say: the tests' own settings are nobody's.
PROGRAM = (
    os.environ.get("PINCITE_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
)

TEXTS = {
    "otters.md": "# Otters\n\nThe otter 🦦 dives eight metres deep. Its fur keeps the water out."
}
DEEP = "The otter 🦦 dives eight metres deep."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("firefox"), TEXTS, min_confidence=0)
    yield site
    site.stop()


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    if PROGRAM is None:
        pytest.skip("no Firefox: apt-get install firefox-esr, or name one in PINCITE_FIREFOX")
    with open_firefox(PROGRAM, tmp_path) as tab:
        yield tab
        assert tab.errors == []


def test_a_question_is_answered_and_its_quote_opened(tab: Tab, site: Site) -> None:
    tab.go(site.url)
    tab.wait_for("document.querySelector('#welcome-title')?.checkVisibility()")
    tab.evaluate("document.querySelector('#question').value = 'How deep does the otter dive?'")
    tab.evaluate("document.querySelector('#send').click()")
    tab.wait_for("document.querySelector('.turn .answer-text')")
    assert DEEP in tab.evaluate("document.querySelector('.turn .answer-text').textContent")
    tab.evaluate("document.querySelector('.turn .answer-text a').click()")
    tab.wait_for("document.querySelector('#viewer mark')")
    assert tab.evaluate("document.querySelector('#viewer mark').textContent") == DEEP
    assert tab.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_theme_can_be_chosen(tab: Tab, site: Site) -> None:
    tab.go(f"{site.url}/documents/otters.md")
    tab.wait_for("document.querySelector('.document-text')")
    tab.evaluate("document.querySelector('#settings').click()")
    tab.wait_for("document.querySelector('dialog.settings')")
    tab.evaluate("document.querySelector('dialog [value=dark]').click()")
    paper = "getComputedStyle(document.body).backgroundColor"
    assert tab.evaluate(paper) == "rgb(21, 23, 26)"
    tab.evaluate("document.querySelector('dialog [value=light]').click()")
    assert tab.evaluate(paper) == "rgb(248, 247, 243)"
