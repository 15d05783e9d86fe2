import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.conftest import SEEDS
from tests.end_to_end.command import Environment, Served, serve
from tests.service.apps import assert_pinned, without_what_differs

pytestmark = pytest.mark.model

QUESTION = "why did NATO withhold authorization?"
Ask = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def http(server: Served) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=server.url) as client:
        yield client


def over_http(http: httpx2.Client, question: str) -> dict[str, Any]:
    reply = http.post("/v1/ask", json={"question": question})
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def test_the_first_start_indexes_the_seed_articles(server: Served, http: httpx2.Client) -> None:
    assert any("building" in line for line in server.said)
    ready = http.get("/readyz").json()
    assert (ready["status"], ready["generation"]) == ("ready", 1)
    assert ready["documents"] == len(list(SEEDS.iterdir()))
    assert ready["model"]["name"] == "all-MiniLM-L6-v2"
    documents = http.get("/v1/documents").json()["documents"]
    assert {document["document_id"] for document in documents} == {p.name for p in SEEDS.iterdir()}


@pytest.mark.slow
@pytest.mark.usefixtures("server")
def test_the_second_start_does_not_build_again(environment: Environment) -> None:
    current = Path(environment["PINCITE_DATA_DIR"]) / "CURRENT"
    written = current.stat().st_mtime_ns
    with serve(environment) as again:
        assert httpx2.get(f"{again.url}/readyz").json()["generation"] == 1
        said = again.stop()
    assert not any("building" in line.lower() or "Encoding" in line for line in said)
    assert current.stat().st_mtime_ns == written


@pytest.mark.usefixtures("server")
def test_ask_prints_the_answer_and_where_it_stands(ask_in_terminal: Ask) -> None:
    done = ask_in_terminal(QUESTION)
    assert done.returncode == 0
    assert "first determine responsibility for the incident. [1]" in done.stdout.splitlines()[0]
    assert "[1] NATO denies Kosovo’s request to deploy security forces" in done.stdout
    assert "003_394d074cd746f86b.txt" in done.stdout


@pytest.mark.parametrize("question", [QUESTION, "Who won the 2022 World Cup?"])
def test_the_terminal_and_the_api_answer_alike(
    ask_in_terminal: Ask, http: httpx2.Client, question: str
) -> None:
    done = ask_in_terminal(question, "--json")
    assert done.returncode == 0
    in_terminal, from_api = json.loads(done.stdout), over_http(http, question)
    assert list(in_terminal) == list(from_api)
    assert without_what_differs(in_terminal) == without_what_differs(from_api)


def test_every_citation_stands_in_the_document_that_the_api_gives(http: httpx2.Client) -> None:
    answer = over_http(http, QUESTION)
    assert answer["citations"]
    texts = {}
    for citation in answer["citations"]:
        source = citation["source"]
        reply = http.get(f"/v1/documents/{source['document_id']}", params={"v": source["sha256"]})
        texts[source["document_id"]] = reply.json()["text"]
    assert_pinned(answer, texts)


def test_a_body_over_64_kib_is_answered_while_it_is_still_being_sent(http: httpx2.Client) -> None:
    for size in (65_537, 8 * 2**20):
        reply = http.post("/v1/ask", content=b"x" * size)
        assert reply.status_code == 413
        assert reply.json()["error"]["code"] == "body_too_large"
        assert "Content-Security-Policy" in reply.headers


def test_another_host_is_turned_away(http: httpx2.Client) -> None:
    reply = http.get("/", headers={"Host": "evil.example"})
    assert reply.status_code == 400
    assert reply.json()["error"]["code"] == "host_not_allowed"


@pytest.mark.slow
@pytest.mark.usefixtures("server")
def test_neither_the_question_nor_the_server_loads_torch(environment: Environment) -> None:
    traced = [sys.executable, "-X", "importtime", "-m", "service"]
    with serve(environment, traced) as served:
        with httpx2.Client(base_url=served.url) as http:
            over_http(http, QUESTION)
        imported = imports_in(served.stop())
    # A sign that the trace tells: these it must have loaded.
    assert {"service.http.app", "onnxruntime", "uvicorn"} <= imported
    assert not imported & {"torch", "transformers", "sentence_transformers"}


@pytest.mark.usefixtures("server")
def test_ask_loads_neither_torch_nor_the_web(environment: Environment) -> None:
    done = traced_ask(environment)
    imported = imports_in(done.stderr.splitlines())
    assert {"service.answering.answerer", "onnxruntime"} <= imported
    assert not imported & {"torch", "transformers", "sentence_transformers", "fastapi", "uvicorn"}


def traced_ask(environment: Environment) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-X", "importtime", "-m", "service", "ask", QUESTION]
    return subprocess.run(
        command, env=environment, capture_output=True, encoding="utf-8", check=True
    )


def imports_in(lines: list[str]) -> set[str]:
    """The modules named in the lines that `-X importtime` prints."""
    return {line.rsplit("|", 1)[1].strip() for line in lines if line.startswith("import time:")}
