import json
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
GONE: Message = {"type": "http.disconnect"}


def sent_to(
    incoming: Sequence[Message], limits: Limits = LIMITS
) -> tuple[list[bytes], list[Message]]:
    """What an application behind it reads, and what goes back, if the body comes in these pieces
    and nothing after them.
    """
    read: list[bytes] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        read.append((await receive())["body"])
        assert (await receive())["type"] == "http.disconnect"
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

        headers = [(b"transfer-encoding", b"chunked")]
        await Body(app, limits)({"type": "http", "headers": headers}, receive, send)

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
