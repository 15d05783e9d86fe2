"""Whole conversations with the real model: those of `pincite evaluate`, and others over HTTP."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.conftest import CONVERSATIONS, SEEDS
from tests.end_to_end.command import Environment, Served, pincite, serve

pytestmark = pytest.mark.model

ARTICLES = CONVERSATIONS / "articles"
BRIDGE = ARTICLES / "halden-bridge-1" / "halden-bridge.txt"


@pytest.fixture(scope="module")
def library(environment: Environment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server on the seed articles and on one about a bridge."""
    folder: Path = tmp_path_factory.mktemp("conversations") / "data"
    own = {**environment, "PINCITE_DATA_DIR": str(folder)}
    indexed = pincite(own, "index", str(SEEDS), str(BRIDGE))
    assert indexed.returncode == 0, indexed.stderr
    with serve(own) as served:
        yield served


@pytest.fixture(scope="module")
def http(library: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=library.url, timeout=60) as client:
        yield client


@pytest.mark.parametrize(
    ("articles", "least"),
    [("seeds-*", 15), pytest.param("*", 140, marks=pytest.mark.slow)],
    ids=["few", "all"],
)
def test_most_follow_ups_are_read_as_they_are_meant(
    environment: Environment, articles: str, least: int, tmp_path: Path
) -> None:
    for folder in ARTICLES.glob(articles):
        shutil.copytree(folder, tmp_path / "chosen" / folder.name)
    done = pincite(environment, "evaluate", str(tmp_path / "chosen"), "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    figures = found["conversations"]
    sys.stdout.write(f"{json.dumps(figures)}\n")
    wrong = [
        f"{turn['question']} -> {turn['got']['standalone_question']}"
        for held in found["results"]
        for turn in held["turns"]
        if turn["misread"]
    ]
    assert figures["follow_ups_read_right"]["of"] >= least
    assert figures["follow_ups_read_right"]["share"] >= 0.8, wrong
    assert figures["false_rewrites"]["count"] == 0, wrong


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
    # Or "About NATO and the authorization: who asked for it?", which says the same.
    assert "who asked for" in read[1].lower()
    assert "the authorization" in read[1]
    # Or "Why is it that Pristina requested NATO's authorization ...?"; under its topic, if any.
    assert read[2].rpartition(": ")[2].lower().startswith("why ")
    assert len(read[2]) > len("why?")
    assert "Pristina" in read[2]
    assert "authorization" in read[2]
    assert "Serbia" in read[3]
    assert read[4] == "Who won the 2022 World Cup?"
    kept = http.get(f"/v1/conversations/{conversation_id}").json()
    assert [turn["standalone_question"] for turn in kept["turns"]] == read


@pytest.mark.parametrize(
    "before",
    [
        "Who designed the Halden Bridge?",
        pytest.param("What did Pristina request?", marks=pytest.mark.slow),
    ],
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
