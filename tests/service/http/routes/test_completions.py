import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from index.generations.publish import Generations
from tests.service.apps import QUESTION, assert_failure, assert_guarded, client_of, parts_of
from tests.toy import ToyEncoder

ClientOn = Callable[[Mapping[str, str]], TestClient]
BASE = "http://localhost/"
FOREIGN = "Who won the 2022 World Cup?"
TWO = {
    "a b/ünï #1?.txt": "Bridges\n\nThe Holm bridge cost 3 million crowns. It was built in 1931.",
    "c.txt": "Bridges\n\nThe Holm bridge cost 5 million crowns.",
}


def complete(client: TestClient, question: str = QUESTION, **more: Any) -> Response:
    body = {"model": "pincite", "messages": [{"role": "user", "content": question}], **more}
    return client.post("/v1/chat/completions", json=body)


def chunks(reply: Response) -> list[dict[str, Any]]:
    """The chunks of a stream that is whole."""
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].split(";")[0] == "text/event-stream"
    *events, done, rest = reply.content.decode("ascii").split("\n\n")
    assert (done, rest) == ("data: [DONE]", "")
    return [json.loads(event.removeprefix("data: ")) for event in events]


@pytest.fixture
def bridges(client_on: ClientOn, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
    return client_on(TWO)


def test_a_completion_is_openais_shape_around_the_answer(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION, "top_k": 8}).json()
    reply = complete(client)
    assert reply.status_code == 200
    completion = reply.json()
    assert completion["object"] == "chat.completion"
    assert completion["id"].startswith("chatcmpl-")
    assert abs(completion["created"] - time.time()) < 60
    assert completion["model"] == "pincite"
    [choice] = completion["choices"]
    assert (choice["index"], choice["finish_reason"], choice["logprobs"]) == (0, "stop", None)
    message = choice["message"]
    assert (message["role"], message["refusal"]) == ("assistant", None)
    assert message["content"] == answer["answer"]
    assert completion["pincite"] == {
        "question": QUESTION,
        "status": "answered",
        "confidence": answer["confidence"],
        "measured": None,
        "generation": 1,
        "filtered": None,
        "mode": "quoted",
        "sentences": answer["sentences"],
        "wording": None,
        "unanswered": [],
    }


def test_annotations_stand_at_the_quotes_and_lead_to_them(client: TestClient) -> None:
    message = complete(client).json()["choices"][0]["message"]
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    assert len(message["annotations"]) == len(answer["citations"]) > 0
    for annotation, citation in zip(message["annotations"], answer["citations"], strict=True):
        assert list(annotation) == ["type", "url_citation"]
        assert annotation["type"] == "url_citation"
        url_citation = annotation["url_citation"]
        assert list(url_citation) == ["start_index", "end_index", "title", "url"]
        start, end = url_citation["start_index"], url_citation["end_index"]
        assert message["content"][start:end] == citation["quote"]
        assert message["content"][end:].startswith(f" [{citation['marker']}]")
        assert_opens(client, url_citation["url"], citation["quote"])


def assert_opens(client: TestClient, url: str, quote: str) -> None:
    """The address is that of the page, of this server, at this quote of this version."""
    assert url.startswith(f"{BASE}documents/")
    assert client.get(url).headers["content-type"].startswith("text/html")
    parts = urlsplit(url)
    document_id = unquote(parts.path.removeprefix("/documents/"))
    document = client.get(f"/v1/documents/{document_id}?{parts.query}").json()
    assert parts.query == f"v={document['sha256']}"
    start, end = (int(n) for n in parts.fragment.removeprefix("char=").split(","))
    assert document["text"][start:end] == quote


def test_links_name_the_server_as_it_was_asked(client: TestClient) -> None:
    body = {"messages": [{"role": "user", "content": QUESTION}]}
    headers = {"Host": "127.0.0.1:8765"}
    reply = client.post("/v1/chat/completions", json=body, headers=headers).json()
    url = reply["choices"][0]["message"]["annotations"][0]["url_citation"]["url"]
    assert url.startswith("http://127.0.0.1:8765/documents/")


@pytest.mark.parametrize("public", ["https://ask.example", "https://ask.example/papers/"])
def test_links_begin_with_the_address_that_browsers_use(shelf: Generations, public: str) -> None:
    with client_of(parts_of(shelf, ToyEncoder(), public_url=public)) as client:
        message = complete(client).json()["choices"][0]["message"]
    url = message["annotations"][0]["url_citation"]["url"]
    assert url.startswith(f"{public.rstrip('/')}/documents/otters.txt?v=")


def test_an_unsupported_question_is_said_to_be_so(client: TestClient) -> None:
    completion = complete(client, FOREIGN).json()
    [choice] = completion["choices"]
    assert choice["message"]["content"] == "The documents do not say."
    assert (choice["message"]["annotations"], completion["sources"]) == ([], [])
    assert choice["finish_reason"] == "stop"
    assert completion["pincite"]["status"] == "unsupported"


def test_sources_number_the_quotes_as_the_text_does(bridges: TestClient) -> None:
    completion = complete(bridges, "How much did the Holm bridge cost?").json()
    message = completion["choices"][0]["message"]
    urls = [a["url_citation"]["url"] for a in message["annotations"]]
    titles = [a["url_citation"]["title"] for a in message["annotations"]]
    assert len(urls) >= 2
    assert as_open_webui_lists(completion["sources"]) == urls
    assert as_open_webui_names(completion["sources"]) == titles
    assert len({source["source"]["id"] for source in completion["sources"]}) == len(
        completion["sources"]
    )
    for source in completion["sources"]:
        assert list(source) == ["source", "document", "metadata", "distances"]
        assert len(source["document"]) == len(source["metadata"]) == len(source["distances"])
        for text, metadata in zip(source["document"], source["metadata"], strict=True):
            assert metadata["quote"] in text
            assert metadata["source"] == metadata["source_url"]
        assert all(0 <= score <= 1 for score in source["distances"])


def as_open_webui_lists(sources: list[dict[str, Any]]) -> list[str]:
    """Its list of citations: by `metadata.source`, each once."""
    ids = [m["source"] for s in sources for m in s["metadata"]]
    return list(dict.fromkeys(ids))


def as_open_webui_names(sources: list[dict[str, Any]]) -> list[str]:
    """What it writes on [1], [2], ...: `metadata.name`, each once."""
    names = [m["name"] for s in sources for m in s["metadata"]]
    return list(dict.fromkeys(names))


def test_quotes_of_one_passage_have_one_source(
    client_on: ClientOn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
    text = "Facts\n\nThe mill stands by the river. It was built in 1931."
    completion = complete(client_on({"a.txt": text}), "When was the mill built?").json()
    annotations = completion["choices"][0]["message"]["annotations"]
    assert len(annotations) == 2
    [source] = completion["sources"]
    assert as_open_webui_lists([source]) == [a["url_citation"]["url"] for a in annotations]
    assert as_open_webui_names([source])[0] == "Facts"
    assert len(as_open_webui_names([source])) == 2


def test_a_stream_says_the_same_piece_by_piece(bridges: TestClient) -> None:
    question = "How much did the Holm bridge cost?"
    whole = complete(bridges, question).json()
    message = whole["choices"][0]["message"]
    told = chunks(complete(bridges, question, stream=True))
    for chunk in told:
        assert chunk["object"] == "chat.completion.chunk"
        assert chunk["id"] == told[0]["id"]
        assert (chunk["model"], "usage" in chunk) == ("pincite", False)
        assert [choice["index"] for choice in chunk["choices"]] == [0]
    first, *sentences, last = told
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert (first["sources"], first["pincite"]) == (whole["sources"], whole["pincite"])
    deltas = [chunk["choices"][0]["delta"] for chunk in sentences]
    assert "".join(delta["content"] for delta in deltas) == message["content"]
    assert [a for delta in deltas for a in delta["annotations"]] == message["annotations"]
    assert all(len(delta["annotations"]) == 1 for delta in deltas)
    assert last["choices"][0] == {
        "index": 0,
        "delta": {},
        "logprobs": None,
        "finish_reason": "stop",
    }
    assert all(c["choices"][0]["finish_reason"] is None for c in told[:-1])


def test_events_for_open_webui_number_the_quotes_too(bridges: TestClient) -> None:
    told = chunks(complete(bridges, "How much did the Holm bridge cost?", stream=True))
    shown: list[dict[str, Any]] = []
    for chunk in told:
        if "event" in chunk:
            assert chunk["event"]["type"] == "source"
            shown.append(chunk["event"]["data"])
        # What it makes of an annotation.
        for annotation in chunk["choices"][0]["delta"].get("annotations", []):
            url, title = (annotation["url_citation"][name] for name in ("url", "title"))
            metadata = [{"source": url, "name": title}]
            shown.append({"source": {"name": title}, "document": [title], "metadata": metadata})
    assert as_open_webui_lists(shown) == as_open_webui_lists(told[0]["sources"])
    assert as_open_webui_names(shown) == as_open_webui_names(told[0]["sources"])
    assert all(len(source["document"]) == 1 for source in shown)


def test_an_unsupported_question_streams_its_plain_sentence(client: TestClient) -> None:
    first, sentence, last = chunks(complete(client, FOREIGN, stream=True))
    assert first["sources"] == []
    assert sentence["choices"][0]["delta"] == {"content": "The documents do not say."}
    assert "event" not in sentence
    assert last["choices"][0]["finish_reason"] == "stop"


def test_usage_counts_the_tokens_of_the_messages_and_of_the_answer(client: TestClient) -> None:
    history = [{"role": "user", "content": "One two three?"}, {"role": "assistant", "content": "A"}]
    last = {"role": "user", "content": QUESTION}
    body = {"messages": [*history, last]}
    completion = client.post("/v1/chat/completions", json=body).json()
    content = completion["choices"][0]["message"]["content"]
    sent, came = ToyEncoder().count_tokens([f"One two three? A {QUESTION}", content])
    usage = {"prompt_tokens": sent, "completion_tokens": came, "total_tokens": sent + came}
    assert completion["usage"] == usage
    options = {"include_usage": True}
    reply = client.post(
        "/v1/chat/completions", json={**body, "stream": True, "stream_options": options}
    )
    *others, end = chunks(reply)
    assert (end["choices"], end["usage"]) == ([], usage)
    assert all(chunk["usage"] is None for chunk in others)


def test_the_messages_before_tell_what_a_follow_up_means(client: TestClient) -> None:
    lamp = "Who lit the red lamp?"
    said = complete(client, lamp).json()["choices"][0]["message"]["content"]
    messages = [
        {"role": "user", "content": lamp},
        {"role": "assistant", "content": said},
        {"role": "user", "content": "and when?"},
        {"role": "assistant", "content": "The documents do not say."},
        {"role": "user", "content": "why?"},
    ]
    for asked, understood in (
        (messages[:1], lamp),
        (messages[:3], "When was the red lamp lit?"),
        (messages, "Why was the red lamp lit?"),
        ([*messages, {"role": "user", "content": QUESTION}], QUESTION),
        (messages[-1:], "why?"),
    ):
        body = {"messages": asked}
        completion = client.post("/v1/chat/completions", json=body).json()
        assert completion["pincite"]["question"] == understood
        answer = client.post("/v1/ask", json={"question": understood, "top_k": 8}).json()
        assert completion["choices"][0]["message"]["content"] == answer["answer"]
        streamed = chunks(client.post("/v1/chat/completions", json={**body, "stream": True}))
        assert streamed[0]["pincite"]["question"] == understood


def test_filters_hold_here_too(client: TestClient) -> None:
    completion = complete(client).json()
    assert "dives" in completion["choices"][0]["message"]["content"]
    completion = complete(client, filters={"documents": ["rivers/mills.md"]}).json()
    assert completion["pincite"]["filtered"] == {"documents": 1, "undated": 0}
    assert "dives" not in completion["choices"][0]["message"]["content"]
    completion = complete(client, filters={"folder": "nowhere", "since": "2020-01-01"}).json()
    assert completion["choices"][0]["message"]["content"] == "No document matches the filters."


@pytest.mark.parametrize("stream", [True, False])
def test_what_is_wrong_is_said_before_anything_is_streamed(
    client: TestClient, empty_client: TestClient, stream: bool
) -> None:
    message = assert_failure(complete(client, " ", stream=stream), 422, "invalid_request")
    assert "messages.0" in message
    image = [{"type": "image_url", "image_url": {"url": "SECRETPLANTED"}}]
    body = {"messages": [{"role": "user", "content": image}], "stream": stream}
    reply = client.post("/v1/chat/completions", json=body)
    assert "'text'" in assert_failure(reply, 422, "invalid_request")
    body = {"messages": [{"role": "SECRETPLANTED", "content": "x"}], "stream": stream}
    reply = client.post("/v1/chat/completions", json=body)
    assert "role" in assert_failure(reply, 422, "invalid_request")
    assert "SECRETPLANTED" not in reply.text
    body = {"messages": [{"role": "assistant", "content": "x"}], "stream": stream}
    reply = client.post("/v1/chat/completions", json=body)
    assert "no question" in assert_failure(reply, 422, "invalid_request")
    assert_failure(complete(empty_client, stream=stream), 503, "index_missing")


def test_a_stream_has_the_headers_of_all_responses(client: TestClient) -> None:
    reply = complete(client, stream=True)
    assert_guarded(reply)
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["x-accel-buffering"] == "no"


def test_markup_stays_text(client_on: ClientOn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_MIN_CONFIDENCE", "0")
    text = "<script>alert(1)</script>\n\nThe otter 😀 dives \u2028 eight\r\n\r\nmetres & more."
    client = client_on({'"><b>.txt': text})
    for chunk in chunks(complete(client, "How deep does the otter dive?", stream=True)):
        for annotation in chunk["choices"][0]["delta"].get("annotations", []):
            assert "<" not in annotation["url_citation"]["url"]


def test_they_need_a_key_once_there_is_one(shelf: Generations) -> None:
    parts = parts_of(shelf, ToyEncoder(), allow_anyone=False)
    with client_of(parts, "203.0.113.9") as stranger:
        assert_failure(complete(stranger), 401, "key_needed")
