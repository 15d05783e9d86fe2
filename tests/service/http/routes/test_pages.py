import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from tests.service.apps import assert_guarded

WEB = Path(__file__).parents[4] / "service" / "web"
FILES = sorted(path for path in WEB.rglob("*") if path.is_file())
PAGES = [
    "/",
    f"/conversations/{'0' * 32}",
    "/documents/otters.txt",
    "/documents/a/b%20c.txt",
    "/docs",
]
TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".html": "text/html",
}


class Page(HTMLParser):
    """What a page loads, and what it holds that its policy forbids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.forbidden: list[str] = []
        self._inside: str | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        self._inside = tag
        if tag in ("script", "img", "iframe", "source"):
            self.loads.append(named.get("src") or "")
        if tag == "link":
            self.loads.append(named.get("href") or "")
        self.forbidden += [name for name in named if name == "style" or name.startswith("on")]
        self.forbidden += [value for value in named.values() if value and "javascript:" in value]
        if tag in ("style", "base", "object", "embed") or (tag == "script" and "src" not in named):
            self.forbidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and data.strip():
            self.forbidden.append(data)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_html_with_a_strict_policy(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert_guarded(reply)
    policy = reply.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self';" in policy


@pytest.mark.parametrize("path", PAGES)
def test_a_page_holds_no_inline_script_or_style(client: TestClient, path: str) -> None:
    page = Page(client.get(path).text)
    assert page.forbidden == []
    assert page.loads


@pytest.mark.parametrize("path", PAGES)
def test_everything_a_page_loads_is_served_here_with_its_type(
    client: TestClient, path: str
) -> None:
    for address in loaded_by(client, path):
        assert address.startswith("/"), address
        reply = client.get(address)
        assert reply.status_code == 200, address
        kind = reply.headers["content-type"].split(";")[0]
        assert kind == TYPES[Path(address).suffix], address
        assert reply.headers["X-Content-Type-Options"] == "nosniff"


def loaded_by(client: TestClient, path: str) -> set[str]:
    """What the page loads, and what its modules import, and so on."""
    waiting = [urljoin(path, address) for address in Page(client.get(path).text).loads]
    found: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        found.add(address)
        if address.endswith(".js") and address.startswith("/static/"):
            imports = re.findall(
                r"""(?:^import [^;]*?|\bimport\()["']([^"']+)["']\)?""",
                client.get(address).text,
                re.M,
            )
            styles = re.findall(r'loadStyle\("([^"]+)"\)', client.get(address).text)
            waiting += [urljoin(address, name) for name in imports + styles]
    return found


def test_every_file_of_the_page_is_in_use(client: TestClient) -> None:
    used = {address for path in PAGES for address in loaded_by(client, path)}
    files = {f"/static/{path.relative_to(WEB).as_posix()}" for path in FILES}
    assert files - used == {"/static/index.html", "/static/docs.html"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_file_of_the_page_can_make_text_into_markup_or_reach_out(path: Path) -> None:
    text = path.read_text("utf-8")
    dangerous = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTML"
        r"|createContextualFragment|\beval\b|new Function|setTimeout\(\s*[\"'`]|srcdoc"
    )
    assert not re.search(dangerous, text)
    allowed = "http://www.w3.org/2000/svg"
    addresses = re.findall(r"(?:https?:|wss?:)?//[\w.-]+\.\w+[^\s\"'`)]*", text)
    # A comment begins with // too, but with a blank after it.
    assert [address for address in addresses if address != allowed] == []
    assert "@import" not in text


def test_the_documentation_is_drawn_from_this_server_alone(client: TestClient) -> None:
    loads = Page(client.get("/docs").text).loads
    assert "/swagger/swagger-ui-bundle.js" in loads
    assert "/swagger/swagger-ui.css" in loads
    assert len(client.get("/swagger/swagger-ui-bundle.js").content) > 500_000
    assert '"/openapi.json"' in client.get("/static/docs.js").text


@pytest.mark.parametrize(
    "path",
    ["/static/", "/static/..%2fapp.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static/.."],
)
def test_nothing_but_the_pages_files_is_given_away(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code in (404, 405) or reply.text == client.get("/").text


def test_the_page_needs_no_index(empty_client: TestClient) -> None:
    assert empty_client.get("/").status_code == 200
    assert empty_client.get("/docs").status_code == 200
    assert empty_client.get("/openapi.json").status_code == 200
