from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from service.http.exchange.limits import LIMITS
from tests.service.apps import QUESTION, assert_failure

BODY = {"question": QUESTION}
LINK = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}


def ask(client: TestClient, headers: Mapping[str, str]) -> int:
    reply = client.post("/v1/ask", json=BODY, headers=headers)
    if reply.status_code == 403:
        assert "evil" not in assert_failure(reply, 403, "cross_site")
    return reply.status_code


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_its_own_page_and_whoever_types_an_address_may_ask(client: TestClient, site: str) -> None:
    # A proxy may name another host to the server than the browser sees: the browser knows better.
    assert ask(client, {"Sec-Fetch-Site": site, "Origin": "https://pincite.example"}) == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "evil", "same-origin, cross-site"])
def test_pages_of_other_sites_and_other_servers_here_may_not(client: TestClient, site: str) -> None:
    assert ask(client, {"Sec-Fetch-Site": site, "Origin": "http://localhost"}) == 403
    for path in ("/v1/documents", "/", "/static/page/app.js", "/healthz"):
        for mode in ({}, {"Sec-Fetch-Mode": "no-cors"}, {**LINK, "Sec-Fetch-Dest": "iframe"}):
            reply = client.get(path, headers={"Sec-Fetch-Site": site, **mode})
            assert_failure(reply, 403, "cross_site")


def test_a_link_on_another_site_may_be_followed_but_no_form_be_sent(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", **LINK}
    assert client.get("/documents/otters.txt", headers=headers).status_code == 200
    assert ask(client, headers) == 403


@pytest.mark.parametrize(
    "origin", ["http://localhost", "https://localhost", "HTTP://LOCALHOST", None]
)
def test_a_browser_too_old_to_say_more_is_known_by_its_origin(
    client: TestClient, origin: str | None
) -> None:
    assert ask(client, {"Origin": origin} if origin else {}) == 200


@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://evil.example",
        "http://localhost.evil.example",
        "http://localhost:3000",
        "http://localhost@evil.example",
        "localhost",
        "file://",
        "http://127.0.0.1",
        "http://localhost http://evil.example",
    ],
)
def test_with_any_other_origin_nothing_can_be_changed(client: TestClient, origin: str) -> None:
    assert ask(client, {"Origin": origin}) == 403
    assert client.get("/v1/documents", headers={"Origin": origin}).status_code == 200


def test_no_other_site_is_given_leave(client: TestClient) -> None:
    asks_for_leave = {
        "Origin": "http://evil.example",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    for headers in (asks_for_leave, {**asks_for_leave, "Sec-Fetch-Site": "cross-site"}):
        reply = client.options("/v1/ask", headers=headers)
        assert reply.status_code >= 400
        assert not [name for name in reply.headers if name.startswith("access-control")]
    reply = client.get("/v1/documents", headers={"Origin": "http://localhost"})
    assert not [name for name in reply.headers if name.startswith("access-control")]


def test_two_names_of_the_server_are_as_bad_as_none(client: TestClient) -> None:
    both = [("Host", "localhost"), ("Host", "evil.example")]
    for headers in (both, both[::-1]):
        assert_failure(client.get("/healthz", headers=headers), 400, "host_not_allowed")


def test_a_body_whose_end_is_told_in_two_ways_is_refused(client: TestClient) -> None:
    headers = {"Content-Length": "5", "Transfer-Encoding": "chunked"}
    reply = client.post("/v1/ask", content=b"hello", headers=headers)
    assert_failure(reply, 400, "bad_request")


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, identity", "evil"])
def test_what_is_compressed_is_not_unpacked(client: TestClient, encoding: str) -> None:
    reply = client.post("/v1/ask", json=BODY, headers={"Content-Encoding": encoding})
    assert "Content-Encoding" in assert_failure(reply, 415, "body_encoded")


def test_to_say_that_nothing_is_compressed_is_fine(client: TestClient) -> None:
    assert ask(client, {"Content-Encoding": "identity"}) == 200


def test_headers_may_be_so_many(client: TestClient) -> None:
    own = len(client.get("/healthz").request.headers)
    for more, status in ((LIMITS.head_fields - own, 200), (LIMITS.head_fields - own + 1, 431)):
        headers = {f"X-{number}": "" for number in range(more)}
        assert client.get("/healthz", headers=headers).status_code == status


@pytest.mark.parametrize("part", ["header", "path", "query", "name"])
def test_headers_and_address_may_be_so_large(client: TestClient, part: str) -> None:
    for letters, status in ((LIMITS.head_bytes - 1024, 200), (LIMITS.head_bytes, 431)):
        long = "x" * letters
        reply = {
            "header": lambda long=long: client.get("/healthz", headers={"X-Long": long}),
            "path": lambda long=long: client.get(f"/documents/{long}"),
            "query": lambda long=long: client.get("/healthz", params={"q": long}),
            "name": lambda long=long: client.get("/healthz", headers={long: ""}),
        }[part]()
        assert reply.status_code == status
    assert "16 KiB" in assert_failure(reply, 431, "head_too_large")


@pytest.mark.parametrize("length", ["65537", "9" * 30, "9" * 5000])
def test_a_body_that_says_it_is_too_large_is_not_awaited(client: TestClient, length: str) -> None:
    reply = client.post("/v1/ask", content=b"", headers={"Content-Length": length})
    assert_failure(reply, 413, "body_too_large")


@pytest.mark.parametrize("path", ["/healthz", "/v1/documents/otters.txt", "/v1/ask", "/metrics"])
def test_a_line_end_is_no_part_of_an_address(client: TestClient, path: str) -> None:
    for ends in ("%0a", "%0A%0a", "%0ax"):
        assert_failure(client.get(path + ends), 404, "not_found")
