"""A chat completion -> the chunks of a stream."""

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from pydantic import TypeAdapter

from service.completions.openai_types import ChatCompletion

_COMPLETION = TypeAdapter(ChatCompletion)
_JSON = dict[str, Any]


def chunks_of(completion: ChatCompletion, include_usage: bool) -> Iterator[_JSON]:
    """Return the chunks of a completion, as JSON values.

    The first has the sources, the next ones the content sentence by sentence, each with its
    annotation, and the last says why it ends. Each sentence's source comes with it a second time,
    as the event from which Open WebUI's own server takes sources.
    """
    whole: _JSON = _COMPLETION.dump_python(completion, mode="json")
    message = whole["choices"][0]["message"]
    first = {"role": "assistant", "content": ""}
    head = {"sources": whole["sources"], "pincite": whole["pincite"]}
    usage = {"usage": None} if include_usage else {}
    yield _chunk(whole, [_delta(first)], **head, **usage)
    events = _events(whole["sources"])
    starts = [sentence["start"] for sentence in whole["pincite"]["sentences"]]
    for piece, annotations in _pieces(message["content"], starts, message["annotations"]):
        delta = {"content": piece} | ({"annotations": annotations} if annotations else {})
        told = [{"event": event} for event in islice(events, len(annotations))]
        yield _chunk(whole, [_delta(delta)], **(told[0] if told else {}), **usage)
        for event in told[1:]:
            yield _chunk(whole, [_delta({"content": ""})], **event, **usage)
    yield _chunk(whole, [_delta({}, "stop")], **usage)
    if include_usage:
        yield _chunk(whole, [], usage=whole["usage"])


def _chunk(whole: _JSON, choices: list[_JSON], **more: Any) -> _JSON:
    named = {name: whole[name] for name in ("id", "created", "model")}
    return {**named, "object": "chat.completion.chunk", "choices": choices, **more}


def _delta(delta: _JSON, finish_reason: str | None = None) -> _JSON:
    return {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}


def _pieces(
    content: str, starts: list[int], annotations: list[_JSON]
) -> Iterator[tuple[str, list[_JSON]]]:
    """Return the content sentence by sentence, each with its markers and the space after it.

    starts: of the sentences. annotations: each comes with the sentence that is first to name it.
    """
    for start, end in pairwise([0, *starts[1:], len(content)]):
        yield (
            content[start:end],
            [one for one in annotations if start <= one["url_citation"]["start_index"] < end],
        )


def _events(sources: list[_JSON]) -> Iterator[_JSON]:
    """Return one event for each quote, in order: its source with this quote alone."""
    for source in sources:
        for place in range(len(source["document"])):
            quote = {name: source[name][place : place + 1] for name in source if name != "source"}
            yield {"type": "source", "data": {"source": source["source"], **quote}}
