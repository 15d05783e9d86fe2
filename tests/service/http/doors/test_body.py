import json
import time
from collections.abc import Sequence
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from service.http.doors.body import Body
from service.http.exchange.limits import LIMITS, Limits
from tests.service.apps import QUESTION, assert_failure

JSON = {"Content-Type": "application/json"}
QUICK = Limits(body_s=0.05)
PIECE: Message = {"type": "http.request", "body": b"{", "more_body": True}
FILES = "/v1/documents"
GONE: Message = {"type": "http.disconnect"}


def sent_to(
    incoming: Sequence[Message], limits: Limits = LIMITS, path: str = "/v1/ask"
) -> tuple[list[bytes], list[Message]]:
    """What an application behind it reads, and what goes back, if the body comes in these pieces
    and nothing after them.
    """
    read: list[bytes] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive())["type"] == "http.request":
            read.append(message["body"])
        assert message["type"] == "http.disconnect"
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def run() -> None:
        rest = iter(incoming)

        async def receive() -> Message:
            for message in rest:
                return message
            await anyio.sleep_forever()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "POST", "path": path}
        scope["headers"] = [(b"transfer-encoding", b"chunked")]
        await Body(app, limits)(scope, receive, send)

    anyio.run(run)
    return read, sent


def test_the_pieces_of_a_body_are_one_to_who_reads_it() -> None:
    last: Message = {"type": "http.request", "body": b"}"}
    assert sent_to([PIECE, PIECE, last, GONE])[0] == [b"{{}"]


@pytest.mark.parametrize("pieces", [0, 1, 20])
def test_a_body_that_does_not_end_in_time_is_a_408_and_the_end(pieces: int) -> None:
    read, [start, body] = sent_to([PIECE] * pieces, QUICK)
    assert read == []
    assert start["status"] == 408
    assert (b"connection", b"close") in start["headers"]
    assert json.loads(body["body"])["error"]["code"] == "body_too_slow"


def test_who_goes_away_gets_nothing_and_asks_nothing() -> None:
    assert sent_to([PIECE, GONE]) == ([], [])


def test_files_are_handed_on_as_they_come() -> None:
    last: Message = {"type": "http.request", "body": b"}"}
    assert sent_to([PIECE, PIECE, last, GONE], path=FILES)[0] == [b"{", b"{", b"}"]


def test_files_that_are_too_many_bytes_are_refused_where_they_are() -> None:
    limits = Limits(upload_bytes=2)
    read, [start, body] = sent_to([PIECE] * 5, limits, FILES)
    assert (read, start["status"]) == ([b"{", b"{"], 413)
    assert (b"connection", b"close") in start["headers"]
    assert json.loads(body["body"])["error"]["code"] == "body_too_large"


def test_files_may_take_longer_the_more_has_come() -> None:
    slow = Limits(body_s=0.05, upload_rate=2)
    read, [start, _] = sent_to([PIECE], slow, FILES)
    assert (read, start["status"]) == ([b"{"], 408)
    begun = time.monotonic()
    sent_to([PIECE] * 2, slow, FILES)
    assert time.monotonic() - begun > 1


def nested(depth: int) -> Any:
    """Lists and objects by turns, one inside the other."""
    value: Any = 0
    for number in range(depth):
        value = {"a": value} if number % 2 else [value]
    return value


def test_lists_and_objects_may_lie_so_deep(client: TestClient) -> None:
    # The body itself is the first of them.
    for depth, words in ((LIMITS.depth - 1, "field"), (LIMITS.depth, "32 deep")):
        body = {"question": "why?", "other": nested(depth)}
        assert words in assert_failure(client.post("/v1/ask", json=body), 422, "invalid_request")


@pytest.mark.parametrize(
    "question",
    ["[" * 1000, '"' + "[" * 1000, "\\" * 999 + '"' + "{" * 900, "[" * 500 + "]" * 500],
)
def test_brackets_in_a_text_are_no_lists(client: TestClient, question: str) -> None:
    reply = client.post("/v1/ask", json={"question": question})
    assert reply.status_code == 200
    assert reply.json()["question"] == question


@pytest.mark.parametrize(
    "content",
    [
        b'"' + b'\\"' * 32_000,
        b'"' * 65_000,
        b"\\" * 65_000,
        b'["' + b"\\" * 65_000,
        b"[]" * 32_000,
        b"[" * 65_000,
        b'"[' * 32_000,
    ],
)
def test_no_body_takes_long_to_measure(client: TestClient, content: bytes) -> None:
    # One that took a time that grows with the square of its length would run into the limit that
    # all tests of a run have.
    for _ in range(20):
        assert client.post("/v1/ask", content=content, headers=JSON).status_code in (400, 422)


def test_a_body_where_none_is_needed_is_read_and_left(client: TestClient) -> None:
    reply = client.request("GET", "/v1/documents", json={"question": QUESTION})
    assert reply.status_code == 200
