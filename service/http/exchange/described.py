"""How the OpenAPI schema describes that an answer may also come as events."""

from dataclasses import fields
from typing import Any

from pydantic import TypeAdapter

from service.http.exchange.events import NUMBERED, SENTENCE, TOLD_AT_THE_END, TOLD_IN_SENTENCES
from service.http.exchange.failures import FailureBody
from service.http.exchange.streaming import EVENTS
from service.records import Answer


def described(kind: type[Answer]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route, which tell that the answer may also come as events.

    `x-events` has the schema of each event's data, because OpenAPI 3.1 has no place for it.
    """
    told_later = (*TOLD_IN_SENTENCES, *TOLD_AT_THE_END)
    names = [field.name for field in fields(kind)]
    whole = TypeAdapter(kind).json_schema(ref_template=_REFERENCE, mode="serialization")
    first = {name: whole["properties"][name] for name in names if name not in told_later}
    first["sources"] = _schema(NUMBERED)
    # Where an LLM words the answer, `sources` comes before the turn of a conversation is kept.
    always = [*TypeAdapter(Answer).json_schema(mode="serialization")["required"], "sources"]
    return {
        200: {
            "content": {
                EVENTS: {
                    "schema": {"type": "string"},
                    "example": _EXAMPLE,
                    "x-events": {
                        "sources": _object(first, always),
                        "sentence": _schema(SENTENCE),
                        # Of a worded answer it has all of these.
                        "done": _object(whole["properties"], [*TOLD_AT_THE_END]),
                        "error": {"$ref": _REFERENCE.format(model=FailureBody.__name__)},
                    },
                }
            }
        }
    }


_REFERENCE = "#/components/schemas/{model}"
_EXAMPLE = """\
event: sources
data: {"id": "…", "question": "…", "generation": 1, "passages": […], "sources": […]}

event: sentence
data: {"text": "NATO withholds authorization, … [1]", "start": 0, "end": 99, "citations": […], …}

event: done
data: {"status": "answered", "confidence": 0.81, "measured": {…}, "conflicts": [], …}

"""


def _schema(adapter: TypeAdapter[Any]) -> dict[str, Any]:
    """Return the schema of a type without its parts, which the schema of the answer has already."""
    schema = adapter.json_schema(ref_template=_REFERENCE, mode="serialization")
    definitions = schema.pop("$defs", {})
    if "items" in schema and "$ref" in schema["items"]:
        schema["items"] = definitions[schema["items"]["$ref"].rpartition("/")[2]]
    return schema


def _object(properties: dict[str, Any], always: list[str]) -> dict[str, Any]:
    required = [name for name in properties if name in always]
    return {"type": "object", "properties": properties, "required": required}
