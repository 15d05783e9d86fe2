"""Texts checked by the seed articles with the real models, over HTTP and in the terminal."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.end_to_end.command import Environment, Served, pincite

pytestmark = pytest.mark.model

SUPPORTED = (
    "NATO withholds authorization, citing a need to first determine responsibility for the "
    "incident."
)
RESTATED = "An explosion damaged a water canal in northern Kosovo."
FALSE = "The explosion killed 14 people in Lisbon."
ELSEWHERE = "Otters eat fish and crabs."
TEXT = f"# A note\n\n{SUPPORTED} {RESTATED}\n\n- {FALSE}\n- {ELSEWHERE}\n"


@pytest.fixture(scope="module")
def checked(server: Served) -> dict[str, Any]:
    with httpx2.Client(base_url=server.url) as http:
        reply = http.post("/v1/check", json={"text": TEXT})
        assert reply.status_code == 200, reply.text
        result: dict[str, Any] = reply.json()
        for sentence in result["sentences"]:
            for place in sentence["citations"]:
                source = place["source"]
                document = http.get(f"/v1/documents/{source['document_id']}").json()
                assert document["text"][source["start"] : source["end"]] == place["quote"]
    return result


def labels(checked: dict[str, Any]) -> dict[str, str]:
    return {
        one["text"]: one["support"]["label"] if one["support"] else ""
        for one in checked["sentences"]
    }


def test_honest_sentences_are_supported_and_invented_ones_are_not(checked: dict[str, Any]) -> None:
    told = labels(checked)
    assert told["# A note"] == ""
    assert told[SUPPORTED] == told[RESTATED] == "supported"
    assert told[FALSE] != "supported"
    assert told[ELSEWHERE] == "not_mentioned"


def test_the_terminal_says_the_same(
    checked: dict[str, Any], environment: Environment, tmp_path: Path
) -> None:
    (tmp_path / "note.md").write_text(TEXT, "utf-8")
    run = pincite(environment, "check", str(tmp_path / "note.md"), "--json")
    assert run.returncode == 0, run.stderr
    assert labels(json.loads(run.stdout)) == labels(checked)


def test_documents_that_are_sent_along_are_what_counts(server: Served) -> None:
    body = {
        "claims": ["Otters live on fish.", RESTATED],
        "documents": [{"title": "Otters", "text": "# Otters\n\nOtters live on fish and crabs."}],
    }
    sentences = httpx2.post(f"{server.url}/v1/check", json=body).json()["sentences"]
    assert [one["support"]["label"] for one in sentences] == ["supported", "not_mentioned"]


def test_an_answer_that_was_kept_still_stands(
    server: Served, environment: Environment, tmp_path: Path
) -> None:
    question = {"question": "why did NATO withhold authorization?"}
    answer = httpx2.post(f"{server.url}/v1/ask", json=question).json()
    assert answer["citations"]
    (tmp_path / "answer.json").write_text(json.dumps(answer), "utf-8")
    run = pincite(environment, "check", "--strict", str(tmp_path / "answer.json"))
    assert run.returncode == 0, run.stdout
    assert run.stdout.count("Stands: ") == len(answer["citations"])
