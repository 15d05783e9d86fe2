import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient
from starlette.types import Message

from index.generations.publish import Generations
from service.http.app import create_app
from service.wiring import Parts
from tests.service.apps import (
    QUESTION,
    assert_failure,
    assert_guarded,
    client_of,
    parts_of,
)
from tests.toy import ToyEncoder


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "localhost:8000",
        "LocalHost:8000",
        "127.0.0.1",
        "127.0.0.1:9",
        "[::1]",
        "[::1]:8000",
    ],
)
def test_the_names_of_this_machine_are_let_in(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "evil-localhost",
        "localhost@evil.example",
        "evil.example/localhost",
        "127.0.0.1.evil.example",
        "0.0.0.0",
        "192.168.1.7:8000",
        "[::2]:8000",
        "[::1",
        "::1",
        "[::1].evil.example",
        "[::1]evil:80",
        "localhost:evil",
        ":8000",
        "",
        " ",
    ],
)
def test_any_other_name_is_turned_away_everywhere(client: TestClient, host: str) -> None:
    for path in ["/healthz", "/", "/openapi.json", "/static/page/app.js", "/nowhere"]:
        reply = client.get(path, headers={"Host": host})
        assert "evil" not in assert_failure(reply, 400, "host_not_allowed")


def test_a_request_that_names_no_host_is_turned_away(parts: Parts) -> None:
    # A client puts the header in by itself, so this one calls the application as a server does.
    scope = {
        "type": "http",
        "http_version": "1.0",
        "method": "GET",
        "path": "/healthz",
        "raw_path": b"/healthz",
        "query_string": b"",
        "headers": [],
    }
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    anyio.run(create_app(parts), scope, receive, send)
    assert sent[0]["status"] == 400
    assert json.loads(sent[1]["body"])["error"]["code"] == "host_not_allowed"


def test_the_allow_list_is_a_setting(shelf: Generations) -> None:
    parts = parts_of(shelf, ToyEncoder(), allowed_hosts="Pincite.example")
    with client_of(parts) as client:
        reply = client.get("/healthz", headers={"Host": "pincite.EXAMPLE:443"})
        assert reply.status_code == 200
        assert_failure(client.get("/healthz"), 400, "host_not_allowed")


@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("192.168.1.7", "192.168.1.7:8000", 200),
        ("::1", "[::1]:8000", 200),
        ("fd00::7", "[fd00::7]:8000", 200),
        # "All addresses" is not a name by which anybody is reached.
        ("0.0.0.0", "0.0.0.0:8000", 400),
        ("::", "[::]:8000", 400),
    ],
)
def test_the_address_listened_on_is_a_name_too(
    shelf: Generations, address: str, host: str, status: int
) -> None:
    with client_of(parts_of(shelf, ToyEncoder(), host=address)) as client:
        assert client.get("/healthz", headers={"Host": host}).status_code == status


Send = Callable[[TestClient], Any]
REPLIES: Mapping[int, Send] = {
    200: lambda client: client.post("/v1/ask", json={"question": QUESTION}),
    307: lambda client: client.get("/docs/", follow_redirects=False),
    403: lambda client: client.get("/healthz", headers={"Sec-Fetch-Site": "cross-site"}),
    404: lambda client: client.get("/nowhere"),
    405: lambda client: client.get("/v1/ask"),
    409: lambda client: client.get("/v1/documents/otters.txt", params={"v": "0" * 64}),
    413: lambda client: client.post("/v1/ask", content=b"x" * 65537),
    415: lambda client: client.post("/v1/ask", headers={"Content-Encoding": "gzip"}),
    422: lambda client: client.post("/v1/ask", json={}),
    431: lambda client: client.get("/healthz", headers={"X-Long": "x" * 20_000}),
}


@pytest.mark.parametrize("status", REPLIES)
def test_every_reply_has_the_security_headers(client: TestClient, status: int) -> None:
    reply = REPLIES[status](client)
    assert reply.status_code == status
    assert_guarded(reply)


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/static/page/app.js", "/static/page/style.css", "/static/no"]
)
def test_so_has_every_file(client: TestClient, path: str) -> None:
    assert_guarded(client.get(path))


def test_nothing_that_is_said_of_documents_is_kept_by_anybody(client: TestClient) -> None:
    for path in ("/v1/documents", "/v1/documents/otters.txt", "/metrics", "/readyz", "/nowhere"):
        assert client.get(path).headers.get_list("Cache-Control") == ["no-store"]
    assert REPLIES[200](client).headers["Cache-Control"] == "no-store"
    assert REPLIES[422](client).headers["Cache-Control"] == "no-store"


def test_the_files_of_the_page_are_asked_for_again_and_sent_if_they_changed(
    client: TestClient,
) -> None:
    for path in ("/", "/static/page/app.js", "/docs"):
        reply = client.get(path)
        assert reply.headers.get_list("Cache-Control") == ["no-cache"]
        assert reply.headers["etag"]
    again = client.get("/static/page/app.js", headers={"If-None-Match": reply.headers["etag"]})
    assert again.status_code == 200, "that is the tag of another file"
    tag = client.get("/static/page/app.js").headers["etag"]
    unchanged = client.get("/static/page/app.js", headers={"If-None-Match": tag})
    assert unchanged.status_code == 304
    assert_guarded(unchanged)


def test_a_file_is_sent_whole_or_not_at_all(client: TestClient) -> None:
    whole = client.get("/static/page/app.js")
    for part in ("bytes=0-1", "bytes=9-1", "lines=1"):
        reply = client.get("/static/page/app.js", headers={"Range": part})
        assert (reply.status_code, reply.content) == (200, whole.content)
    assert "accept-ranges" not in whole.headers


def test_so_has_the_reply_without_an_index(empty_client: TestClient) -> None:
    assert_guarded(empty_client.get("/readyz"))


class Broken:
    """Parts of an application whose answers fail as nobody foresaw."""

    def answer(self, question: str, top_k: int, *_: object) -> None:
        raise RuntimeError(f"a fault over {question}")


@pytest.fixture
def faulty(parts: Parts) -> Iterator[TestClient]:
    with client_of(replace(parts, answerer=Broken())) as client:  # type: ignore[arg-type]
        yield client


def test_an_unforeseen_fault_is_a_500_that_tells_nothing_of_it(
    faulty: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    reply = faulty.post("/v1/ask", json={"question": "a secret"})
    message = assert_failure(reply, 500, "internal_error")
    assert "secret" not in message
    assert "RuntimeError" not in reply.text
    assert "log" in message
    assert "a fault over a secret" in caplog.text, "the log must tell what the reply does not"


def test_the_server_goes_on_after_a_fault(faulty: TestClient) -> None:
    faulty.post("/v1/ask", json={"question": "a secret"})
    assert faulty.get("/readyz").status_code == 200


def test_nothing_may_be_framed_or_loaded_from_elsewhere(client: TestClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == "'none'"
    allowed = {source for rule in rules.values() for source in rule.split()}
    assert allowed <= {"'none'", "'self'", "data:"}
