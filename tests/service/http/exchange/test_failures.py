from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from index import errors as index_errors
from index.errors import (
    DocumentMissing,
    GenerationDamaged,
    IndexMissing,
    ModelError,
    ModelFailed,
    PinciteError,
    WriterBusy,
)
from service.errors import BrokenCitation, DocumentChanged
from service.wiring import Parts
from tests.service.apps import assert_failure, client_of


class Failing:
    """An answerer that fails as it is told."""

    error: Exception = PinciteError("nothing told")

    def answer(self, question: str, top_k: int, *_: object) -> None:
        raise self.error


@pytest.fixture
def failing() -> Failing:
    return Failing()


@pytest.fixture
def failing_client(parts: Parts, failing: Failing) -> Iterator[TestClient]:
    with client_of(replace(parts, answerer=failing)) as client:  # type: ignore[arg-type]
        yield client


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [
        (IndexMissing, 503, "index_missing"),
        (GenerationDamaged, 503, "index_damaged"),
        (DocumentMissing, 404, "document_not_found"),
        (DocumentChanged, 409, "document_changed"),
        (BrokenCitation, 500, "internal_error"),
        (ModelError, 503, "model_missing"),
        (ModelFailed, 500, "model_failed"),
        (WriterBusy, 409, "index_busy"),
        (PinciteError, 500, "internal_error"),
    ],
)
def test_a_known_failure_has_its_status_and_its_message(
    failing_client: TestClient,
    failing: Failing,
    kind: type[PinciteError],
    status: int,
    code: str,
) -> None:
    failing.error = kind("what to do about it")
    reply = failing_client.post("/v1/ask", json={"question": "why?"})
    assert assert_failure(reply, status, code) == "what to do about it"


def test_a_failure_added_later_is_answered_in_the_shape_too(
    failing_client: TestClient, failing: Failing
) -> None:
    class Later(index_errors.IndexMissing):
        pass

    failing.error = Later("words")
    reply = failing_client.post("/v1/ask", json={"question": "why?"})
    assert_failure(reply, 503, "index_missing")


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1", 404, "not_found"),
        ("GET", "/v1/nowhere", 404, "not_found"),
        ("POST", "/nowhere", 404, "not_found"),
        ("GET", "/static/nowhere.js", 404, "not_found"),
        ("GET", "/static/", 404, "not_found"),
        ("GET", "/static/%2e%2e/app.py", 404, "not_found"),
        ("GET", "/static/%00", 404, "not_found"),
        ("GET", "/swagger/nowhere", 404, "not_found"),
        ("GET", "/v1/documents/nowhere", 404, "document_not_found"),
        ("GET", "/v1/ask", 405, "method_not_allowed"),
        ("PUT", "/v1/ask", 405, "method_not_allowed"),
        ("DELETE", "/v1/documents/otters.txt", 409, "not_uploaded"),
        ("DELETE", "/v1/documents/nowhere", 404, "document_not_found"),
        ("PUT", "/v1/documents/otters.txt", 405, "method_not_allowed"),
        ("POST", "/v1/documents", 422, "invalid_request"),
        ("POST", "/healthz", 405, "method_not_allowed"),
        ("POST", "/", 405, "method_not_allowed"),
        ("POST", "/openapi.json", 405, "method_not_allowed"),
        ("POST", "/static/page/app.js", 405, "method_not_allowed"),
        ("BREW", "/healthz", 405, "method_not_allowed"),
    ],
)
def test_a_wrong_address_or_method_is_answered_in_the_one_shape(
    client: TestClient, method: str, path: str, status: int, code: str
) -> None:
    assert_failure(client.request(method, path), status, code)


def test_a_405_names_what_is_allowed(client: TestClient) -> None:
    assert client.get("/v1/ask").headers["Allow"] == "POST"
    assert client.put("/v1/documents/otters.txt").headers["Allow"] == "GET, DELETE"
    assert client.put("/v1/documents").headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("path", ["/v1/documents", "/v1/documents/otters.txt", "/readyz"])
def test_without_an_index_it_is_503_and_says_what_to_do(
    empty_client: TestClient, path: str
) -> None:
    assert "pincite index" in assert_failure(empty_client.get(path), 503, "index_missing")


def test_so_it_is_for_a_question(empty_client: TestClient) -> None:
    reply = empty_client.post("/v1/ask", json={"question": "why?"})
    assert "pincite index" in assert_failure(reply, 503, "index_missing")
