"""What a client sees of a stream over a real connection, and what the server does when it goes."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import anyio.from_thread
import httpx2
import pytest

from index.records import QuestionVectors
from service.wiring import Parts
from tests.service.apps import parts_of, published
from tests.service.live import live
from tests.toy import ToyEncoder

TEXTS = {
    "a.txt": (
        "Harbour news\n\nThe council asked the bank for a loan. The ferry company asked the mayor "
        "for a permit. The harbour master asked the union for a pilot."
    )
}
EVENTS = {"Accept": "text/event-stream"}
_LONGEST_S = 120.0


def client_has_gone() -> bool:
    """Whether the work of this thread is for nobody any more."""
    try:
        anyio.from_thread.check_cancelled()
    except asyncio.CancelledError:
        return True
    return False


class SlowEncoder(ToyEncoder):
    """Encodes a question once it is let go, and remembers which it was given.

    until_gone: it goes on with the next one when the server knows that the client has gone.
    """

    def __init__(self) -> None:
        super().__init__()
        self.given: list[str] = []
        self.go = threading.Event()
        self.go.set()
        self.until_gone = False

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        until_gone = self.until_gone
        self.given += questions
        assert self.go.wait(_LONGEST_S)
        if until_gone:
            wait_for(client_has_gone)
        return super().encode_questions(questions)


@pytest.fixture
def encoder() -> SlowEncoder:
    return SlowEncoder()


@pytest.fixture
def parts(tmp_path: Path, encoder: SlowEncoder) -> Parts:
    return parts_of(published(TEXTS, tmp_path, encoder), encoder, port=0)


@pytest.fixture
def http(parts: Parts) -> Iterator[httpx2.Client]:
    with live(parts) as port, httpx2.Client(base_url=f"http://127.0.0.1:{port}") as client:
        yield client


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + _LONGEST_S
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def test_the_stream_is_open_before_the_answer_is_there(
    http: httpx2.Client, encoder: SlowEncoder
) -> None:
    encoder.go.clear()
    body = {"question": "Who asked the bank for a loan?"}
    with http.stream("POST", "/v1/chat", json=body, headers=EVENTS) as reply:
        assert reply.status_code == 200
        wait_for(lambda: encoder.given)
        encoder.go.set()
        text = "".join(reply.iter_text())
    names = [line[7:] for line in text.splitlines() if line.startswith("event: ")]
    assert names[0] == "sources"
    assert names[-1] == "done"


def test_what_a_client_no_longer_waits_for_is_left_undone(
    http: httpx2.Client, parts: Parts, encoder: SlowEncoder
) -> None:
    first = http.post("/v1/chat", json={"question": "Who asked the bank for a loan?"}).json()
    conversation_id = first["conversation_id"]
    body = {"question": "why did they want it?", "conversation_id": conversation_id}
    asked = len(encoder.given)
    encoder.until_gone = True
    with http.stream("POST", "/v1/chat", json=body, headers=EVENTS):
        wait_for(lambda: len(encoder.given) > asked)  # the readings, in one pass
    encoder.until_gone = False
    readings = len(encoder.given)
    # All that there was to do would be done by then.
    whole = http.post("/v1/chat", json={"question": "Who asked the union for a pilot?"})
    assert whole.status_code == 200
    assert len(encoder.given) == readings + 1
    assert parts.chat.conversations.read(None, conversation_id)[0].turns == 1


def test_the_same_question_to_the_end_takes_more_readings(
    http: httpx2.Client, parts: Parts, encoder: SlowEncoder
) -> None:
    """So that the test above shows something."""
    first = http.post("/v1/chat", json={"question": "Who asked the bank for a loan?"}).json()
    asked = len(encoder.given)
    body = {"question": "why did they want it?", "conversation_id": first["conversation_id"]}
    assert http.post("/v1/chat", json=body).json()["turn"] == 2
    assert len(encoder.given) > asked + 1
