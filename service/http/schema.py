"""The parts of the OpenAPI schema that FastAPI cannot write by itself."""

from typing import Any

from fastapi import FastAPI

from service.http.doors.access import is_public
from service.http.samples import FAILURES, PARAMETERS, REPLIES

_FAILURE = {"schema": {"$ref": "#/components/schemas/FailureBody"}}
_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key (`pincite key create`). Where it is optional, it is needed as soon "
    "as the first key has been created.",
}


class DescribedApp(FastAPI):
    """An application whose schema is complete. It is written when somebody first asks for it."""

    def openapi(self) -> dict[str, Any]:
        """Return the schema; all routes must have been added before."""
        if self.openapi_schema is None:
            _complete(super().openapi())
        return super().openapi()


def _complete(schema: dict[str, Any]) -> None:
    """Add where a key is needed, that every failure is JSON, and examples."""
    schema["components"]["securitySchemes"] = {"key": _KEY}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            if not is_public(path):
                optional: list[dict[str, list[str]]] = [{}]
                operation["security"] = [{"key": []}, *optional]
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    example = {"example": FAILURES[status]} if status in FAILURES else {}
                    response["content"] = {"application/json": {**_FAILURE, **example}}
            _exemplify(operation)


def _exemplify(operation: dict[str, Any]) -> None:
    """Add examples of the operation's parameters and its reply, where the route gives none."""
    for parameter in operation.get("parameters", []):
        if "examples" not in parameter["schema"] and parameter["name"] in PARAMETERS:
            parameter["example"] = PARAMETERS[parameter["name"]]
    if (name := operation["operationId"]) in REPLIES:
        responses = operation["responses"].items()
        success = next(response for status, response in responses if int(status) < 300)
        next(iter(success["content"].values())).setdefault("example", REPLIES[name])
