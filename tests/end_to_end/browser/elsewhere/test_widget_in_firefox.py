"""The widget in Firefox, which judges origins and policies by rules of its own making."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.browser.elsewhere.host_page import HostPage, host_page
from tests.end_to_end.browser.everyone.firefox import Tab, open_firefox
from tests.end_to_end.browser.everyone.test_firefox import PROGRAM
from tests.end_to_end.site import Site
from tests.service.apps import QUESTION, TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHADOW = "document.querySelector('aside').shadowRoot"


@pytest.fixture
def tab(tmp_path: Path) -> Iterator[Tab]:
    if PROGRAM is None:
        pytest.skip("no Firefox: apt-get install firefox-esr, or name one in PINCITE_FIREFOX")
    profile = tmp_path / "profile"
    profile.mkdir()
    with open_firefox(PROGRAM, profile) as tab:
        yield tab


@pytest.fixture
def host(tmp_path: Path) -> Iterator[HostPage]:
    """A page with the widget, and a key for it."""
    with host_page() as page:
        site = Site(tmp_path / "site", TEXTS, root_path="/pincite", allowed_origins=page.origin)
        page.server = f"{site.url}/pincite"
        page.attributes = {"key": site.keys.create("society", "ask", None, page.origin)[1]}
        yield page
        site.stop()


def test_a_visitor_asks_and_gets_a_sentence(tab: Tab, host: HostPage) -> None:
    tab.go(host.url)
    tab.wait_for("document.querySelector('aside')")
    tab.evaluate(f"{SHADOW}.querySelector('button').click()")
    tab.evaluate(f"{SHADOW}.querySelector('textarea').value = {QUESTION!r}")
    tab.evaluate(f"{SHADOW}.querySelector('form').requestSubmit()")
    tab.wait_for(f"{SHADOW}.querySelector('blockquote, .problem, .said')")
    quoted = tab.evaluate(f"{SHADOW}.querySelector('blockquote').textContent")
    assert quoted == "The otter dives eight metres deep."
    colour = tab.evaluate(f"getComputedStyle({SHADOW}.querySelector('.send')).backgroundColor")
    assert colour in ("rgb(11, 107, 96)", "rgb(99, 205, 185)")
    assert tab.errors == []
