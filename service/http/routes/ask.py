"""POST /v1/ask: one question, and its cited answer."""

from typing import Annotated

from fastapi import Request
from fastapi.sse import EventSourceResponse
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from service.filters import Filters, filter_of
from service.http.exchange.described import described
from service.http.exchange.statuses import family
from service.http.exchange.streaming import respond
from service.http.exchange.underway import observed
from service.http.routes import PartsOf, a_number, mode_of
from service.question_text import DEFAULT_TOP_K, MAX_TOP_K, QuestionText
from service.records import Answer
from service.wording.modes import Asked, AskedMode, answered
from service.wording.worder import Listener

router = family("/v1", "ask", 401, 409, 422, 429, 503)


class AskBody(BaseModel):
    """A question, how many of the nearest passages to return with the answer, and which documents
    may be quoted.
    """

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "why did NATO withhold authorization?"},
                {"question": "who asked for it?", "top_k": 3, "filters": {"since": "2024-05-01"}},
            ]
        },
    )

    question: QuestionText
    top_k: Annotated[
        int,
        # The limits come first: after a validator of ours, they would be missing in the schema.
        Field(ge=1, le=MAX_TOP_K, description="How many passages to return."),
        BeforeValidator(a_number),
    ] = DEFAULT_TOP_K
    filters: Filters | None = None
    mode: Annotated[
        AskedMode | None,
        Field(
            description="Whether the answer comes in quotes, or in the words of an LLM; by default "
            "as the server's settings say.",
        ),
    ] = None


@router.post(
    "/ask",
    summary="Answer a question with cited sentences",
    response_model=Answer,
    responses=described(Answer),
)
def ask(body: AskBody, request: Request, parts: PartsOf) -> Answer | EventSourceResponse:
    """Answer a question with sentences that stand verbatim in the documents. Each citation says
    where its sentence stands, and lists in `also` the other documents that have the sentence too.
    `conflicts` lists the numbers and dates in which the quoted documents contradict each other.

    If the documents do not answer the question, `status` is `unsupported` and `passages` holds the
    nearest passages. If no document matches the filters, the answer says so and
    `filtered.documents` is 0.

    In the mode `worded` an LLM words the answer, if one is set. Each of its sentences names the
    quotes that support it; where it fails, the answer comes in quotes, and `wording` says why.
    """
    # A plain `def` runs in the thread pool, where answering belongs: it keeps a core busy.
    document_filter = filter_of(body.filters)
    mode = mode_of(body.mode, parts)

    def ask(listener: Listener) -> Answer:
        asked = Asked(body.question, body.top_k, document_filter)
        return answered(parts.answerer, asked, mode, parts.worder, listener)

    parts.library.searcher()  # a missing index fails with its own status, before a stream begins
    return respond(request, lambda listener: observed(lambda: ask(listener)), Answer)
