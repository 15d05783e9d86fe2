"""POST /v1/chat: a question in a conversation; a follow-up needs not stand by itself."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.sse import EventSourceResponse
from pydantic import ConfigDict, Field

from service.conversation.chat import TurnRequest
from service.conversation.turns import ChatAnswer
from service.filters import filter_of
from service.http.exchange.streaming import described, respond
from service.http.exchange.underway import observed
from service.http.routes import PartsOf, owner_of
from service.http.routes.ask import AskBody
from service.question_text import QuestionText
from service.records import Answer

router = APIRouter(prefix="/v1", tags=["chat"])

ID_PATTERN = "^[0-9a-f]{32}$"


class ChatBody(AskBody):
    """A question, the conversation that it belongs to, and how to understand it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "why did NATO withhold authorization?"},
                {
                    "question": "and who asked for it?",
                    "conversation_id": "0123456789abcdef0123456789abcdef",
                },
            ]
        },
    )

    conversation_id: Annotated[str, Field(pattern=ID_PATTERN)] | None = Field(
        default=None, description="The conversation to go on with; without it a new one begins."
    )
    standalone_question: QuestionText | None = Field(
        default=None,
        description="What is meant, where the question alone was or would be misunderstood: it is "
        "answered as it is.",
    )


@router.post(
    "/chat",
    summary="Ask in a conversation",
    response_model=ChatAnswer,
    responses=described(ChatAnswer),
)
def chat(body: ChatBody, request: Request, parts: PartsOf) -> ChatAnswer | EventSourceResponse:
    """As `POST /v1/ask`, and follow-ups ("why?", "and who asked for it?", "what about Serbia?")
    are understood from what was said before. `standalone_question` says how; to put it right, send
    the request again with the `standalone_question` that you mean.

    With `Accept: text/event-stream` the answer comes as events: `sources`, then a `sentence` for
    each of the answer's, then `done`; or `error` at any point.
    """
    document_filter = filter_of(body.filters)
    turn = TurnRequest(
        owner=owner_of(request),
        question=body.question,
        conversation_id=body.conversation_id,
        standalone_question=body.standalone_question,
        document_filter=document_filter,
    )

    def ask(question: str) -> Answer:
        return observed(lambda: parts.answerer.answer(question, body.top_k, document_filter))

    history = parts.chat.history(turn)  # fails with its own status, before a stream begins
    return respond(
        request, lambda may_stop: parts.chat.answer(turn, history, ask, may_stop), ChatAnswer
    )
