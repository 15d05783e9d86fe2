from typing import Any

import pytest
from starlette.testclient import TestClient

from service.records import Answer

Schema = dict[str, Any]


@pytest.fixture
def schema(client: TestClient) -> Schema:
    reply = client.get("/openapi.json")
    assert reply.status_code == 200
    schema: Schema = reply.json()
    return schema


def operations(schema: Schema) -> dict[str, Schema]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }


def test_it_describes_every_address_of_the_api_and_no_page(schema: Schema) -> None:
    assert set(operations(schema)) == {
        "POST /v1/ask",
        "GET /v1/documents",
        "GET /v1/documents/{document_id}",
        "POST /v1/admin/index",
        "GET /v1/admin/index",
        "GET /metrics",
        "GET /healthz",
        "GET /readyz",
    }


def test_the_question_carries_its_rule(schema: Schema) -> None:
    body = schema["components"]["schemas"]["AskBody"]
    assert body["additionalProperties"] is False
    assert body["required"] == ["question"]
    question, top_k = body["properties"]["question"], body["properties"]["top_k"]
    assert question["type"] == "string"
    assert (question["minLength"], question["maxLength"]) == (1, 2000)
    assert "u0000" in question["pattern"]
    assert (top_k["type"], top_k["minimum"], top_k["maximum"]) == ("integer", 1, 50)
    assert top_k["default"] == 5


@pytest.mark.parametrize(
    ("operation", "statuses"),
    [
        ("POST /v1/ask", {"200", "401", "422", "503"}),
        ("GET /v1/documents", {"200", "401", "503"}),
        ("GET /v1/documents/{document_id}", {"200", "401", "404", "409", "422", "503"}),
        ("POST /v1/admin/index", {"202", "401", "409", "503"}),
        ("GET /v1/admin/index", {"200", "401", "503"}),
        ("GET /metrics", {"200", "401", "503"}),
        ("GET /healthz", {"200"}),
        ("GET /readyz", {"200", "503"}),
    ],
)
def test_the_statuses_an_address_may_answer_with_are_listed(
    schema: Schema, operation: str, statuses: set[str]
) -> None:
    always = {"400", "403", "408", "413", "415", "431", "500"}
    assert statuses | always <= set(operations(schema)[operation]["responses"])


def test_where_one_must_wait_the_reply_says_how_long(schema: Schema) -> None:
    for name, operation in operations(schema).items():
        if "503" in operation["responses"]:
            assert "Retry-After" in operation["responses"]["503"]["headers"], name


def test_every_failure_is_described_by_the_one_shape(schema: Schema) -> None:
    for name, operation in operations(schema).items():
        for status, response in operation["responses"].items():
            if int(status) >= 400:
                content = response["content"]["application/json"]["schema"]
                assert content == {"$ref": "#/components/schemas/FailureBody"}, (name, status)
    assert "HTTPValidationError" not in schema["components"]["schemas"]


def test_the_answer_is_described_field_for_field(schema: Schema) -> None:
    answer = schema["components"]["schemas"]["Answer"]
    assert list(answer["properties"]) == list(Answer.__dataclass_fields__)
    assert set(answer["required"]) == set(answer["properties"]) - {"filtered"}
    assert answer["properties"]["status"]["enum"] == ["answered", "unsupported"]


def test_every_address_has_a_summary(schema: Schema) -> None:
    assert all(operation["summary"] for operation in operations(schema).values())


def test_every_reference_leads_somewhere(schema: Schema) -> None:
    known = {f"#/components/schemas/{name}" for name in schema["components"]["schemas"]}
    assert set(references(schema)) <= known


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in references(inner)]
    if isinstance(value, list):
        return [found for inner in value for found in references(inner)]
    return []
