"""The page, its API and its documentation below a path, behind a real nginx."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Page, expect

from service.http.exchange import streaming
from tests.end_to_end.browser.browsing import Watch, ask
from tests.end_to_end.browser.elsewhere.proxy import documented, nginx
from tests.end_to_end.site import Site
from tests.service.apps import QUESTION, TEXTS

pytestmark = pytest.mark.browser

ROOT = "/pincite"
PACE_S = 1.0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("site")
    site = Site(folder, TEXTS, root_path=ROOT, allow_anyone=True)
    yield site
    site.stop()


@pytest.fixture(
    params=[
        pytest.param(False, id="path-kept", marks=pytest.mark.slow),
        pytest.param(True, id="path-taken-away"),
    ]
)
def base(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> Iterator[str]:
    """The URL of the page, below the path."""
    with nginx(tmp_path, documented(site, strips=request.param)) as url:
        yield f"{url}{ROOT}"


@pytest.fixture
def watch(page: Page, base: str) -> Iterator[Watch]:
    """Nothing is asked of any address beside those below the path."""
    watch = Watch(page, SimpleNamespace(url=base))  # type: ignore[arg-type]
    yield watch
    assert watch.problems == []


def open_page(page: Page, base: str) -> None:
    """Open the page, and return once it takes questions."""
    page.goto(f"{base}/")
    expect(page.locator("#filters button").first).to_be_visible()


@pytest.mark.usefixtures("watch")
def test_a_reader_asks_opens_reloads_and_goes_back(page: Page, base: str) -> None:
    open_page(page, base)
    reply = ask(page, QUESTION)
    expect(page).to_have_url(re.compile(re.escape(f"{base}/conversations/")))
    conversation = page.url
    reply.locator("a[href*='otters.txt']").first.click()
    marks = page.locator("#viewer mark")
    expect(marks.first).to_be_visible()
    assert page.url.startswith(f"{conversation}?document=otters.txt")
    page.reload()
    expect(marks.first).to_be_visible()
    expect(page.locator(".turn .answer")).to_contain_text("eight metres")
    page.go_back()
    expect(page.locator("#viewer")).to_be_hidden()
    assert page.url == conversation
    page.locator("#brand").click()
    expect(page).to_have_url(f"{base}/")


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_a_link_to_a_quote_opens_the_document_there(page: Page, base: str) -> None:
    body = {"messages": [{"role": "user", "content": QUESTION}]}
    reply = httpx2.post(f"{base}/v1/chat/completions", json=body).json()
    [note] = reply["choices"][0]["message"]["annotations"]
    url = note["url_citation"]["url"]
    assert url.startswith(f"{base}/documents/otters.txt?v=")
    page.goto(url)
    expect(page.locator("#viewer mark").first).to_contain_text("eight metres")
    assert page.url == url


@pytest.mark.slow
@pytest.mark.usefixtures("watch")
def test_the_api_is_described_where_it_stands(page: Page, base: str) -> None:
    page.goto(f"{base}/docs")
    expect(page.locator(".opblock").first).to_be_visible()
    expect(page.locator(".servers select")).to_have_value(ROOT)
    assert httpx2.get(f"{base}/openapi.json").json()["servers"] == [{"url": ROOT}]
    gone = httpx2.get(f"{base}/docs/")
    assert gone.status_code == 307
    assert httpx2.URL(base).join(gone.headers["location"]) == f"{base}/docs"


@pytest.mark.slow
def test_the_path_alone_leads_to_the_page(base: str) -> None:
    assert httpx2.get(base).headers["location"].endswith(f"{ROOT}/")


@pytest.mark.slow
def test_what_the_page_keeps_is_its_own_below_each_path(page: Page, base: str) -> None:
    open_page(page, base)
    ask(page, QUESTION)
    kept: list[str] = page.evaluate("() => Object.keys(sessionStorage)")
    assert [name for name in kept if not name.endswith(f"@{ROOT}/")] == []
    assert kept


# What comes in chunks, nginx passes on at once anyway. Without this line it asks as HTTP/1.0 does,
# gets no chunks, and holds back whatever does not tell it otherwise.
CHUNKED = "proxy_http_version 1.1;"


@pytest.mark.slow
@pytest.mark.parametrize("line", [CHUNKED, ""], ids=["1.1", "1.0"])
def test_an_event_arrives_when_it_is_sent(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    events = streaming.events_of

    def paced(*arguments: Any) -> Iterator[tuple[str, Any]]:
        for event in events(*arguments):
            yield event
            time.sleep(PACE_S)

    monkeypatch.setattr(streaming, "events_of", paced)
    request = {"json": {"question": QUESTION}, "headers": {"Accept": "text/event-stream"}}
    locations = documented(site, strips=False)
    assert CHUNKED in locations
    arrived: list[float] = []
    with (
        nginx(tmp_path, locations.replace(CHUNKED, line)) as url,
        httpx2.stream("POST", f"{url}{ROOT}/v1/ask", timeout=60, **request) as reply,
    ):
        for told in reply.iter_lines():
            if told.startswith("event:"):
                arrived.append(time.monotonic())
    assert len(arrived) >= 3
    assert arrived[-1] - arrived[0] > PACE_S, "the first was held back until the last"


def test_nobody_behind_the_proxy_passes_for_somebody_on_the_machine(
    site: Site, tmp_path: Path
) -> None:
    closed = Site(tmp_path / "site", TEXTS, root_path=ROOT)
    try:
        with nginx(tmp_path, documented(closed, strips=False)) as url:
            reply = httpx2.post(f"{url}{ROOT}/v1/ask", json={"question": QUESTION})
            assert (reply.status_code, reply.json()["error"]["code"]) == (401, "key_needed")
    finally:
        closed.stop()
