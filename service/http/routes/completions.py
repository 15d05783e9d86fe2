"""POST /v1/chat/completions: the API that clients made for OpenAI use."""

import json
import time
from collections.abc import AsyncIterator, Sequence
from typing import Any

from fastapi import Request
from fastapi.sse import EventSourceResponse, format_sse_event

from service.answering.considering import EVIDENCE_PASSAGES
from service.completions.chunks import chunks_of
from service.completions.openai_types import ChatCompletion
from service.completions.reply import completion_of
from service.completions.request import (
    MODEL,
    MODELS,
    CompletionBody,
    question_of,
    texts_of,
)
from service.conversation.chat import TurnRequest
from service.http.exchange.live import patient
from service.http.exchange.own_url import base_url
from service.http.exchange.statuses import family
from service.http.exchange.streaming import HEADERS
from service.http.exchange.underway import observed
from service.http.routes import PartsOf, mode_of
from service.wording.modes import Asked, answered

router = family("/v1", "openai", 401, 409, 422, 503)

_EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                # The schema of one event, as in OpenAPI 3.2.
                "schema": {
                    "type": "object",
                    "properties": {
                        "data": {
                            "type": "string",
                            "description": "A chunk as JSON; at the end, [DONE].",
                        }
                    },
                    "required": ["data"],
                },
                "example": 'data: {"id": "chatcmpl-…", "object": "chat.completion.chunk", …}\n\n'
                "data: [DONE]\n\n",
            }
        }
    }
}


@router.post(
    "/chat/completions",
    summary="Answer the last message, as OpenAI's API does",
    response_model=ChatCompletion,
    responses=_EVENTS,
)
def create_chat_completion(
    body: CompletionBody, request: Request, parts: PartsOf
) -> ChatCompletion | EventSourceResponse:
    """Answer the user's last message. The messages before it say what a follow-up means.

    The reply quotes the documents word for word, and its annotations say where the quotes stand. If
    the documents do not answer, the reply says so. With `stream` the reply comes in chunks, one for
    each sentence. The model `pincite-worded` answers in the words of an LLM, if one is set. Its
    chunks come once all of the answer is checked, since a chunk cannot be taken back.
    """
    question, before = question_of(body)
    history = parts.chat.retold(before, body.filters)
    meant = parts.chat.understood(TurnRequest(None, question, filters=body.filters), history)
    mode = mode_of(MODELS.get(body.model), parts)

    asked = Asked(meant.standalone, EVIDENCE_PASSAGES, meant.document_filter, meant.looked)
    listener = patient(request)
    answer = observed(lambda: answered(parts.answerer, asked, mode, parts.worder, listener))
    tokens = parts.library.searcher().count_tokens([*texts_of(body), answer.answer])
    completion = completion_of(
        answer,
        base_url(request, parts.settings),
        int(time.time()),
        (sum(tokens[:-1]), tokens[-1]),
        body.model if body.model in MODELS else MODEL,
    )
    if not body.stream:
        return completion
    options = body.stream_options
    chunks = list(chunks_of(completion, bool(options and options.include_usage)))
    return EventSourceResponse(_events(chunks), headers=HEADERS)


async def _events(chunks: Sequence[dict[str, Any]]) -> AsyncIterator[bytes]:
    for chunk in chunks:
        yield format_sse_event(data_str=json.dumps(chunk))
    yield format_sse_event(data_str="[DONE]")
