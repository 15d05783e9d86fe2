import re
from collections.abc import Iterator

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from index.generations.publish import Generations
from tests.service.apps import QUESTION, client_of, parts_of
from tests.toy import ToyEncoder

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def fresh(shelf: Generations) -> Iterator[TestClient]:
    """An application that has counted nothing yet."""
    with client_of(parts_of(shelf, ToyEncoder())) as client:
        yield client


def samples(client: TestClient) -> Samples:
    reply = client.get("/metrics")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/plain; version=")
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(reply.text)
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float | None:
    return found.get((f"pincite_{name}", frozenset(labels.items())))


def ask(client: TestClient, question: str) -> None:
    assert client.post("/v1/ask", json={"question": question}).status_code == 200


def test_questions_are_counted_by_what_came_of_them(fresh: TestClient) -> None:
    assert value(samples(fresh), "answers_total", status="answered") == 0
    for question in (QUESTION, QUESTION, "Who won the 2022 World Cup?"):
        ask(fresh, question)
    found = samples(fresh)
    assert value(found, "answers_total", status="answered") == 2
    assert value(found, "answers_total", status="unsupported") == 1
    asked = {"method": "POST", "route": "/v1/ask"}
    assert value(found, "requests_total", **asked, status="200") == 3


def test_every_stage_of_an_answer_is_timed(fresh: TestClient) -> None:
    ask(fresh, QUESTION)
    found = samples(fresh)
    seconds = {}
    for stage in ("wait", "encode", "search", "answer", "total"):
        assert value(found, "stage_seconds_count", stage=stage) == 1
        seconds[stage] = value(found, "stage_seconds_sum", stage=stage)
    assert None not in seconds.values()
    assert seconds["total"] >= seconds["encode"] + seconds["search"]  # type: ignore[operator]
    assert value(found, "stage_seconds_count", stage="rerank") is None, "none is set"


def test_the_index_is_told_as_it_is_now(fresh: TestClient) -> None:
    found = samples(fresh)
    held = [value(found, name) for name in ("generation", "documents", "passages")]
    assert held == [1, 3, 3]


def test_without_an_index_it_is_told_that_there_is_none(empty_client: TestClient) -> None:
    assert value(samples(empty_client), "generation") == 0


def test_a_request_is_under_way_while_it_is_answered(fresh: TestClient) -> None:
    # The only one is the request that asks.
    assert value(samples(fresh), "requests_under_way") == 1
    assert value(samples(fresh), "requests_under_way") == 1


def test_failures_are_counted_too(fresh: TestClient) -> None:
    fresh.post("/v1/ask", json={})
    fresh.get("/healthz", headers={"Host": "evil.example"})
    found = samples(fresh)
    assert value(found, "requests_total", method="POST", route="/v1/ask", status="422") == 1
    assert value(found, "requests_total", method="GET", route="none", status="400") == 1


def test_however_many_paths_and_methods_are_tried_the_labels_stay_few(fresh: TestClient) -> None:
    def labels() -> set[str]:
        return set(re.findall(r"^pincite_requests_total\{.*\}", fresh.get("/metrics").text, re.M))

    for number in range(2):
        fresh.get(f"/nowhere/{number}")
        fresh.get(f"/v1/documents/{number}")
        fresh.get(f"/static/{number}")
        fresh.request(f"BREW{number}", "/healthz")
        labels()
    before = labels()
    for number in range(2, 40):
        fresh.get(f"/nowhere/{number}")
        fresh.get(f"/v1/documents/{number}")
        fresh.get(f"/static/{number}")
        fresh.request(f"BREW{number}", "/healthz")
    assert labels() == before


def test_two_applications_count_apart(fresh: TestClient, shelf: Generations) -> None:
    ask(fresh, QUESTION)
    with client_of(parts_of(shelf, ToyEncoder())) as other:
        assert value(samples(other), "answers_total", status="answered") == 0


def test_it_tells_of_the_process_as_prometheus_names_that(fresh: TestClient) -> None:
    names = {name for name, _ in samples(fresh)}
    assert {"process_resident_memory_bytes", "process_open_fds"} <= names
