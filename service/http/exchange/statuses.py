"""Families of addresses, with the failures that they may answer with, described for the OpenAPI
schema.
"""

from typing import Any

from fastapi import APIRouter

from service.http.exchange.failures import FailureBody

_DESCRIPTIONS = {
    400: "The request cannot be read, or its Host header names another host",
    401: "An API key is needed, or the key that was sent is unknown, revoked or expired",
    403: "The request comes from a page of another site or another machine, or its API key lacks "
    "the scope or belongs to another origin",
    404: "There is no such document, conversation, model, folder or address",
    405: "This address does not accept that method",
    408: "The body did not arrive in time",
    409: "The document or its file has changed since that version, the document cannot be removed "
    "here, the conversation is full, or the index is already being built",
    413: "The body is too large",
    415: "The body is compressed",
    422: "A parameter is missing or wrong",
    429: "Too many questions came with an API key that is bound to an origin (`Retry-After` says "
    "when to try again)",
    431: "The address and the headers are too large",
    500: "A fault in Pincite",
    503: "There is no index to answer from, its store does not answer, the server is busy "
    "(`Retry-After` says when to try again), or it is shutting down",
}
_RETRY_AFTER = {
    "Retry-After": {
        "description": "Seconds after which to try again",
        "schema": {"type": "integer"},
    }
}
_HEADERS = {
    401: {"WWW-Authenticate": {"description": "How to send a key", "schema": {"type": "string"}}},
    429: _RETRY_AFTER,
    503: _RETRY_AFTER,
}
# The doors may refuse any request with these, whatever its address.
_ALWAYS = (400, 403, 408, 413, 415, 431, 500)


def family(prefix: str, tag: str, *statuses: int) -> APIRouter:
    """Return a router whose addresses may answer with these statuses.

    Its routes are complete: `include_router` would build each once more, at the first request.
    """
    return APIRouter(
        prefix=prefix,
        tags=[tag],
        responses=failures(*_ALWAYS, *statuses),
        # Generated clients name their methods by these ids.
        generate_unique_id_function=lambda route: route.name,
    )


def failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a router or route that may answer with these statuses."""
    return {status: _response(status) for status in statuses}


def _response(status: int) -> dict[str, Any]:
    headers = {"headers": _HEADERS[status]} if status in _HEADERS else {}
    return {"model": FailureBody, "description": _DESCRIPTIONS[status], **headers}
