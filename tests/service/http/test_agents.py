"""The tools over HTTP: a real server, the official client, and requests that no client sends."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.http.exchange.limits import LIMITS
from service.wiring import Parts
from tests.service.apps import QUESTION, TEXTS, assert_failure, client_of, parts_of, published
from tests.service.live import live
from tests.service.tools.agents import SlowCheck, called, given, over_http, refused
from tests.toy import ToyEncoder

both = pytest.mark.parametrize("mode", ["auto", "legacy"])
ACCEPT = {"Accept": "application/json, text/event-stream"}
LIST: dict[str, Any] = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
SITE = "https://site.example"


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Generations:
    """An index of TEXTS with keys that no other test has."""
    return published(TEXTS, tmp_path_factory.mktemp("agents"), ToyEncoder())


@pytest.fixture(scope="module")
def guarded(own: Generations) -> Iterator[tuple[Parts, int]]:
    """A server with keys, at its port."""
    parts = parts_of(own, ToyEncoder(), port=0, allowed_origins=SITE)
    parts.keys.create("first", "ask", None)
    with live(parts) as port:
        yield parts, port


def post(client: TestClient, body: Any = LIST, **headers: str) -> httpx2.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    reply: httpx2.Response = client.post("/mcp", json=body, headers={**ACCEPT, **named})
    return reply


@both
def test_an_agent_asks_and_links_open_on_the_server_that_it_reached(
    shelf: Generations, mode: str
) -> None:
    with live(parts_of(shelf, ToyEncoder(), port=0)) as port:
        linked = given(over_http(port, called("ask", question=QUESTION), mode))
        [citation], [link] = linked["answer"]["citations"], linked["links"]
        assert link["url"].startswith(f"http://127.0.0.1:{port}/documents/otters.txt?v=")
        assert httpx2.get(link["url"]).headers["content-type"].startswith("text/html")
        document = httpx2.get(f"http://127.0.0.1:{port}/v1/documents/otters.txt").json()
        assert document["text"][link["start"] : link["end"]] == citation["quote"]


@both
def test_below_a_path_links_begin_with_the_public_url(shelf: Generations, mode: str) -> None:
    public = "https://docs.example/pincite"
    with live(parts_of(shelf, ToyEncoder(), port=0, public_url=public)) as port:
        linked = given(over_http(port, called("ask", question=QUESTION), mode))
        assert linked["links"][0]["url"].startswith(f"{public}/documents/")


@both
def test_a_key_lets_in_and_no_key_or_a_wrong_one_does_not(
    guarded: tuple[Parts, int], mode: str
) -> None:
    parts, port = guarded
    token = parts.keys.create(f"agent-{mode}", "ask", None)[1]
    visit = called("list_documents")
    assert given(over_http(port, visit, mode, Authorization=f"Bearer {token}"))["total"] == 3
    for headers in ({}, {"Authorization": "Bearer pincite_wrong"}):
        with pytest.raises(BaseExceptionGroup) as raised:
            over_http(port, visit, mode, **headers)
        assert raised.group_contains(Exception, depth=None)
        reply = httpx2.post(
            f"http://127.0.0.1:{port}/mcp", json=LIST, headers={**ACCEPT, **headers}
        )
        assert_failure(reply, 401, "key_unknown" if headers else "key_needed")
    parts.keys.revoke(f"agent-{mode}")
    revoked = {**ACCEPT, "Authorization": f"Bearer {token}"}
    reply = httpx2.post(f"http://127.0.0.1:{port}/mcp", json=LIST, headers=revoked)
    assert_failure(reply, 401, "key_unknown")


def test_a_key_of_a_public_page_is_good_for_nothing_here(own: Generations) -> None:
    parts = parts_of(own, ToyEncoder(), allowed_origins=SITE)
    token = parts.keys.create("widget", "ask", None, SITE)[1]
    with client_of(parts) as client:
        of_page = {"Authorization": f"Bearer {token}", "Origin": SITE}
        program = post(client, **of_page)
        assert program.status_code == 403
        page = post(client, **of_page, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="cors")
        assert_failure(page, 403, "cross_site")


def test_other_hosts_and_pages_of_other_sites_are_refused(client: TestClient) -> None:
    assert_failure(post(client, Host="evil.example"), 400, "host_not_allowed")
    assert_failure(post(client, Origin="https://evil.example"), 403, "cross_site")
    assert_failure(post(client, Sec_Fetch_Site="cross-site"), 403, "cross_site")


def test_there_is_no_session_to_get_or_to_delete(client: TestClient) -> None:
    reply = post(client)
    assert reply.status_code == 200
    assert "mcp-session-id" not in reply.headers
    for method in ("GET", "DELETE", "PUT"):
        assert_failure(client.request(method, "/mcp", headers=ACCEPT), 405, "method_not_allowed")


def test_the_limits_of_all_requests_are_those_of_an_agents(client: TestClient) -> None:
    large = {**LIST, "params": {"cursor": "x" * LIMITS.body_bytes}}
    assert_failure(post(client, large), 413, "body_too_large")
    deep: Any = {}
    for _ in range(LIMITS.depth + 1):
        deep = {"a": deep}
    assert_failure(post(client, {**LIST, "params": deep}), 422, "invalid_request")
    reply = client.post(
        "/mcp", content=b"{", headers={**ACCEPT, "Content-Type": "application/json"}
    )
    assert reply.status_code == 400
    assert "Traceback" not in reply.text


def test_a_missing_index_and_wrong_arguments_are_told_to_the_agent(
    generations: Generations,
) -> None:
    with live(parts_of(generations, ToyEncoder(), port=0)) as port:
        assert "pincite index FOLDER" in refused(over_http(port, called("ask", question="Why?")))
        assert "question is wrong" in refused(over_http(port, called("ask", question="")))


def test_an_answer_is_counted_and_its_question_is_in_no_log(
    shelf: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with live(parts_of(shelf, ToyEncoder(), port=0)) as port:
        given(over_http(port, called("ask", question=QUESTION)))
        metrics = httpx2.get(f"http://127.0.0.1:{port}/metrics").text
    fields: list[Any] = [getattr(record, "fields", {}) for record in caplog.records]
    assert {"/mcp"} == {one["route"] for one in fields if "outcome" in one}
    assert 'route="/mcp"' in metrics
    assert "otter" not in "".join(record.getMessage() for record in caplog.records)
    assert QUESTION not in str(fields)


@both
def test_a_full_server_refuses_one_more_call(
    own: Generations, tmp_path: Path, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def waits(*_: object) -> None:
        begun.set()
        go_on.wait(60)

    generations = published({"a.txt": TEXTS["otters.txt"]}, tmp_path, ToyEncoder())
    parts = parts_of(generations, ToyEncoder(), port=0, max_requests=1, max_waiting=0)
    monkeypatch.setattr("service.answering.answerer.Answerer.answer", waits)
    with live(parts) as port:
        visit = called("ask", question=QUESTION)
        asking = threading.Thread(target=lambda: over_http(port, visit, mode))
        asking.start()
        try:
            assert begun.wait(60)
            reply = httpx2.post(f"http://127.0.0.1:{port}/mcp", json=LIST, headers=ACCEPT)
            assert_failure(reply, 503, "overloaded")
            assert int(reply.headers["retry-after"]) > 0
        finally:
            go_on.set()
            asking.join(60)


@both
def test_a_check_ends_when_the_agent_hangs_up(
    shelf: Generations, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = parts_of(shelf, ToyEncoder(), port=0)
    slow = SlowCheck(parts.checker, monkeypatch)
    with live(parts) as port:
        over_http(port, slow.begin_and_cancel, mode)
        end = time.monotonic() + 60
        while is_busy(port):
            assert time.monotonic() < end, "the server still waits for the check"
            time.sleep(0.05)
        slow.go_on.set()
        assert slow.ended.wait(60)
    assert slow.batches == 1


def is_busy(port: int) -> bool:
    """Whether a call is still under way, beside the request for these metrics."""
    metrics = httpx2.get(f"http://127.0.0.1:{port}/metrics").text
    [value] = [
        line for line in metrics.splitlines() if line.startswith("pincite_requests_under_way")
    ]
    return float(value.split()[-1]) > 1


def test_a_server_that_no_agent_asks_does_not_load_the_protocol() -> None:
    code = "import service.http.server, sys; print('mcp' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
