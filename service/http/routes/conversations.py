"""/v1/conversations: those that are kept, to list, read, name, pin, judge and delete."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Path, Query, Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field, StrictBool

from service.conversation.conversations import MOST_TURNS
from service.conversation.export import to_markdown
from service.conversation.suggestions import suggest
from service.conversation.turns import Conversation, ConversationSummary
from service.errors import TurnMissing
from service.filters import filter_of
from service.http.exchange.statuses import family
from service.http.routes import PartsOf, owner_of
from service.http.routes.chat import ID_PATTERN

router = family("/v1/conversations", "chat", 401, 404, 422, 503)

MOST_AT_ONCE = 100
MAX_TITLE = 200  # code points, as sent
MAX_QUERY = 200

Id = Annotated[str, Path(pattern=ID_PATTERN, description="The conversation's id.")]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="How many to list at most.")]
Cursor = Annotated[
    str | None,
    Query(
        pattern="^[01]_[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{15}Z_[0-9a-f]{32}$",
        description="The `next_cursor` of the previous page.",
    ),
]
Words = Annotated[
    str,
    Query(
        alias="query",
        max_length=MAX_QUERY,
        pattern=r"^[^\u0000]*$",
        description="Words that must all occur in the title or the questions, ignoring case and "
        "accents. Empty for all conversations.",
    ),
]
Number = Annotated[int, Path(ge=1, le=MOST_TURNS, description="The turn's number.")]
Title = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_TITLE,
        # At least one character that Python does not take for white space, and no NUL anywhere.
        pattern=r"^[^\u0000]*[^\s\u0000\u001c-\u001f][^\u0000]*$",
    ),
]


class ConversationChange(BaseModel):
    """What is to change; null, or left out, stays as it is."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"title": "NATO in Kosovo"}]}
    )

    title: Title | None = Field(
        default=None, description="Another title. Line breaks and runs of blanks become one blank."
    )
    pinned: StrictBool | None = Field(
        default=None, description="Whether it stands before those that are not pinned."
    )


class Feedback(BaseModel):
    """Whether a person says that an answer is right; null takes back what was said."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"right": True}]})

    right: StrictBool | None


@dataclass(frozen=True, slots=True)
class ConversationList:
    """A page of conversations, pinned ones first, then the newest.

    next_cursor: the `cursor` of the next page; null on the last page.
    """

    conversations: list[ConversationSummary]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Questions to ask next; each is answered by the documents."""

    suggestions: list[str]


@router.get("", summary="List the conversations")
def list_conversations(
    request: Request,
    parts: PartsOf,
    limit: Limit = 20,
    cursor: Cursor = None,
    words: Words = "",
) -> ConversationList:
    """List the conversations that were begun with this key; without a key, those that were begun
    without one. `query` searches their titles and questions.
    """
    page = parts.chat.conversations.page(owner_of(request), limit, cursor, words)
    return ConversationList(page.summaries, page.next_cursor)


@router.get("/{conversation_id}", summary="Read one conversation")
def read_conversation(conversation_id: Id, request: Request, parts: PartsOf) -> Conversation:
    """Return all turns of the conversation. A quote is left out if its document has been removed or
    changed since; `removed` then names the document.
    """
    return parts.chat.conversation(owner_of(request), conversation_id)


@router.get(
    "/{conversation_id}/export",
    summary="Download one conversation",
    response_model=Conversation,
    responses={
        200: {
            "content": {
                "text/markdown": {"schema": {"type": "string"}, "example": "# Why?\n\n## 1. Why?\n"}
            }
        }
    },
)
def export_conversation(
    conversation_id: Id,
    request: Request,
    response: Response,
    parts: PartsOf,
    file_format: Annotated[Literal["json", "markdown"], Query(alias="format")] = "json",
) -> Conversation | PlainTextResponse:
    """Return the conversation as a file: JSON for programs, or Markdown to read."""
    conversation = parts.chat.conversation(owner_of(request), conversation_id)
    name = f"conversation-{conversation_id[:8]}"
    if file_format == "json":
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return conversation
    return PlainTextResponse(
        to_markdown(conversation),
        media_type="text/markdown",
        headers={"Content-Disposition": f'attachment; filename="{name}.md"'},
    )


@router.patch("/{conversation_id}", summary="Name or pin one conversation")
def change_conversation(
    conversation_id: Id, change: ConversationChange, request: Request, parts: PartsOf
) -> ConversationSummary:
    """Give the conversation another title, pin it or unpin it, and return it without its turns."""
    return parts.chat.conversations.change(
        owner_of(request), conversation_id, change.title, change.pinned
    )


@router.put("/{conversation_id}/turns/{number}/feedback", summary="Judge one answer")
def judge_answer(
    conversation_id: Id, number: Number, feedback: Feedback, request: Request, parts: PartsOf
) -> Feedback:
    """Keep whether a person says that the answer is right, or that it was right to refuse. It is
    kept with the turn and deleted with it; `pincite feedback` makes a set for `pincite evaluate` of
    all that were judged.
    """
    parts.chat.conversations.judge(owner_of(request), conversation_id, number, feedback.right)
    return feedback


@router.get("/{conversation_id}/turns/{number}/suggestions", summary="Suggest what to ask next")
def suggest_questions(
    conversation_id: Id, number: Number, request: Request, parts: PartsOf
) -> Suggestions:
    """Return up to three questions that are made from what stands around the quotes of this turn,
    and that the documents answer with something that was not quoted before; often there is none.
    Each is answered as this takes, so it may take as long as several questions.
    """
    conversation = parts.chat.conversation(owner_of(request), conversation_id)
    turns = conversation.turns[:number]
    if len(turns) < number:
        raise TurnMissing(f"this conversation has no turn {number}")
    generation = parts.library.searcher().generation
    document_filter = filter_of(turns[-1].filters)
    return Suggestions(suggest(generation, parts.answerer, turns, document_filter))


@router.delete("/{conversation_id}", summary="Delete one conversation", status_code=204)
def delete_conversation(conversation_id: Id, request: Request, parts: PartsOf) -> None:
    """Delete the conversation for good: its words are overwritten on the disk."""
    parts.chat.conversations.delete(owner_of(request), conversation_id)
