"""Who is refused is told the limit that holds on this server."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.http.app import create_app
from service.http.exchange.limits import Limits
from service.wiring import Parts
from tests.service.apps import assert_failure, client_at
from tests.service.http.doors.test_body import FILES, PIECE, sent_to

SMALL = Limits(
    head_bytes=1536, head_fields=20, body_bytes=2048, body_s=0.05, upload_bytes=600, upload_rate=100
)
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def small(parts: Parts) -> Iterator[TestClient]:
    with client_at(create_app(parts, SMALL), "127.0.0.1") as client:
        yield client


def test_too_large_a_head_is_told_how_large_and_how_many_fields_it_may_be(
    small: TestClient,
) -> None:
    reply = small.get("/healthz", headers={"X-Long": "x" * 1536})
    message = assert_failure(reply, 431, "head_too_large")
    assert "1.5 KiB" in message
    assert "more than 20" in message


def test_too_large_a_body_is_told_how_large_it_may_be(small: TestClient) -> None:
    reply = small.post("/v1/ask", content=b" " * 2049, headers=JSON)
    assert "larger than 2 KiB" in assert_failure(reply, 413, "body_too_large")


def test_too_large_files_are_told_how_large_they_may_be_together() -> None:
    _, [start, body] = sent_to([{**PIECE, "body": b"x" * 601}], SMALL, FILES)
    assert start["status"] == 413
    assert "larger than 600 bytes" in json.loads(body["body"])["error"]["message"]


@pytest.mark.parametrize(
    ("path", "told"),
    [("/v1/ask", ["within 0.05 seconds"]), (FILES, ["0.05 seconds", "each 100 bytes"])],
)
def test_too_slow_a_body_is_told_how_long_it_may_take(path: str, told: list[str]) -> None:
    _, [start, body] = sent_to([PIECE], SMALL, path)
    failure = json.loads(body["body"])["error"]
    assert (start["status"], failure["code"]) == (408, "body_too_slow")
    assert all(words in failure["message"] for words in told), failure["message"]
