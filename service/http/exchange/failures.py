"""The failures of the API, all in one shape: {"error": {"code": ..., "message": ...}}."""

import logging
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index.errors import (
    BucketAway,
    BucketFailed,
    DocumentMissing,
    GenerationDamaged,
    IndexMissing,
    ModelError,
    ModelFailed,
    NotUploaded,
    PinciteError,
    ReadersFailed,
    StorageFailed,
    StoreAway,
    StoreFailed,
    WriterBusy,
)
from service.errors import (
    BadAnswer,
    BadForm,
    BadRoot,
    BadSpan,
    BadText,
    ClientGone,
    ConversationFull,
    ConversationMissing,
    DatabaseFailed,
    DocumentChanged,
    KeyExpired,
    KeyNeeded,
    KeyUnknown,
    LlmMissing,
    ModelUnknown,
    NotThisMachine,
    OriginalUnavailable,
    OriginRefused,
    RootMissing,
    ScopeMissing,
    ShuttingDown,
    TooManyRequests,
    TurnMissing,
)

_log = logging.getLogger("pincite")

# An error without a row of its own gets the row of its nearest base class.
_TABLE: dict[type[PinciteError], tuple[int, str]] = {
    IndexMissing: (503, "index_missing"),
    GenerationDamaged: (503, "index_damaged"),
    DatabaseFailed: (503, "database_failed"),
    ModelError: (503, "model_missing"),
    ModelFailed: (500, "model_failed"),
    DocumentMissing: (404, "document_not_found"),
    DocumentChanged: (409, "document_changed"),
    ConversationMissing: (404, "conversation_not_found"),
    TurnMissing: (404, "turn_not_found"),
    ConversationFull: (409, "conversation_full"),
    ModelUnknown: (404, "model_not_found"),
    NotUploaded: (409, "not_uploaded"),
    OriginalUnavailable: (409, "original_unavailable"),
    RootMissing: (404, "root_not_found"),
    BadAnswer: (422, "invalid_request"),
    LlmMissing: (409, "llm_missing"),
    BadForm: (422, "invalid_request"),
    BadRoot: (422, "invalid_request"),
    BadSpan: (422, "invalid_request"),
    BadText: (422, "invalid_request"),
    ReadersFailed: (503, "readers_failed"),
    StorageFailed: (503, "storage_failed"),
    StoreFailed: (503, "store_failed"),
    StoreAway: (503, "store_away"),
    BucketFailed: (503, "bucket_failed"),
    BucketAway: (503, "bucket_away"),
    WriterBusy: (409, "index_busy"),
    KeyNeeded: (401, "key_needed"),
    KeyUnknown: (401, "key_unknown"),
    KeyExpired: (401, "key_expired"),
    ScopeMissing: (403, "scope_missing"),
    OriginRefused: (403, "origin_refused"),
    TooManyRequests: (429, "too_many_requests"),
    NotThisMachine: (403, "not_this_machine"),
    ShuttingDown: (503, "shutting_down"),
    ClientGone: (499, "client_gone"),  # which nobody reads but the log
    PinciteError: (500, "internal_error"),
}
# Their own messages name machines that are nobody's business.
_WORDS: dict[type[PinciteError], str] = {
    StoreAway: "the store of the index does not answer; try again in a moment",
    StoreFailed: "the store of the index refuses what is asked; the server's log says why",
    BucketAway: "the object storage of the files does not answer",
    BucketFailed: "the object storage of the files refuses what is asked; the server's log says "
    "why",
}
_CODES = {
    404: ("not_found", "there is nothing at this address"),
    405: ("method_not_allowed", "this address does not accept that method"),
    415: (
        "body_encoded",
        "the request's body must not be compressed; send it without Content-Encoding",
    ),
}
# By the validator's type of error: messages that say more to a person than the validator's own.
_MESSAGES = {
    "json_invalid": "the body is not valid JSON",
    "extra_forbidden": "the body has a field that this address does not know",
    "string_unicode": "must be valid Unicode text",
    "union_tag_invalid": "must have one of the roles user, assistant, system, developer, tool and "
    "function",
    "union_tag_not_found": "must have a role",
}
_RETRY_AFTER_S = 1
# By the field's name: what its pattern asks for.
_PATTERNS = {
    "question": "must not be blank and must not contain NUL",
    "standalone_question": "must not be blank and must not contain NUL",
    "conversation_id": "must be the id of a conversation: 32 hexadecimal digits in lower case",
    "cursor": "must be the `next_cursor` of a list of conversations",
    "text": "must not be blank and must not contain NUL",
    "claims": "must not be blank and must not contain NUL",
    "folder": "must name a folder",
    "title": "must not be blank",
    "add": "must be an absolute path",
    "remove": "must be an absolute path",
    "v": "must be a SHA-256 of 64 hexadecimal digits in lower case",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """The fault itself: a fixed code for programs, and a sentence for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class FailureBody:
    """The body of every response whose status is 4xx or 5xx."""

    error: Problem


def failure_response(status: int, code: str, message: str) -> JSONResponse:
    """Return a failure in the shape of all failures."""
    return JSONResponse({"error": {"code": code, "message": message}}, status)


def http_failure(status: int) -> JSONResponse:
    """Return the failure of a request that no route has seen."""
    code, message = _CODES.get(status, ("bad_request", "the request cannot be read"))
    return failure_response(status, code, message)


def overloaded() -> JSONResponse:
    """Return the refusal of a request that is too much now, with the time to try again."""
    message = "this server is busy; try again in a moment"
    response = failure_response(503, "overloaded", message)
    response.headers["Retry-After"] = str(_RETRY_AFTER_S)
    return response


def add_handlers(app: FastAPI) -> None:
    """Turn every exception that a route can raise into a failure in the shape of all failures."""
    app.add_exception_handler(PinciteError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def failure_of(error: Exception) -> tuple[int, dict[str, dict[str, str]]]:
    """Return the status and the body of a PinciteError, from the table above."""
    status, code = next(_TABLE[kind] for kind in type(error).__mro__ if kind in _TABLE)
    message = next((words for kind, words in _WORDS.items() if isinstance(error, kind)), str(error))
    if isinstance(error, BucketFailed):
        message = f"{message}; {error.outcome}"
    return status, {"error": {"code": code, "message": message}}


def known_failure(error: Exception) -> JSONResponse:
    """Return the response to a PinciteError, from the table above."""
    status, body = failure_of(error)
    response = JSONResponse(body, status)
    if status == 401:
        # RFC 6750: a client that sent no key is not told of an error.
        refused = "" if isinstance(error, KeyNeeded) else ', error="invalid_token"'
        response.headers["WWW-Authenticate"] = f'Bearer realm="pincite"{refused}'
    if isinstance(error, TooManyRequests):
        response.headers["Retry-After"] = str(error.retry_after_s)
    return response


def _known(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, StoreFailed | BucketFailed):
        _log.error("%s", error)
    return known_failure(error)


def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return failure_response(422, "invalid_request", _sentence(error.errors()[0]))


def _sentence(problem: dict[str, Any]) -> str:
    """Return one of the validator's problems as a sentence.

    It contains names of our fields, and never what the client sent.
    """
    message: str = _MESSAGES.get(problem["type"], problem["msg"])
    if problem["type"] in ("json_invalid", "extra_forbidden"):
        return message
    # The first part only says where the value was: in the body, the query or the path.
    names = [str(name) for name in problem["loc"][1:]]
    if not names and problem["type"] == "value_error":  # of fields that do not go together
        return message.removeprefix("Value error, ")
    if not names:
        return "the body must be a JSON object, sent as application/json"
    if problem["type"] == "string_pattern_mismatch":
        field = next((name for name in reversed(names) if not name.isdecimal()), "")
        message = _PATTERNS.get(field, message)
    message = message.removeprefix("Value error, ")
    return f"{'.'.join(names)}: {message[0].lower()}{message[1:]}"


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    response = http_failure(error.status_code)
    response.headers.update(error.headers or {})
    if error.status_code == 405 and (methods := _methods(request)):
        response.headers["Allow"] = methods
    return response


def _methods(request: Request) -> str:
    """Return all methods of an address, which may have several routes: "GET, DELETE".

    The router's own header would name only the methods of the first route.
    """
    template = getattr(request.scope.get("route"), "path_format", None)
    return ", ".join(request.app.openapi()["paths"].get(template, ())).upper()
