import copy
import re
from typing import Any

import pytest
from fastapi.routing import APIRoute
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from service.http.exchange.failures import FailureBody
from service.http.routes import (
    admin,
    ask,
    chat,
    collection,
    completions,
    conversations,
    health,
    models,
)
from service.http.routes.files import file_list, folders, originals, page_pictures, rules, uploads
from service.http.routes.texts import check, documents, excerpts
from service.http.samples import PARAMETERS
from service.records import Answer

ROUTERS = [
    part.router
    for part in (
        *(admin, ask, chat, collection, completions, conversations, health, models),
        *(check, documents, excerpts),
        *(file_list, folders, originals, page_pictures, rules, uploads),
    )
]

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
        "POST /v1/chat",
        "POST /v1/check",
        "POST /v1/check/answer",
        "GET /v1/conversations",
        "GET /v1/conversations/{conversation_id}",
        "PATCH /v1/conversations/{conversation_id}",
        "DELETE /v1/conversations/{conversation_id}",
        "PUT /v1/conversations/{conversation_id}/turns/{number}/feedback",
        "GET /v1/conversations/{conversation_id}/turns/{number}/suggestions",
        "GET /v1/conversations/{conversation_id}/export",
        "POST /v1/chat/completions",
        "GET /v1/models",
        "GET /v1/models/{model_id}",
        "GET /v1/collection",
        "GET /v1/collection/folders",
        "GET /v1/collection/questions",
        "POST /v1/excerpts",
        "GET /v1/documents",
        "POST /v1/documents",
        "GET /v1/documents/{document_id}",
        "DELETE /v1/documents/{document_id}",
        "GET /v1/documents/{document_id}/original",
        "GET /v1/documents/{document_id}/pages/{page}.png",
        "GET /v1/documents/{document_id}/rectangles",
        "GET /v1/files",
        "GET /v1/files/rules",
        "GET /v1/admin/roots",
        "POST /v1/admin/roots",
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
        ("POST /v1/ask", {"200", "401", "422", "429", "503"}),
        ("POST /v1/chat", {"200", "400", "401", "404", "409", "413", "422", "500", "503"}),
        ("GET /v1/conversations", {"200", "400", "401", "422", "500", "503"}),
        ("GET /v1/conversations/{conversation_id}", {"200", "401", "404", "422", "500", "503"}),
        ("PATCH /v1/conversations/{conversation_id}", {"200", "401", "404", "422", "500", "503"}),
        (
            "PUT /v1/conversations/{conversation_id}/turns/{number}/feedback",
            {"200", "401", "404", "422", "500", "503"},
        ),
        ("DELETE /v1/conversations/{conversation_id}", {"204", "401", "404", "422", "500", "503"}),
        (
            "GET /v1/conversations/{conversation_id}/export",
            {"200", "401", "404", "422", "500", "503"},
        ),
        ("POST /v1/chat/completions", {"200", "401", "422", "503"}),
        ("GET /v1/models", {"200", "401", "503"}),
        ("GET /v1/models/{model_id}", {"200", "401", "404", "503"}),
        ("GET /v1/collection", {"200", "401", "503"}),
        ("GET /v1/collection/folders", {"200", "401", "422", "503"}),
        ("GET /v1/collection/questions", {"200", "401", "503"}),
        ("GET /v1/documents", {"200", "401", "422", "503"}),
        ("GET /v1/documents/{document_id}", {"200", "401", "404", "409", "422", "503"}),
        ("POST /v1/documents", {"202", "401", "422", "503"}),
        ("DELETE /v1/documents/{document_id}", {"202", "401", "404", "409", "503"}),
        ("GET /v1/documents/{document_id}/original", {"200", "401", "404", "409", "503"}),
        ("GET /v1/files", {"200", "401", "422", "503"}),
        ("GET /v1/files/rules", {"200", "401", "503"}),
        ("GET /v1/admin/roots", {"200", "401", "503"}),
        ("POST /v1/admin/roots", {"202", "401", "404", "422", "503"}),
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
    assert set(answer["required"]) == set(answer["properties"]) - {
        *("filtered", "wording", "corrected", "unanswered")
    }
    assert answer["properties"]["status"]["enum"] == ["answered", "unsupported"]


@pytest.mark.parametrize("operation", ["POST /v1/ask", "POST /v1/chat"])
def test_an_answer_may_come_as_events_and_these_are_described(
    schema: Schema, operation: str
) -> None:
    told = operations(schema)[operation]["responses"]["200"]["content"]
    assert set(told) == {"application/json", "text/event-stream"}
    events = told["text/event-stream"]["x-events"]
    assert list(events) == ["sources", "sentence", "done", "error"]
    whole = schema["components"]["schemas"][
        told["application/json"]["schema"]["$ref"].rpartition("/")[2]
    ]
    in_events = {name for event in ("sources", "done") for name in events[event]["properties"]}
    assert in_events - {"sources"} | {"answer", "citations", "sentences"} == set(
        whole["properties"]
    )
    of_sentence = {"text", "start", "end", "citations", "sentences"}
    assert set(events["sentence"]["properties"]) == of_sentence


def test_what_clients_are_generated_from_has_good_names(schema: Schema) -> None:
    ids = [operation["operationId"] for operation in operations(schema).values()]
    assert len(set(ids)) == len(ids)
    for name in ids:
        assert re.fullmatch("[a-z]+(_[a-z]+)*", name), name
    # Of two types with one name FastAPI writes the modules into it, which generators trip over.
    for name in schema["components"]["schemas"]:
        assert re.fullmatch("([A-Z][a-z]+)+", name), name


def test_every_address_has_a_summary(schema: Schema) -> None:
    assert all(operation["summary"] for operation in operations(schema).values())


def test_every_address_has_examples_of_what_it_takes_and_answers(schema: Schema) -> None:
    for name, operation in operations(schema).items():
        for parameter in operation.get("parameters", []):
            told = "example" in parameter or "examples" in parameter["schema"]
            assert told, (name, parameter["name"])
        for status, response in operation["responses"].items():
            for content in response.get("content", {}).values():
                told = "example" in content or status not in ("200", "202", "401", "422", "503")
                assert told, (name, status)
        if "application/json" in operation.get("requestBody", {}).get("content", {}):
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            assert schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]["examples"]


def test_the_examples_are_what_they_are_examples_of(schema: Schema) -> None:
    types = {
        route.name: route.response_model
        for router in ROUTERS
        for route in router.routes
        if isinstance(route, APIRoute)
    }
    for operation in operations(schema).values():
        wanted = types[operation["operationId"]]
        for status, response in operation["responses"].items():
            told = response.get("content", {}).get("application/json", {})
            if "example" in told:
                assert_of_type(FailureBody if int(status) >= 400 else wanted, told["example"])


def assert_of_type(wanted: Any, example: Any) -> None:
    whole = copy.deepcopy(example)
    if "timings_ms" in whole:
        whole["timings_ms"]["rerank"] = None  # left out where there is no cross-encoder
    adapter: TypeAdapter[Any] = TypeAdapter(wanted)
    assert adapter.dump_python(adapter.validate_python(whole), mode="json") == example


def test_the_examples_of_bodies_are_taken(client: TestClient, schema: Schema) -> None:
    for name, operation in operations(schema).items():
        if "application/json" in operation.get("requestBody", {}).get("content", {}):
            body = operation["requestBody"]["content"]["application/json"]["schema"]
            examples = schema["components"]["schemas"][body["$ref"].rpartition("/")[2]]["examples"]
            method, _, path = name.partition(" ")
            for example in examples:
                reply = client.request(method, path.format_map(PARAMETERS), json=example)
                assert reply.status_code in (200, 404), name  # no such conversation, no such folder
                assert reply.json().get("error", {}).get("code") != "not_found", name


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
