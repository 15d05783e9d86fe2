"""What pages of allowed origins may do from a browser, and what no other site may."""

from collections.abc import Iterator
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.keys import Keys
from service.wiring import Parts
from tests.service.apps import QUESTION, assert_failure, client_of, parts_of
from tests.toy import ToyEncoder

SITE = "https://site.example"
LOCAL = "http://localhost:3000"
BODY = {"question": QUESTION}
# What a browser says of a script of the page that sends a request.
BY_SCRIPT = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
CLOSED = [
    ("POST", "/v1/documents"),
    ("DELETE", "/v1/documents/otters.txt"),
    ("GET", "/v1/admin/index"),
    ("POST", "/v1/admin/index"),
    ("GET", "/v1/admin/roots"),
    ("POST", "/v1/admin/roots"),
    ("GET", "/metrics"),
    ("GET", "/healthz"),
    ("GET", "/openapi.json"),
    ("GET", "/docs"),
    ("GET", "/"),
    ("GET", "/documents/otters.txt"),
]


@pytest.fixture(scope="module")
def own(shelf: Generations) -> Parts:
    return parts_of(shelf, ToyEncoder(), allowed_origins=f"{SITE}, {LOCAL}")


@pytest.fixture(scope="module")
def open_client(own: Parts) -> Iterator[TestClient]:
    """Talks to a server that lets the pages of two origins in."""
    with client_of(own) as client:
        yield client


def cors(reply: Response) -> dict[str, str]:
    return {
        name: value for name, value in reply.headers.items() if name.startswith("access-control")
    }


def preflight(
    client: TestClient, method: str, path: str, origin: str = SITE, **more: str
) -> Response:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization,content-type",
        **BY_SCRIPT,
        **more,
    }
    return client.options(path, headers=headers)


@pytest.mark.parametrize("origin", [SITE, LOCAL])
@pytest.mark.parametrize("told", [BY_SCRIPT, {}], ids=["browser", "old-browser"])
def test_a_page_of_an_allowed_origin_may_ask_and_read_the_answer(
    open_client: TestClient, origin: str, told: dict[str, str]
) -> None:
    reply = open_client.post("/v1/ask", json=BODY, headers={"Origin": origin, **told})
    assert reply.status_code == 200
    assert reply.headers.get_list("Access-Control-Allow-Origin") == [origin]
    assert "retry-after" in reply.headers["Access-Control-Expose-Headers"].lower()
    assert "x-request-id" in reply.headers["Access-Control-Expose-Headers"].lower()
    assert "Origin" in reply.headers["Vary"]


def test_nothing_is_ever_allowed_to_everybody_or_with_cookies(open_client: TestClient) -> None:
    headers = {"Origin": SITE, "Cookie": "a=b", **BY_SCRIPT}
    for reply in (
        open_client.post("/v1/ask", json=BODY, headers=headers),
        open_client.get("/v1/documents", headers=headers),
        open_client.get("/widget.js", headers=headers),
        preflight(open_client, "POST", "/v1/ask"),
    ):
        assert reply.headers["Access-Control-Allow-Origin"] == SITE
        assert "access-control-allow-credentials" not in reply.headers
        assert "*" not in "".join(cors(reply).values())
        assert "set-cookie" not in reply.headers


def test_a_failure_can_be_read_too(open_client: TestClient) -> None:
    headers = {"Origin": SITE, **BY_SCRIPT}
    reply = open_client.post("/v1/ask", json={"question": ""}, headers=headers)
    assert_failure(reply, 422, "invalid_request")
    assert reply.headers["Access-Control-Allow-Origin"] == SITE


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://site.example",
        "https://site.example:8443",
        "https://site.example.evil.example",
        "https://evilsite.example",
        "https://SITE.example",
        "https://site.example/",
        "https://site.example, https://evil.example",
        "null",
        "*",
        "",
    ],
)
def test_no_other_origin_may(open_client: TestClient, origin: str) -> None:
    headers = {"Origin": origin, **BY_SCRIPT}
    for reply in (
        open_client.post("/v1/ask", json=BODY, headers=headers),
        open_client.get("/v1/documents", headers=headers),
        preflight(open_client, "POST", "/v1/ask", origin),
    ):
        assert_failure(reply, 403, "cross_site")
        assert cors(reply) == {}
        assert "Origin" in reply.headers["Vary"]


def test_two_origins_are_none(open_client: TestClient) -> None:
    headers = [("Origin", SITE), ("Origin", LOCAL), *BY_SCRIPT.items()]
    assert_failure(open_client.post("/v1/ask", json=BODY, headers=headers), 403, "cross_site")


@pytest.mark.parametrize("mode", ["navigate", "no-cors", "same-origin", "websocket", "", "evil"])
def test_only_a_script_speaks_for_a_page(open_client: TestClient, mode: str) -> None:
    headers = {"Origin": SITE, **BY_SCRIPT, "Sec-Fetch-Mode": mode}
    reply = open_client.post("/v1/ask", json=BODY, headers=headers)
    assert_failure(reply, 403, "cross_site")
    assert cors(reply) == {}


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_changes_the_index_and_the_page_itself_stay_closed(
    open_client: TestClient, method: str, path: str
) -> None:
    headers = {"Origin": SITE, **BY_SCRIPT}
    for reply in (
        open_client.request(method, path, headers=headers),
        preflight(open_client, method, path),
    ):
        assert_failure(reply, 403, "cross_site")
        assert cors(reply) == {}


def test_a_key_of_scope_admin_opens_none_of_it(generations: Generations) -> None:
    parts = parts_of(generations, ToyEncoder(), allowed_origins=SITE)
    token = parts.keys.create("operator", "admin", None)[1]
    headers = {"Origin": SITE, "Authorization": f"Bearer {token}", **BY_SCRIPT}
    with client_of(parts) as client:
        assert_failure(client.get("/v1/admin/index", headers=headers), 403, "cross_site")


def test_a_browsers_question_beforehand_is_answered_without_a_key(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = parts_of(generations, ToyEncoder(), allowed_origins=SITE)
    parts.keys.create("laptop", "ask", None)

    def looked(*_: Any) -> None:
        raise AssertionError("it looked a key up")

    with client_of(parts) as client:
        monkeypatch.setattr(Keys, "find", looked)
        monkeypatch.setattr(Keys, "exist", looked)
        reply = preflight(client, "POST", "/v1/ask")
        assert (reply.status_code, reply.content) == (204, b"")
        assert reply.headers["Access-Control-Allow-Origin"] == SITE
        assert "POST" in reply.headers["Access-Control-Allow-Methods"]
        allowed = reply.headers["Access-Control-Allow-Headers"].lower()
        assert {"authorization", "content-type"} <= {name.strip() for name in allowed.split(",")}
        vary = reply.headers["Vary"]
        assert "Origin" in vary
        assert "Access-Control-Request-Method" in vary
        assert int(reply.headers["Access-Control-Max-Age"]) <= 3600


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "EVIL", "", "post"])
def test_a_method_that_is_not_used_is_not_allowed(open_client: TestClient, method: str) -> None:
    assert_failure(preflight(open_client, method, "/v1/ask"), 403, "cross_site")


def test_another_name_of_the_server_is_refused_for_allowed_origins_too(
    open_client: TestClient,
) -> None:
    """A name that its owner lets resolve to this machine stays none of ours (DNS rebinding)."""
    for origin in (SITE, LOCAL, "http://evil.example"):
        headers = {"Host": "evil.example", "Origin": origin, **BY_SCRIPT}
        reply = open_client.post("/v1/ask", json=BODY, headers=headers)
        assert_failure(reply, 400, "host_not_allowed")
    reply = preflight(open_client, "POST", "/v1/ask", Host="evil.example")
    assert_failure(reply, 400, "host_not_allowed")


def test_its_own_page_works_as_ever(open_client: TestClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    reply = open_client.post("/v1/ask", json=BODY, headers=headers)
    assert reply.status_code == 200
    assert cors(reply) == {}


LOADED = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "script"}


def test_any_page_may_load_the_widgets_script_once_an_origin_is_allowed(
    open_client: TestClient, client: TestClient
) -> None:
    reply = open_client.get("/widget.js", headers=LOADED)
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers.get_list("Cross-Origin-Resource-Policy") == ["cross-origin"]
    assert_failure(client.get("/widget.js", headers=LOADED), 403, "cross_site")
    assert client.get("/widget.js").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_its_modules_only_pages_of_allowed_origins_may_load(open_client: TestClient) -> None:
    for path in ("/static/widget/box.js", "/static/lib/dom.js"):
        headers = {**LOADED, "Sec-Fetch-Mode": "cors", "Origin": SITE}
        reply = open_client.get(path, headers=headers)
        assert reply.status_code == 200
        assert reply.headers["Access-Control-Allow-Origin"] == SITE
        for others in (LOADED, {**headers, "Origin": "https://evil.example"}):
            assert_failure(open_client.get(path, headers=others), 403, "cross_site")


def test_without_the_setting_nothing_changes(client: TestClient) -> None:
    headers = {"Origin": SITE, **BY_SCRIPT}
    for reply in (
        client.post("/v1/ask", json=BODY, headers=headers),
        preflight(client, "POST", "/v1/ask"),
        client.get("/static/widget/box.js", headers=headers),
    ):
        assert_failure(reply, 403, "cross_site")
        assert cors(reply) == {}
