"""What FastAPI cannot tell the OpenAPI schema by itself."""

from typing import Any

from fastapi import FastAPI

from service.http.doors.access import ADMIN_FOLDER, is_public
from service.http.samples import FAILURES, PARAMETERS, REPLIES

_FAILURE = {"schema": {"$ref": "#/components/schemas/FailureBody"}}
_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "An API key (`pincite key create`). Where it is optional, it is needed once any "
    "key was made.",
}


def example(body: Any) -> dict[str, Any]:
    """The content of a response in JSON, such as this one."""
    return {"application/json": {"example": body}}


def complete(app: FastAPI) -> None:
    """Say where a key is needed, and where it may be, as `access` does; that failures are
    JSON where what succeeds is not; and give examples. To be called when all routes are there.
    """
    schema = app.openapi()
    schema["components"]["securitySchemes"] = {"key": _KEY}
    for path, operations in schema["paths"].items():
        for operation in operations.values():
            if not is_public(path):
                optional: list[dict[str, list[str]]] = [{}]
                needed = path.startswith(ADMIN_FOLDER)
                operation["security"] = [{"key": []}, *([] if needed else optional)]
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    example = {"example": FAILURES[status]} if status in FAILURES else {}
                    response["content"] = {"application/json": {**_FAILURE, **example}}
            _exemplify(operation)


def _exemplify(operation: dict[str, Any]) -> None:
    """Examples of its parameters and of its reply; what has one already keeps it."""
    for parameter in operation.get("parameters", []):
        if "examples" not in parameter["schema"] and parameter["name"] in PARAMETERS:
            parameter["example"] = PARAMETERS[parameter["name"]]
    if (name := operation["operationId"]) in REPLIES:
        done = next(r for status, r in operation["responses"].items() if int(status) < 300)
        next(iter(done["content"].values())).setdefault("example", REPLIES[name])
