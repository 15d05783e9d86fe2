"""GET and DELETE /v1/conversations: the conversations that are kept, to list, read and delete."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse

from service.conversation.export import to_markdown
from service.conversation.turns import Conversation, ConversationSummary
from service.http.exchange.statuses import failures
from service.http.routes import PartsOf, owner_of
from service.http.routes.chat import ID_PATTERN

router = APIRouter(
    prefix="/v1/conversations", tags=["chat"], responses=failures(401, 404, 422, 503)
)

MOST_AT_ONCE = 100

Id = Annotated[str, Path(pattern=ID_PATTERN, description="The conversation's id.")]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="How many to list at most.")]
Cursor = Annotated[
    str | None,
    Query(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{15}Z_[0-9a-f]{32}$",
        description="The `next_cursor` of the previous page.",
    ),
]


@dataclass(frozen=True, slots=True)
class ConversationList:
    """A page of conversations, newest first.

    next_cursor: the `cursor` of the next page; null on the last page.
    """

    conversations: list[ConversationSummary]
    next_cursor: str | None


@router.get("", summary="List the conversations")
def list_conversations(
    request: Request, parts: PartsOf, limit: Limit = 20, cursor: Cursor = None
) -> ConversationList:
    """List the conversations that were begun with this key; without a key, those that were begun
    without one.
    """
    page = parts.chat.conversations.page(owner_of(request), limit, cursor)
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


@router.delete("/{conversation_id}", summary="Delete one conversation", status_code=204)
def delete_conversation(conversation_id: Id, request: Request, parts: PartsOf) -> None:
    """Delete the conversation for good: its words are overwritten on the disk."""
    parts.chat.conversations.delete(owner_of(request), conversation_id)
