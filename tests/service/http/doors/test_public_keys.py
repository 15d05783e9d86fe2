"""Keys that stand in a public page: what whoever copies one can do with it."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.errors import TooManyRequests
from service.http.doors.public_keys import PublicUse
from service.http.exchange.limits import Limits
from service.keys import Key
from tests.service.apps import QUESTION, TEXTS, assert_failure, client_of, parts_of, published
from tests.toy import ToyEncoder

SITE = "https://site.example"
BODY = {"question": QUESTION}
BY_SCRIPT = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
OTHERS = [
    ("POST", "/v1/chat"),
    ("POST", "/v1/chat/completions"),
    ("POST", "/v1/excerpts"),
    ("GET", "/v1/conversations"),
    ("GET", "/v1/collection"),
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/otters.txt"),
    ("GET", "/v1/documents/otters.txt/original"),
    ("GET", "/v1/files"),
    ("GET", "/v1/models"),
    ("GET", "/v1/ask"),
    ("GET", "/metrics"),
    ("GET", "/v1/nowhere"),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Sends the key of SITE, and lets its pages and those of another origin in."""
    generations: Generations = published(TEXTS, tmp_path_factory.mktemp("site"), ToyEncoder())
    allowed = f"{SITE},https://other.example"
    parts = parts_of(generations, ToyEncoder(), allowed_origins=allowed)
    token = parts.keys.create("site", "ask", None, SITE)[1]
    with client_of(parts) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def test_pages_of_its_origin_may_ask(site: TestClient) -> None:
    reply = site.post("/v1/ask", json=BODY, headers={"Origin": SITE, **BY_SCRIPT})
    assert reply.json()["status"] == "answered"
    assert reply.headers["Access-Control-Allow-Origin"] == SITE


def test_pages_of_another_allowed_origin_may_not(site: TestClient) -> None:
    headers = {"Origin": "https://other.example", **BY_SCRIPT}
    reply = site.post("/v1/ask", json=BODY, headers=headers)
    assert SITE in assert_failure(reply, 403, "origin_refused")
    assert reply.headers["Access-Control-Allow-Origin"] == "https://other.example"


def test_a_program_that_names_no_page_may_not(site: TestClient) -> None:
    assert_failure(site.post("/v1/ask", json=BODY), 403, "origin_refused")


def test_the_page_of_the_server_itself_is_another_page(site: TestClient) -> None:
    headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert_failure(site.post("/v1/ask", json=BODY, headers=headers), 403, "origin_refused")


@pytest.mark.parametrize(("method", "path"), OTHERS)
def test_all_it_may_do_is_ask(site: TestClient, method: str, path: str) -> None:
    reply = site.request(method, path, headers={"Origin": SITE})
    assert_failure(reply, 403, "scope_missing")


def test_an_address_beside_the_one_is_none(site: TestClient) -> None:
    for path in ("/v1/ask/", "/v1/ask/x", "//v1/ask", "/v1//ask", "/v1/ASK"):
        reply = site.post(path, json=BODY, headers={"Origin": SITE})
        assert reply.status_code == 403, path


class Clock:
    """A time that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def key(name: str, origin: str | None = SITE) -> Key:
    return Key(name, name, "ask", "2026-01-01", None, None, origin)


def scope(origin: str = SITE) -> dict[str, object]:
    headers = [(b"origin", origin.encode())]
    return {"type": "http", "method": "POST", "path": "/v1/ask", "headers": headers}


def test_each_key_may_send_so_many_and_then_one_after_the_other() -> None:
    clock = Clock()
    use = PublicUse(Limits(origin_burst=3, origin_rate=0.5), clock)
    for _ in range(3):
        use.check(key("a"), scope())
    for _ in range(2):
        with pytest.raises(TooManyRequests) as refused:
            use.check(key("a"), scope())
        assert refused.value.retry_after_s == 2
    use.check(key("b"), scope())
    clock.now = 2.0
    use.check(key("a"), scope())
    with pytest.raises(TooManyRequests):
        use.check(key("a"), scope())
    clock.now = 1_000.0
    for _ in range(3):
        use.check(key("a"), scope())
    with pytest.raises(TooManyRequests):
        use.check(key("a"), scope())


def test_other_keys_are_not_counted() -> None:
    use = PublicUse(Limits(origin_burst=1))
    for _ in range(5):
        use.check(key("a", origin=None), scope())


def test_too_many_are_told_when_to_come_back(site: TestClient) -> None:
    headers = {"Origin": SITE, **BY_SCRIPT}
    for _ in range(Limits().origin_burst * 3):
        reply = site.post("/v1/ask", json={"question": ""}, headers=headers)
        if reply.status_code != 422:
            break
    assert_failure(reply, 429, "too_many_requests")
    assert int(reply.headers["Retry-After"]) >= 1
    assert reply.headers["Access-Control-Allow-Origin"] == SITE
