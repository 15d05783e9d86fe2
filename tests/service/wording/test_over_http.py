"""Worded answers as clients get them: whole, as events, as completions, and kept."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from index.generations.publish import Generations
from service.wiring import Parts
from tests.service.apps import TEXTS, assert_failure, client_of, parts_of, published
from tests.service.http.routes.test_chat import events_in
from tests.service.live import Wire, live, request
from tests.service.wording.asking import DIVES, FUR, KEY, QUESTION, llm_behind
from tests.service.wording.misbehaving import Exchange, answering, saying, silent
from tests.toy import ToyEncoder

EVENTS = {"Accept": "text/event-stream"}
WHERE = "Where do otters live, keeping the water out?"
THE_DIVE, THE_FUR = "Eight metres deep the otter dives.", "Its fur keeps out the cold water."
BOTH = f"{THE_DIVE} [1] {THE_FUR} [2]"
WORDED = {"question": WHERE, "mode": "worded"}
PATIENCE_S = 30


@pytest.fixture
def own(tmp_path: Path) -> Generations:
    return published(TEXTS, tmp_path / "own", ToyEncoder())


def posted(path: str, body: dict[str, Any], accept: str = "application/json") -> bytes:
    data = json.dumps(body).encode()
    return request("POST", path, data, Content_Type="application/json", Accept=accept)


def test_the_mode_is_chosen_with_the_question_and_by_the_setting(own: Generations) -> None:
    with llm_behind(own, saying(BOTH)) as (parts, llm), client_of(parts) as client:
        assert client.post("/v1/ask", json={"question": WHERE}).json()["mode"] == "quoted"
        assert llm.exchanges == []
        answer = client.post("/v1/ask", json=WORDED).json()
        assert answer["mode"] == "worded"
        assert answer["answer"] == BOTH
        assert [one["markers"] for one in answer["sentences"]] == [[1], [2]]
        assert answer["wording"] == {
            "server": f"127.0.0.1:{llm.port}",
            "model": "toy-llm",
            "problem": None,
            "dropped": 0,
            "replaced": 0,
            "tokens": 123,
        }
        timings = answer["timings_ms"]
        total = timings.pop("total")
        assert abs(sum(timings.values()) - total) < 0.1
    with llm_behind(own, saying(BOTH), llm_mode="worded") as (parts, _), client_of(parts) as client:
        assert client.post("/v1/ask", json={"question": WHERE}).json()["mode"] == "worded"
        quoted = client.post("/v1/ask", json={"question": WHERE, "mode": "quoted"}).json()
        assert quoted["mode"] == "quoted"
        assert "wording" not in quoted


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat"])
def test_without_an_llm_no_answer_can_be_worded(own: Generations, path: str) -> None:
    with client_of(parts_of(own, ToyEncoder())) as client:
        message = assert_failure(client.post(path, json=WORDED), 409, "llm_missing")
        assert "PINCITE_LLM_BASE_URL" in message
        assert_failure(client.post(path, json={**WORDED, "mode": "sung"}), 422, "invalid_request")
        assert client.get("/v1/collection").json()["llm"] is None


def test_it_is_told_which_server_is_asked_and_the_key_nowhere(own: Generations) -> None:
    with llm_behind(own, answering("500 No", KEY)) as (parts, llm), client_of(parts) as client:
        collection = client.get("/v1/collection")
        assert collection.json()["llm"] == {
            "server": f"127.0.0.1:{llm.port}",
            "model": "toy-llm",
            "mode": "quoted",
        }
        replies = [collection, client.post("/v1/ask", json=WORDED)]
        replies += [client.get(path) for path in ("/openapi.json", "/metrics", "/readyz")]
        for reply in replies:
            assert reply.status_code == 200
            assert "sk-planted" not in reply.text


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/chat"])
def test_the_events_of_a_worded_answer_end_with_all_of_it(own: Generations, path: str) -> None:
    with llm_behind(own, saying(BOTH)) as (parts, _), client_of(parts) as client:
        told = events_in(client.post(path, json=WORDED, headers=EVENTS).text)
        plain = client.post(path, json=WORDED).json()
    assert [name for name, _ in told] == ["sources", "sentence", "sentence", "done"]
    (_, first), *sentences, (_, done) = told
    assert set(done) == set(plain)
    assert done["answer"] == BOTH == "".join(data["text"] for _, data in sentences)
    assert done["citations"] == [one for _, data in sentences for one in data["citations"]]
    assert done["sentences"] == [one for _, data in sentences for one in data["sentences"]]
    assert (first["mode"], first["sources"]) == ("worded", [])
    assert first["passages"] == done["passages"]


def test_a_stream_that_fails_late_ends_with_the_quotes(own: Generations) -> None:
    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta(f"{BOTH} And then it is cut")

    with llm_behind(own, behave) as (parts, _), client_of(parts) as client:
        told = events_in(client.post("/v1/chat", json=WORDED, headers=EVENTS).text)
    assert [name for name, _ in told] == ["sources", "sentence", "sentence", "done"]
    done = told[-1][1]
    assert (done["mode"], done["answer"]) == ("quoted", f"{DIVES} [1] {FUR} [2]")
    assert done["wording"]["problem"].endswith("broke off in the middle of its answer.")
    assert [one["quote"] for one in done["citations"]] == [DIVES, FUR]


@pytest.fixture
def anywhere(own: Generations, monkeypatch: pytest.MonkeyPatch) -> Generations:
    monkeypatch.setenv("PINCITE_PORT", "0")
    return own


def test_a_sentence_comes_before_the_llm_has_said_the_next(anywhere: Generations) -> None:
    seen = threading.Event()

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.delta(f"{THE_DIVE} [1] Its fur keeps")
        assert seen.wait(PATIENCE_S)
        exchange.delta(" out the cold water. [2]", "stop")
        exchange.send("data: [DONE]\n\n")

    with (
        llm_behind(anywhere, behave) as (parts, _),
        live(parts) as port,
        Wire(port) as wire,
    ):
        wire.send(posted("/v1/chat", WORDED, "text/event-stream"))
        text = b""
        while b"event: sentence" not in text:
            text += wire.sock.recv(4096)
        while THE_DIVE.encode() not in text:
            text += wire.sock.recv(4096)
        assert b"event: done" not in text
        seen.set()
        while b"event: done" not in text:
            text += wire.sock.recv(65_536)


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_client_that_has_gone_ends_the_request_to_the_llm(
    anywhere: Generations, accept: str
) -> None:
    asked = threading.Event()

    def behave(exchange: Exchange) -> None:
        asked.set()
        silent(exchange)

    with llm_behind(anywhere, behave, llm_timeout_s=300) as (parts, llm), live(parts) as port:
        with Wire(port) as wire:
            wire.send(posted("/v1/chat", WORDED, accept))
            assert asked.wait(PATIENCE_S)
        assert llm.exchanges[0].gone.wait(PATIENCE_S)
    assert parts.chat.conversations.page(None, 10, None).summaries == []


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_slow_llm_holds_up_no_other_question(anywhere: Generations, accept: str) -> None:
    asked = threading.Event()

    def behave(exchange: Exchange) -> None:
        asked.set()
        silent(exchange)

    settings = {"llm_timeout_s": 300, "max_requests": 1}
    with (
        llm_behind(anywhere, behave, **settings) as (parts, _),
        live(parts) as port,
        Wire(port) as slow,
        Wire(port) as other,
    ):
        slow.send(posted("/v1/ask", WORDED, accept))
        assert asked.wait(PATIENCE_S)
        other.send(posted("/v1/ask", {"question": QUESTION}))
        assert json.loads(other.reply("POST").body)["mode"] == "quoted"


def test_only_the_quotes_of_a_worded_turn_are_kept(own: Generations) -> None:
    with llm_behind(own, saying(f"{THE_FUR} [2] {THE_DIVE} [1]")) as (parts, _):
        with client_of(parts) as client:
            answer = client.post("/v1/chat", json=WORDED).json()
            address = f"/v1/conversations/{answer['conversation_id']}"
            [turn] = client.get(address).json()["turns"]
            markdown = client.get(f"{address}/export", params={"format": "markdown"}).text
            follow_up = {"question": "how deep?", "conversation_id": answer["conversation_id"]}
            assert client.post("/v1/chat", json=follow_up).status_code == 200
        assert_words_are_gone(parts)
    assert answer["mode"] == "worded"
    assert turn["mode"] == "quoted"
    assert turn["answer"] == f"{FUR} [1] {DIVES} [2]"
    assert turn["wording"] == answer["wording"]
    assert [one["markers"] for one in turn["sentences"]] == [[1], [2]]
    for citation in turn["citations"]:
        here = citation["answer"]
        assert turn["answer"][here["start"] : here["end"]] == citation["quote"]
    assert "worded by toy" in markdown
    assert THE_DIVE not in markdown


def assert_words_are_gone(parts: Parts) -> None:
    kept = (parts.settings.data_dir / "service.sqlite").read_bytes()
    assert THE_DIVE.encode() not in kept
    assert b"sk-planted" not in kept


def test_clients_of_openais_api_choose_by_the_models_name(own: Generations) -> None:
    with llm_behind(own, saying(BOTH)) as (parts, _), client_of(parts) as client:
        names = [one["id"] for one in client.get("/v1/models").json()["data"]]
        assert names == ["pincite", "pincite-quoted", "pincite-worded"]
        assert client.get("/v1/models/pincite-worded").json()["id"] == "pincite-worded"
        modes = {name: completed(client, name)["pincite"]["mode"] for name in names}
        assert modes == {
            "pincite": "quoted",
            "pincite-quoted": "quoted",
            "pincite-worded": "worded",
        }
        whole = completed(client, "pincite-worded")
        assert whole["model"] == "pincite-worded"
        message = whole["choices"][0]["message"]
        assert message["content"] == BOTH
        for annotation, said in zip(message["annotations"], (THE_DIVE, THE_FUR), strict=True):
            at = annotation["url_citation"]
            assert message["content"][at["start_index"] : at["end_index"]] == said
        body = {"model": "pincite-worded", "stream": True, "messages": said_by_user()}
        text = client.post("/v1/chat/completions", json=body).text
    chunks = [json.loads(line[6:]) for line in text.split("\n\n")[:-2]]
    deltas = [chunk["choices"][0]["delta"].get("content", "") for chunk in chunks]
    assert "".join(deltas) == BOTH
    annotated = [a for c in chunks for a in c["choices"][0]["delta"].get("annotations", [])]
    assert annotated == message["annotations"]
    assert sum("event" in chunk for chunk in chunks) == 2


def test_a_sentence_that_names_two_quotes_brings_both_to_openais_clients(own: Generations) -> None:
    said = "Its fur keeps out the cold water eight metres deep. [2][1]"
    with llm_behind(own, saying(said)) as (parts, _), client_of(parts) as client:
        body = {"model": "pincite-worded", "stream": True, "messages": said_by_user()}
        text = client.post("/v1/chat/completions", json=body).text
    chunks = [json.loads(line[6:]) for line in text.split("\n\n")[:-2]]
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert [len(one["annotations"]) for one in deltas if "annotations" in one] == [2]
    events = [
        chunk["event"]["data"]["metadata"][0]["quote"] for chunk in chunks if "event" in chunk
    ]
    assert events == [FUR, DIVES]


def said_by_user() -> list[dict[str, str]]:
    return [{"role": "user", "content": WHERE}]


def completed(client: Any, model: str) -> Any:
    body = {"model": model, "messages": said_by_user()}
    return client.post("/v1/chat/completions", json=body).json()
