"""POST /v1/check and /v1/check/answer: what comes back, and what is refused."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from service.checking.texts.check_records import (
    MAX_CLAIM,
    MAX_CLAIMS,
    MAX_DOCUMENT_TEXT,
    MAX_DOCUMENTS,
    MAX_SENTENCES,
    MAX_TEXT,
)
from tests.service.apps import QUESTION, assert_failure, assert_guarded

TRUE, OTHER = "The otter dives eight metres deep.", "Foxes climb trees in spring."
OWLS = {"id": "owls", "title": "Owls", "text": "Owls fly by night. 🦉 They hunt 6 mice."}


def check(client: TestClient, **body: Any) -> dict[str, Any]:
    reply = client.post("/v1/check", json=body)
    assert reply.status_code == 200, reply.text
    assert_guarded(reply)
    result: dict[str, Any] = reply.json()
    return result


def test_a_text_comes_back_sentence_by_sentence_with_its_places(client: TestClient) -> None:
    text = f"🦦 {TRUE} {OTHER}\nWhy?"
    checked = check(client, text=text)
    for one in checked["sentences"]:
        assert text[one["start"] : one["end"]] == one["text"]
    first, second, third = checked["sentences"]
    assert first["support"]["label"] == "supported"
    [place] = first["citations"]
    document = client.get(f"/v1/documents/{place['source']['document_id']}").json()
    assert document["sha256"] == place["source"]["sha256"]
    quote = document["text"][place["source"]["start"] : place["source"]["end"]]
    assert quote == place["quote"] == TRUE
    assert second["support"]["label"] == "not_mentioned"
    assert second["citations"] == []
    assert third["support"] is None
    assert checked["counts"] == {
        **{"supported": 1, "contradicted": 0},
        **{"not_mentioned": 1, "not_checked": 1},
    }
    ms = checked["timings_ms"]
    assert ms["total"] == pytest.approx(ms["wait"] + ms["search"] + ms["judge"], abs=0.1)
    assert "filtered" not in checked


def test_claims_are_checked_by_documents_that_are_sent_and_not_kept(client: TestClient) -> None:
    before = client.get("/v1/documents").json()
    checked = check(client, claims=["Owls hunt 6 mice.", TRUE], documents=[OWLS])
    labels = [one["support"]["label"] for one in checked["sentences"]]
    assert labels == ["supported", "not_mentioned"]
    source = checked["sentences"][0]["citations"][0]["source"]
    assert (source["document_id"], source["title"]) == ("owls", "Owls")
    assert checked["generation"] is None
    assert client.get("/v1/documents").json() == before


def test_filters_are_told(client: TestClient) -> None:
    checked = check(client, text=TRUE, filters={"folder": "rivers"})
    assert checked["filtered"] == {"documents": 1, "undated": 0}
    assert checked["counts"]["supported"] == 0


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({}, "either `text` or `claims`"),
        ({"text": TRUE, "claims": [TRUE]}, "either `text` or `claims`"),
        ({"text": " \n"}, "text: must not be blank"),
        ({"text": "a\0b"}, "text: must not be blank and must not contain NUL"),
        ({"text": 7}, "text: input should be a valid string"),
        ({"text": "a" * (MAX_TEXT + 1)}, "text: "),
        ({"text": "Owls fly. " * (MAX_SENTENCES + 1)}, "sentences; at most"),
        ({"claims": []}, "claims: "),
        ({"claims": [TRUE, " "]}, "claims.1: must not be blank"),
        ({"claims": ["a" * (MAX_CLAIM + 1)]}, "claims.0: "),
        ({"claims": [TRUE] * (MAX_CLAIMS + 1)}, "claims: "),
        ({"text": TRUE, "documents": []}, "documents: "),
        ({"text": TRUE, "documents": [OWLS, OWLS]}, "two of the documents have the same id"),
        ({"text": TRUE, "documents": [{"text": " "}]}, "documents.0.text: must not be blank"),
        ({"text": TRUE, "documents": [{"text": "a"}] * (MAX_DOCUMENTS + 1)}, "documents: "),
        (
            {
                "text": TRUE,
                "documents": [{"text": "a" * (MAX_DOCUMENT_TEXT - 9)}, {"text": "b" * 10}],
            },
            "together more than 50,000 characters",
        ),
        ({"text": TRUE, "documents": [OWLS], "filters": {"folder": "a"}}, "leave them out"),
        ({"text": TRUE, "store": True}, "does not know"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_words(
    client: TestClient, body: dict[str, Any], says: str
) -> None:
    reply = client.post("/v1/check", json=body)
    assert says in assert_failure(reply, 422, "invalid_request")


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    reply = client.post("/v1/check", json={"text": "ä" * 70_000})
    assert_failure(reply, 413, "body_too_large")


def test_an_old_answer_is_checked(client: TestClient) -> None:
    answer = client.post("/v1/ask", json={"question": QUESTION}).json()
    reply = client.post("/v1/check/answer", json={"answer": answer})
    assert reply.status_code == 200
    checked = reply.json()
    assert [one["standing"] for one in checked["citations"]] == ["stands"] * len(
        answer["citations"]
    )
    assert checked["counts"]["stands"] == len(answer["citations"]) > 0


def test_an_exported_conversation_is_checked(client: TestClient) -> None:
    turn = client.post("/v1/chat", json={"question": QUESTION}).json()
    export = f"/v1/conversations/{turn['conversation_id']}/export?format=json"
    kept = client.get(export).json()
    checked = client.post("/v1/check/answer", json={"answer": kept}).json()
    assert [(one["turn"], one["standing"]) for one in checked["citations"]] == [
        (1, "stands") for _ in turn["citations"]
    ]


def test_a_chat_completion_is_checked(client: TestClient) -> None:
    body = {"model": "pincite", "messages": [{"role": "user", "content": QUESTION}]}
    kept = client.post("/v1/chat/completions", json=body).json()
    checked = client.post("/v1/check/answer", json={"answer": kept}).json()
    assert {one["standing"] for one in checked["citations"]} == {"stands"}


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ({}, "none of the fields"),
        ({"citations": 7}, "citations: "),
        ({"citations": [{"quote": "x", "source": {"start": -1}}]}, "citations.0.source"),
    ],
)
def test_json_that_is_no_answer_is_refused_in_words(
    client: TestClient, answer: Any, says: str
) -> None:
    reply = client.post("/v1/check/answer", json={"answer": answer})
    assert says in assert_failure(reply, 422, "invalid_request")


def test_without_an_index_there_is_nothing_to_check_by(empty_client: TestClient) -> None:
    reply = empty_client.post("/v1/check", json={"text": TRUE})
    assert_failure(reply, 503, "index_missing")


def test_documents_that_are_sent_need_no_index(empty_client: TestClient) -> None:
    checked = check(empty_client, claims=["Owls hunt 6 mice.", TRUE], documents=[OWLS])
    labels = [one["support"]["label"] for one in checked["sentences"]]
    assert labels == ["supported", "not_mentioned"]
    assert_failure(empty_client.post("/v1/check", json={"text": TRUE}), 503, "index_missing")
