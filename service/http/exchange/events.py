"""The events of an answer: `sources`, `sentence` by `sentence`, `done`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi.sse import format_sse_event
from pydantic import TypeAdapter

from service.records import Answer, AnswerSentence, Citation, CitedSource

A = TypeVar("A", bound=Answer)

# The fields that `sentence` events carry piece by piece, and those in `done`.
TOLD_IN_SENTENCES = ("answer", "citations", "sentences")
TOLD_AT_THE_END = ("status", "confidence", "measured", "conflicts", "timings_ms")


@dataclass(frozen=True, slots=True)
class NumberedSource:
    """The source that the citation with this marker will quote."""

    marker: int
    source: CitedSource


@dataclass(frozen=True, slots=True)
class Sentence:
    """The next piece of the answer: `answer[start:end]`. All texts together are `answer`.

    citations: those that this piece is the first to name; none if the documents do not say.
    sentences: the one in this piece, as in the answer; likewise none.
    """

    text: str
    start: int
    end: int
    citations: list[Citation]
    sentences: list[AnswerSentence]


NUMBERED = TypeAdapter(list[NumberedSource])
SENTENCE = TypeAdapter(Sentence)


def events_of(answer: A, adapter: TypeAdapter[A]) -> Iterator[tuple[str, Any]]:
    """Yield the events of an answer: their names, and their data as JSON values."""
    whole = adapter.dump_python(answer, mode="json")
    numbered = [NumberedSource(citation.marker, citation.source) for citation in answer.citations]
    yield (
        "sources",
        first_of(adapter, answer) | {"sources": NUMBERED.dump_python(numbered, mode="json")},
    )
    for sentence in _pieces_of(answer):
        yield "sentence", SENTENCE.dump_python(sentence, mode="json")
    yield "done", {name: whole[name] for name in TOLD_AT_THE_END}


def first_of(adapter: TypeAdapter[A], answer: A) -> dict[str, Any]:
    """Return the fields of the event `sources`, as JSON values, but for `sources` itself."""
    told_later = (*TOLD_IN_SENTENCES, *TOLD_AT_THE_END)
    whole = adapter.dump_python(answer, mode="json")
    return {name: value for name, value in whole.items() if name not in told_later}


def _pieces_of(answer: Answer) -> Iterator[Sentence]:
    start = 0
    for place, sentence in enumerate(answer.sentences, 1):
        following = answer.sentences[place : place + 1]
        end = following[0].start if following else len(answer.answer)
        first_named = [one for one in answer.citations if one.answer.start == sentence.start]
        yield Sentence(answer.answer[start:end], start, end, first_named, [sentence])
        start = end
    if not answer.sentences:
        yield Sentence(answer.answer, 0, len(answer.answer), [], [])


def as_event(name: str, data: Any) -> bytes:
    """Return an event as it is sent. data: a JSON value."""
    # ASCII escapes Unicode's line separators, which some clients take for the end of a line.
    return format_sse_event(event=name, data_str=json.dumps(data))
