"""An answer as a stream of events (`Accept: text/event-stream`): sources, sentences, the rest.

Together the events contain all that the JSON answer contains.
"""

import json
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, fields
from typing import Any, TypeVar

import anyio
from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.sse import EventSourceResponse, format_sse_event
from pydantic import TypeAdapter

from index.errors import PinciteError
from service.http.exchange.failures import FailureBody, failure_of
from service.http.exchange.underway import underway
from service.records import Answer, Citation, CitedSource

A = TypeVar("A", bound=Answer)
Work = Callable[[Callable[[], None]], A]

_EVENTS = "text/event-stream"
# Neither a cache nor a proxy may hold an event back.
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
# The fields that `sentence` events carry piece by piece, and those in `done`.
_TOLD_IN_SENTENCES = ("answer", "citations")
_TOLD_AT_THE_END = ("status", "confidence", "measured", "conflicts", "timings_ms")

_log = logging.getLogger("pincite")


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """The source that the citation with this marker will quote."""

    marker: int
    source: CitedSource


@dataclass(frozen=True, slots=True)
class Sentence:
    """The next piece of the answer: `answer[start:end]`. All texts together are `answer`.

    citations: the quote in this piece; none if the documents do not say.
    """

    text: str
    start: int
    end: int
    citations: list[Citation]


_NUMBERED = TypeAdapter(list[NumberedSource])
_SENTENCE = TypeAdapter(Sentence)


def respond(request: Request, work: Work[A], kind: type[A]) -> A | EventSourceResponse:
    """Return the answer that `work` returns, as JSON or as events, whichever the client prefers.

    work: called with a function to call between its steps. If the client of a stream has gone,
    that function raises, and what `work` was about to do stays undone.
    """
    return _stream(work, kind) if _wants_events(request) else work(lambda: None)


def _wants_events(request: Request) -> bool:
    """Whether the client prefers events to JSON."""
    weights: dict[str, float] = {}
    for part in ",".join(request.headers.getlist("accept")).lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        weights.setdefault(kind, _weight(parameters))
    return weights.get(_EVENTS, 0.0) > 0.0 and weights[_EVENTS] >= weights.get(
        "application/json", 0.0
    )


def _weight(parameters: list[str]) -> float:
    quality = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
    try:
        return float(quality)
    except ValueError:
        return 0.0


def _stream(work: Work[A], kind: type[A]) -> EventSourceResponse:
    """Return a response that runs `work` in a thread once it has begun, and tells the answer.

    A PinciteError, and any fault, becomes the event `error`.
    """
    return EventSourceResponse(_told(work, TypeAdapter(kind)), headers=HEADERS)


async def _told(work: Work[A], adapter: TypeAdapter[A]) -> AsyncIterator[bytes]:
    try:
        answer = await run_in_threadpool(work, anyio.from_thread.check_cancelled)
    except PinciteError as error:
        yield _event("error", failure_of(error)[1])
    except Exception:
        _log.exception("a fault while answering in a stream")
        message = (
            "a fault in Pincite; the server's log has the details under the request id "
            f"{underway().request_id}"
        )
        yield _event("error", failure_of(PinciteError(message))[1])
    else:
        for name, data in events_of(answer, adapter):
            yield _event(name, data)


def events_of(answer: A, adapter: TypeAdapter[A]) -> Iterator[tuple[str, Any]]:
    """Yield the events of an answer: their names, and their data as JSON values."""
    whole = adapter.dump_python(answer, mode="json")
    told_later = (*_TOLD_IN_SENTENCES, *_TOLD_AT_THE_END)
    numbered = [NumberedSource(citation.marker, citation.source) for citation in answer.citations]
    yield (
        "sources",
        {name: value for name, value in whole.items() if name not in told_later}
        | {"sources": _NUMBERED.dump_python(numbered, mode="json")},
    )
    for sentence in _sentences(answer):
        yield "sentence", _SENTENCE.dump_python(sentence, mode="json")
    yield "done", {name: whole[name] for name in _TOLD_AT_THE_END}


def _sentences(answer: Answer) -> Iterator[Sentence]:
    start = 0
    for place, citation in enumerate(answer.citations, 1):
        following = answer.citations[place : place + 1]
        end = following[0].answer.start if following else len(answer.answer)
        yield Sentence(answer.answer[start:end], start, end, [citation])
        start = end
    if not answer.citations:
        yield Sentence(answer.answer, 0, len(answer.answer), [])


def _event(name: str, data: Any) -> bytes:
    # ASCII escapes Unicode's line separators, which some clients take for the end of a line.
    return format_sse_event(event=name, data_str=json.dumps(data))


def described(kind: type[Answer]) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route, which tell that the answer may also come as events.

    `x-events` has the schema of each event's data, because OpenAPI 3.1 has no place for it.
    """
    told_later = (*_TOLD_IN_SENTENCES, *_TOLD_AT_THE_END)
    names = [field.name for field in fields(kind)]
    whole = TypeAdapter(kind).json_schema(ref_template=_REFERENCE, mode="serialization")
    first = {name: whole["properties"][name] for name in names if name not in told_later}
    first["sources"] = _schema(_NUMBERED)
    last = {name: whole["properties"][name] for name in _TOLD_AT_THE_END}
    always = [*whole["required"], "sources"]
    return {
        200: {
            "content": {
                _EVENTS: {
                    "schema": {"type": "string"},
                    "example": _EXAMPLE,
                    "x-events": {
                        "sources": _object(first, always),
                        "sentence": _schema(_SENTENCE),
                        "done": _object(last, always),
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
data: {"text": "NATO withholds authorization, … [1]", "start": 0, "end": 99, "citations": […]}

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
