"""POST /v1/chat: a question in a conversation, where a follow-up may lean on what was said."""

from typing import Annotated

from fastapi import Request
from fastapi.sse import EventSourceResponse
from pydantic import ConfigDict, Field

from service.conversation.chat import TurnRequest
from service.conversation.turns import ChatAnswer
from service.conversation.understanding import Understood
from service.http.exchange.described import described
from service.http.exchange.statuses import family
from service.http.exchange.streaming import respond
from service.http.exchange.underway import observed
from service.http.routes import PartsOf, mode_of, owner_of
from service.http.routes.ask import AskBody
from service.question_text import QuestionText
from service.records import Answer
from service.wording.modes import Asked, answered
from service.wording.worder import Listener

router = family("/v1", "chat", 401, 404, 409, 422, 503)

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
        default=None, description="The conversation to continue. Without it, a new one begins."
    )
    standalone_question: QuestionText | None = Field(
        default=None,
        description="What the question means, if Pincite would misunderstand it. It is answered "
        "exactly as given.",
    )


@router.post(
    "/chat",
    summary="Ask in a conversation",
    response_model=ChatAnswer,
    responses=described(ChatAnswer),
)
def chat(body: ChatBody, request: Request, parts: PartsOf) -> ChatAnswer | EventSourceResponse:
    """Answer a question as `POST /v1/ask` does, and understand follow-ups ("why?", "and who asked
    for it?", "what about Serbia?") from what was said before. `standalone_question` says how a
    follow-up was understood, and `readings` what else it may have meant. To correct that, send the
    request again with the `standalone_question` that you mean. Where no reading is better than the
    words as they were sent, but something else may be meant, these are asked within the documents
    that the conversation has quoted, and `within` is true; sent as `standalone_question`, they are
    asked of all documents.

    With `Accept: text/event-stream` the answer comes as events: `sources`, then one `sentence` for
    each sentence of the answer, then `done`; `error` may come at any point. Where an LLM words the
    answer, `sources` comes before it is asked, each `sentence` as soon as it is checked, and `done`
    is the whole answer as JSON would be. It holds: where the LLM fails late, it is another one than
    the sentences before it told.
    """
    turn = TurnRequest(
        owner=owner_of(request),
        question=body.question,
        conversation_id=body.conversation_id,
        standalone_question=body.standalone_question,
        filters=body.filters,
    )

    mode = mode_of(body.mode, parts)

    def ask(understood: Understood, listener: Listener) -> Answer:
        asked = Asked(
            understood.standalone,
            body.top_k,
            understood.document_filter,
            understood.looked,
            as_typed=body.standalone_question is not None,
        )
        return answered(parts.answerer, asked, mode, parts.worder, listener)

    def answer(listener: Listener) -> ChatAnswer:
        return parts.chat.answer(
            turn,
            history,
            lambda understood: observed(lambda: ask(understood, listener)),
            listener.may_stop,
        )

    history = parts.chat.history(turn)  # fails with its own status, before a stream begins
    return respond(request, answer, ChatAnswer)
