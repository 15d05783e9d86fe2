"""A site with a list, a table, code and two documents of one title, and who looks at it."""

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from tests.end_to_end.browser.browsing import PATIENCE_MS, Watch
from tests.end_to_end.browser.evidence.documents import TEXTS
from tests.end_to_end.site import Site

PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("evidence"), TEXTS, min_confidence=0)
    yield site
    site.stop()


@pytest.fixture
def site(shared_site: Site) -> Iterator[Site]:
    """Serves TEXTS, and keeps no conversation of another test."""
    yield shared_site
    for summary in httpx2.get(f"{shared_site.url}/v1/conversations").json()["conversations"]:
        httpx2.delete(f"{shared_site.url}/v1/conversations/{summary['id']}")


@pytest.fixture
def watch(page: Page, site: Site) -> Iterator[Watch]:
    watch = Watch(page, site)
    yield watch
    assert watch.problems == []


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(
        viewport=PHONE,  # type: ignore[arg-type]
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    watch = Watch(page, site)
    page.goto(site.url)
    yield page
    assert watch.problems == []
    context.close()
