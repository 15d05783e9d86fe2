"""Two applications over one PostgreSQL: what one does holds on the other."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from index.generations.publish import Generations
from service.http.app import create_app
from service.http.exchange.limits import LIMITS
from tests.service.apps import QUESTION, assert_failure, client_at, parts_of
from tests.service.postgres_server import PostgresServer, until
from tests.toy import ToyEncoder

SITE = "https://site.example"


@pytest.fixture
def two(indexed: Generations, postgres: PostgresServer) -> Iterator[list[TestClient]]:
    limits = replace(LIMITS, origin_burst=3, origin_rate=0.001)
    shared = {"database_url": postgres.new_database(), "allowed_origins": SITE}
    parts = [parts_of(indexed, ToyEncoder(), **shared) for _ in range(2)]
    clients = [client_at(create_app(each, limits), "127.0.0.1") for each in parts]
    with clients[0], clients[1]:
        yield clients


def test_a_conversation_goes_on_at_the_other(two: list[TestClient]) -> None:
    one, other = two
    first = one.post("/v1/chat", json={"question": QUESTION}).json()
    body = {"question": "And its fur?", "conversation_id": first["conversation_id"]}
    assert other.post("/v1/chat", json=body).json()["turn"] == 2
    listed = one.get("/v1/conversations", params={"query": "FÜR"}).json()
    assert [each["turns"] for each in listed["conversations"]] == [2]
    address = f"/v1/conversations/{first['conversation_id']}"
    changed = other.patch(address, json={"title": "Otters", "pinned": True})
    assert (changed.status_code, changed.json()["pinned"]) == (200, True)
    assert one.get(address).json()["title"] == "Otters"
    assert other.delete(address).status_code == 204
    assert_failure(one.get(address), 404, "conversation_not_found")


def test_a_public_key_may_be_used_no_more_often_than_with_one_server(
    two: list[TestClient], indexed: Generations
) -> None:
    one, other = two
    keys = one.app.state.parts.keys  # type: ignore[attr-defined]
    _, token = keys.create("site", "ask", None, SITE)
    headers = {"Authorization": f"Bearer {token}", "Origin": SITE, "Sec-Fetch-Mode": "cors"}

    def ask(client: TestClient) -> int:
        return client.post("/v1/ask", json={"question": QUESTION}, headers=headers).status_code

    until(lambda: one.get("/v1/documents").status_code == 401)
    assert [ask(client) for client in (one, other, one, other, one)] == [200, 200, 200, 429, 429]


def test_what_the_database_cannot_hold_is_refused_before_it(two: list[TestClient]) -> None:
    first = two[0].post("/v1/chat", json={"question": QUESTION}).json()
    address = f"/v1/conversations/{first['conversation_id']}"
    assert two[0].patch(address, json={"title": "a\x00b"}).status_code == 422
    listed = two[0].get("/v1/conversations", params={"query": "a\x00b"})
    assert listed.status_code in (200, 422)
