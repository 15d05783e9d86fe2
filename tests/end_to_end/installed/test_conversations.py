"""Whole conversations with a running server and the real model, over HTTP."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.conftest import SEEDS
from tests.end_to_end.command import Environment, Served, pincite, serve
from tests.service.apps import assert_pinned
from tests.service.followups.talks import ARTICLES, Outcome, hold, talks

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def library(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on the seed articles and on those of the conversations."""
    folder: Path = tmp_path_factory.mktemp("conversations") / "data"
    own = {**environment, "PINCITE_DATA_DIR": str(folder)}
    indexed = pincite(own, "index", str(SEEDS), str(ARTICLES))
    assert indexed.returncode == 0, indexed.stderr
    with serve(own) as served:
        yield served


@pytest.fixture(scope="module")
def http(library: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=library.url, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def texts(http: httpx2.Client) -> dict[str, str]:
    ids = [one["document_id"] for one in http.get("/v1/documents").json()["documents"]]
    return {i: http.get(f"/v1/documents/{i}").json()["text"] for i in ids}


def held(http: httpx2.Client, texts: Mapping[str, str], name: str) -> list[Outcome]:
    """Hold all conversations of that name; what became of their follow-ups."""

    def ask(question: str, conversation_id: str | None) -> Mapping[str, Any]:
        body = {"question": question}
        if conversation_id is not None:
            body["conversation_id"] = conversation_id
        reply = http.post("/v1/chat", json=body)
        assert reply.status_code == 200, reply.text
        answer: dict[str, Any] = reply.json()
        assert_pinned(answer, texts)
        return answer

    outcomes = [outcome for turns in talks(name) for outcome in hold(turns, ask)]
    read = sum(outcome.read_right for outcome in outcomes)
    judged = [outcome.answered for outcome in outcomes if outcome.answered is not None]
    sys.stdout.write(
        f"{name}: {len(outcomes)} follow-ups, {read} read right, "
        f"{sum(judged)} of {len(judged)} answered right\n"
    )
    return outcomes


@pytest.mark.parametrize(
    ("name", "least"),
    [pytest.param("development", 0.8, marks=pytest.mark.slow), ("held_out", 0.8)],
)
def test_most_follow_ups_are_read_as_they_are_meant(
    http: httpx2.Client, texts: Mapping[str, str], name: str, least: float
) -> None:
    outcomes = held(http, texts, name)
    assert len(outcomes) >= 70
    wrong = [f"{one.asked} -> {one.standalone}" for one in outcomes if not one.read_right]
    assert len(wrong) <= (1 - least) * len(outcomes), wrong


def test_a_conversation_on_the_seed_articles(http: httpx2.Client) -> None:
    read = []
    conversation_id = None
    for question in (
        "why did NATO withhold authorization?",
        "and who asked for it?",
        "why?",
        "what about Serbia?",
        "Who won the 2022 World Cup?",
    ):
        body = {"question": question, "conversation_id": conversation_id}
        answer = http.post("/v1/chat", json=body).json()
        conversation_id = answer["conversation_id"]
        read.append(answer["standalone_question"])
        assert (answer["status"] == "answered") == ("World Cup" not in question)
    assert read[0] == "why did NATO withhold authorization?"
    assert read[1] == "Who asked for the authorization?"
    assert read[2].startswith("Why did Pristina ask for the authorization")
    assert "Serbia" in read[3]
    assert read[4] == "Who won the 2022 World Cup?"
    kept = http.get(f"/v1/conversations/{conversation_id}").json()
    assert [turn["standalone_question"] for turn in kept["turns"]] == read


@pytest.mark.parametrize(
    "before", ["Who designed the Halden Bridge?", "What did Pristina request?"]
)
def test_another_topic_is_taken_as_it_is(http: httpx2.Client, before: str) -> None:
    for question in (
        "Why is the sky blue?",
        "What is the boiling point of water?",
        "When does the library open?",
        "What was the cause of the fire at the museum?",
        "Did the mayor resign after the scandal?",
        "Who was the first person on the moon?",
        "Where can I buy tickets for the concert?",
        "Is it legal to own a gun in Texas?",
        "Why do cats purr when they are stroked?",
        "Who is responsible for road repairs?",
        "How much does the annual ticket cost?",
        "Tell me a joke",
    ):
        begun = http.post("/v1/chat", json={"question": before}).json()
        body = {"question": question, "conversation_id": begun["conversation_id"]}
        assert http.post("/v1/chat", json=body).json()["standalone_question"] == question
