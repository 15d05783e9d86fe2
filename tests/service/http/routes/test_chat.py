import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from index.build import build
from index.errors import ModelFailed
from index.generations.publish import Generations
from service.conversation import conversations
from service.wiring import Parts
from tests.service.apps import (
    QUESTION,
    TEXTS,
    assert_failure,
    assert_pinned,
    client_of,
    parts_of,
    published,
    without_what_differs,
)
from tests.toy import ToyEncoder

SENTENCE = "The otter dives eight metres deep."
UNKNOWN = "0" * 32


@pytest.fixture
def site(tmp_path: Path) -> Generations:
    """An index of its own, for what is kept beside it."""
    return published(TEXTS, tmp_path / "site", ToyEncoder())


@pytest.fixture
def parts(site: Generations) -> Parts:
    return parts_of(site, ToyEncoder())


@pytest.fixture
def client(parts: Parts) -> Iterator[TestClient]:
    with client_of(parts) as client:
        yield client


def say(client: TestClient, question: str, **more: object) -> dict[str, Any]:
    reply = client.post("/v1/chat", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def test_the_first_question_begins_a_conversation(client: TestClient) -> None:
    answer = say(client, QUESTION)
    asked = client.post("/v1/ask", json={"question": QUESTION}).json()
    own = {"conversation_id", "turn", "standalone_question", "readings", "within"}
    assert set(answer) == set(asked) | own
    assert {n: v for n, v in without_what_differs(answer).items() if n not in own} == (
        without_what_differs(asked)
    )
    assert answer["turn"] == 1
    assert answer["standalone_question"] == QUESTION
    assert (answer["readings"], answer["within"]) == ([], False)
    assert_pinned(answer, texts_as_indexed(client))


def texts_as_indexed(client: TestClient) -> dict[str, str]:
    ids = [one["document_id"] for one in client.get("/v1/documents").json()["documents"]]
    return {i: client.get(f"/v1/documents/{i}").json()["text"] for i in ids if "%" not in i}


def test_a_follow_up_is_understood_and_says_how(client: TestClient) -> None:
    first = say(client, "Who lit the red lamp?")
    second = say(client, "and when?", conversation_id=first["conversation_id"])
    assert second["conversation_id"] == first["conversation_id"]
    assert (second["turn"], second["question"]) == (2, "and when?")
    assert second["standalone_question"] == "When was the red lamp lit?"
    asked = client.post("/v1/ask", json={"question": "When was the red lamp lit?"}).json()
    assert second["citations"] == asked["citations"]


def test_a_question_that_stands_by_itself_stays_as_it_is(client: TestClient) -> None:
    first = say(client, QUESTION)
    second = say(client, "Who won the 2022 World Cup?", conversation_id=first["conversation_id"])
    assert second["standalone_question"] == "Who won the 2022 World Cup?"
    assert second["status"] == "unsupported"


def test_the_user_may_say_what_is_meant(client: TestClient) -> None:
    first = say(client, QUESTION)
    meant = "How many mills stood in the valley?"
    second = say(
        client, "how many?", conversation_id=first["conversation_id"], standalone_question=meant
    )
    assert (second["question"], second["standalone_question"]) == ("how many?", meant)
    assert "Seven mills" in second["answer"]
    third = say(client, "when?", conversation_id=first["conversation_id"])
    assert "mills" in third["standalone_question"]


def test_filters_and_the_number_of_passages_hold_here_too(client: TestClient) -> None:
    answer = say(client, QUESTION, top_k=1, filters={"folder": "rivers"})
    assert [passage["document_id"] for passage in answer["passages"]] == ["rivers/mills.md"]
    assert answer["filtered"]["documents"] == 1
    follow_up = say(
        client,
        "and how deep does it dive?",
        conversation_id=answer["conversation_id"],
        filters={"folder": "rivers"},
    )
    cited = {one["source"]["document_id"] for one in follow_up["citations"]}
    assert cited <= {"rivers/mills.md"}
    assert "dives" not in follow_up["answer"]


def test_an_unknown_conversation_is_a_404(client: TestClient) -> None:
    body = {"question": "why?", "conversation_id": UNKNOWN}
    assert_failure(client.post("/v1/chat", json=body), 404, "conversation_not_found")
    events = client.post("/v1/chat", json=body, headers=EVENTS)
    assert_failure(events, 404, "conversation_not_found")


def test_what_is_said_to_be_meant_is_asked_with_its_slips(client: TestClient) -> None:
    typed = "How deep does the ottre dive?"
    mended = say(client, typed)
    assert mended["standalone_question"] == QUESTION
    assert mended["readings"] == [typed]
    meant = say(client, typed, standalone_question=typed)
    assert meant["standalone_question"] == typed
    kept = client.get(f"/v1/conversations/{mended['conversation_id']}").json()["turns"][0]
    assert (kept["question"], kept["standalone_question"]) == (typed, QUESTION)


def test_what_is_left_unanswered_of_several_questions_is_kept(client: TestClient) -> None:
    asked = "How deep does the otter dive? Who won the 2022 World Cup?"
    answer = say(client, asked)
    assert answer["unanswered"] == ["Who won the 2022 World Cup?"]
    kept = client.get(f"/v1/conversations/{answer['conversation_id']}").json()["turns"][0]
    assert kept["unanswered"] == answer["unanswered"]
    exported = client.get(f"/v1/conversations/{answer['conversation_id']}/export?format=markdown")
    assert "No answer was found to “Who won the 2022 World Cup?”" in exported.text


@pytest.mark.parametrize("field", ["conversation_id", "standalone_question"])
@pytest.mark.parametrize("value", ["", "x", "\0", "0" * 31, "0" * 33, 7, True, [], {}, "A" * 32])
def test_what_is_no_id_and_no_question_is_a_422(
    client: TestClient, field: str, value: object
) -> None:
    if field == "standalone_question" and isinstance(value, str) and value.strip("\0"):
        return  # it may be a question
    reply = client.post("/v1/chat", json={"question": "why?", field: value})
    assert field in assert_failure(reply, 422, "invalid_request")


def test_a_conversation_takes_so_many_turns(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "MOST_TURNS", 2)
    first = say(client, QUESTION)
    say(client, QUESTION, conversation_id=first["conversation_id"])
    body = {"question": QUESTION, "conversation_id": first["conversation_id"]}
    assert "another" in assert_failure(client.post("/v1/chat", json=body), 409, "conversation_full")


def test_without_an_index_there_is_no_answer_and_no_conversation(empty_client: TestClient) -> None:
    body = {"question": QUESTION}
    assert_failure(empty_client.post("/v1/chat", json=body), 503, "index_missing")
    assert_failure(empty_client.post("/v1/chat", json=body, headers=EVENTS), 503, "index_missing")
    assert empty_client.get("/v1/conversations").json()["conversations"] == []


def test_turns_that_are_asked_at_once_get_numbers_of_their_own(client: TestClient) -> None:
    first = say(client, QUESTION)
    numbers: list[int] = []

    def ask() -> None:
        numbers.append(say(client, QUESTION, conversation_id=first["conversation_id"])["turn"])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [2, 3, 4, 5, 6, 7]


def test_a_damaged_database_stops_conversations_and_nothing_else(
    client: TestClient, site: Generations
) -> None:
    say(client, QUESTION)
    (site.data_dir / "service.sqlite").write_bytes(b"no database at all" * 500)
    # The keys lie in the same file, and who cannot be checked is not let in.
    reply = client.post("/v1/chat", json={"question": QUESTION})
    assert_failure(reply, 503, "database_failed")


def test_a_document_that_is_removed_is_forgotten_by_what_follows(
    client: TestClient, site: Generations, tmp_path: Path
) -> None:
    first = say(client, "Who lit the red lamp?")
    folder = tmp_path / "site" / "documents"
    (folder / "a b" / "ünï #1 100%41 ?.txt").unlink()
    build(site, ToyEncoder(), [folder])
    second = say(client, "when was he born?", conversation_id=first["conversation_id"])
    assert "keeper" not in second["standalone_question"]


# Events.

EVENTS = {"Accept": "text/event-stream"}


def events_in(text: str) -> list[tuple[str, Any]]:
    """The events of a stream, read as the standard says."""
    events = []
    for block in text.split("\n\n"):
        lines = [line for line in block.split("\n") if line and not line.startswith(":")]
        fields = dict(line.split(": ", 1) for line in lines)
        if fields:
            events.append((fields["event"], json.loads(fields["data"])))
    return events


def whole(events: list[tuple[str, Any]]) -> dict[str, Any]:
    """The JSON answer, put together from the events alone."""
    names = [name for name, _ in events]
    assert names == ["sources", *["sentence"] * (len(names) - 2), "done"]
    (_, first), *sentences, (_, last) = events
    numbered = first.pop("sources")
    answer = {**first, **last}
    answer["answer"] = "".join(sentence["text"] for _, sentence in sentences)
    answer["citations"] = [one for _, sentence in sentences for one in sentence["citations"]]
    answer["sentences"] = [one for _, sentence in sentences for one in sentence["sentences"]]
    assert numbered == [
        {"marker": one["marker"], "source": one["source"]} for one in answer["citations"]
    ]
    for _, sentence in sentences:
        assert answer["answer"][sentence["start"] : sentence["end"]] == sentence["text"]
        for citation in sentence["citations"]:
            here = citation["answer"]
            assert sentence["start"] <= here["start"] < here["end"] <= sentence["end"]
    return answer


@pytest.mark.parametrize("address", ["/v1/ask", "/v1/chat"])
@pytest.mark.parametrize(
    "question",
    [QUESTION, "Where do otters live, keeping the water out?", "Who won the World Cup?"],
)
def test_the_events_together_are_the_json_answer(
    client: TestClient, address: str, question: str
) -> None:
    body = {"question": question, "top_k": 2}
    reply = client.post(address, json=body, headers=EVENTS)
    assert reply.status_code == 200
    told = whole(events_in(reply.text))
    plain = client.post(address, json=body).json()
    assert set(told) == set(plain)
    differ = {"conversation_id": "", "turn": 1}
    assert without_what_differs(told) | differ == without_what_differs(plain) | differ


def test_an_answer_of_several_sentences_comes_one_by_one(client_on_two: TestClient) -> None:
    body = {"question": "How many mills stood in the valley?"}
    events = events_in(client_on_two.post("/v1/ask", json=body, headers=EVENTS).text)
    texts = [data["text"] for name, data in events if name == "sentence"]
    assert len(texts) == 2
    assert next(data for name, data in events if name == "done")["conflicts"]


@pytest.fixture
def client_on_two(tmp_path: Path) -> Iterator[TestClient]:
    texts = {
        "a.txt": "Seven mills stood in the valley in 1890.",
        "b.txt": "Nine mills stood in the valley in 1890.",
    }
    parts = parts_of(published(texts, tmp_path / "two", ToyEncoder()), ToyEncoder())
    with client_of(parts) as client:
        yield client


def test_what_is_streamed_is_kept_and_followed_up(client: TestClient) -> None:
    reply = client.post("/v1/chat", json={"question": "Who lit the red lamp?"}, headers=EVENTS)
    first = whole(events_in(reply.text))
    second = say(client, "when?", conversation_id=first["conversation_id"])
    assert second["turn"] == 2
    assert second["standalone_question"] == "When was the red lamp lit?"


def test_a_stream_is_neither_cached_nor_held_back(client: TestClient) -> None:
    reply = client.post("/v1/chat", json={"question": QUESTION}, headers=EVENTS)
    assert reply.headers["content-type"].startswith("text/event-stream")
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-accel-buffering"] == "no"
    assert "content-length" not in reply.headers


def test_no_line_end_of_any_kind_breaks_an_event(tmp_path: Path) -> None:
    odd = "The otter dives deep.\u2028It says: \u0085 quack\u2029and more."
    parts = parts_of(published({"a.txt": odd}, tmp_path / "odd", ToyEncoder()), ToyEncoder())
    with client_of(parts) as client:
        text = client.post("/v1/ask", json={"question": "otter dives"}, headers=EVENTS).text
    assert all(line.isascii() for line in text.splitlines())
    assert text.splitlines() == text.split("\n")[:-1]
    assert events_in(text)[-1][0] == "done"


@pytest.mark.parametrize(
    ("accept", "streams"),
    [
        ("text/event-stream", True),
        ("TEXT/Event-Stream;charset=utf-8", True),
        ("application/json, text/event-stream", True),
        ("application/json;q=0.5, text/event-stream", True),
        ("application/json, text/event-stream;q=0.5", False),
        ("text/event-stream;q=0", False),
        ("text/event-stream;q=nonsense", False),
        ("*/*", False),
        ("text/*", False),
        ("", False),
        (",,;;q=", False),
    ],
)
def test_events_come_only_where_they_are_wanted(
    client: TestClient, accept: str, streams: bool
) -> None:
    reply = client.post("/v1/ask", json={"question": QUESTION}, headers={"Accept": accept})
    kind = "text/event-stream" if streams else "application/json"
    assert reply.headers["content-type"].split(";")[0] == kind


@pytest.mark.parametrize("address", ["/v1/ask", "/v1/chat"])
def test_a_failure_under_way_is_an_event_in_the_one_shape(
    client: TestClient, parts: Parts, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ModelFailed("the model gives no result")

    monkeypatch.setattr(type(parts.answerer), "answer", fail)
    reply = client.post(address, json={"question": QUESTION}, headers=EVENTS)
    assert reply.status_code == 200
    assert events_in(reply.text) == [
        ("error", {"error": {"code": "model_failed", "message": "the model gives no result"}})
    ]
    assert client.get("/v1/conversations").json()["conversations"] == []


def test_a_fault_under_way_is_one_too_and_echoes_nothing(
    client: TestClient, parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("SECRET")

    monkeypatch.setattr(type(parts.answerer), "answer", fail)
    reply = client.post(
        "/v1/ask", json={"question": QUESTION}, headers={**EVENTS, "X-Request-Id": "abc"}
    )
    [(name, failure)] = events_in(reply.text)
    assert (name, failure["error"]["code"]) == ("error", "internal_error")
    assert "abc" in failure["error"]["message"]
    assert "SECRET" not in reply.text


def test_thanks_after_an_answer_are_thanks_and_no_later_question_means_them(
    client: TestClient,
) -> None:
    first = say(client, "Who lit the red lamp?")
    here = {"conversation_id": first["conversation_id"]}
    thanks = say(client, "Thanks a lot!", **here)
    assert (thanks["mode"], thanks["standalone_question"]) == ("talk", "Thanks a lot!")
    third = say(client, "and when?", **here)
    assert (third["mode"], third["standalone_question"]) == (
        "quoted",
        "When was the red lamp lit?",
    )


def test_what_was_told_of_the_collection_is_kept_without_the_documents_words(
    client: TestClient,
) -> None:
    greeted = say(client, "Hello!")
    here = {"conversation_id": greeted["conversation_id"]}
    named = say(client, "Which documents mention the otter?", **here)
    listed = say(client, "List the documents", **here)
    assert (named["mode"], listed["mode"]) == ("collection", "collection")
    kept = client.get(f"/v1/conversations/{greeted['conversation_id']}").json()["turns"]
    assert [turn["mode"] for turn in kept] == ["talk", "collection", "collection"]
    assert kept[0]["answer"] == greeted["answer"]
    assert [c["quote"] for c in kept[1]["citations"]] == [c["quote"] for c in named["citations"]]
    for citation in kept[1]["citations"]:
        at = citation["answer"]
        assert kept[1]["answer"][at["start"] : at["end"]] == citation["quote"]
        assert citation["source"]["title"] in kept[1]["answer"].splitlines()
    assert "as they were then" in kept[2]["answer"]


def test_it_in_a_question_about_the_collection_is_what_was_spoken_of(client: TestClient) -> None:
    first = say(client, "Who lit the red lamp?")
    named = say(client, "Which documents mention it?", conversation_id=first["conversation_id"])
    assert named["mode"] == "collection"
    assert named["standalone_question"] == "Which documents mention the red lamp?"
