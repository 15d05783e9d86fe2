"""GET and DELETE /v1/conversations: what was asked, and what is left of the answers."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import PlainTextResponse

from service.conversation.export import to_markdown
from service.conversation.turns import Conversation, ConversationSummary
from service.http.routes import PartsOf, owner_of
from service.http.routes.chat import ID_PATTERN

router = APIRouter(prefix="/v1/conversations", tags=["chat"])

MOST_AT_ONCE = 100

Id = Annotated[str, Path(pattern=ID_PATTERN, description="The conversation's id.")]
Limit = Annotated[int, Query(ge=1, le=MOST_AT_ONCE, description="How many to list at most.")]
Cursor = Annotated[
    str | None,
    Query(
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{15}Z_[0-9a-f]{32}$",
        description="The `next_cursor` of the page before.",
    ),
]


@dataclass(frozen=True, slots=True)
class ConversationList:
    """Conversations, the newest first. next_cursor: for the next page; null at the end."""

    conversations: list[ConversationSummary]
    next_cursor: str | None


@router.get("", summary="List the conversations")
def list_conversations(
    request: Request, parts: PartsOf, limit: Limit = 20, cursor: Cursor = None
) -> ConversationList:
    """Those that were begun with this key; without a key, those that were begun without one."""
    page = parts.chat.conversations.page(owner_of(request), limit, cursor)
    return ConversationList(page.summaries, page.next_cursor)


@router.get("/{conversation_id}", summary="Read one conversation")
def read_conversation(conversation_id: Id, request: Request, parts: PartsOf) -> Conversation:
    """All its turns. A quote whose document was removed, or changed since, is left out, and named
    in `removed`.
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
    format: Annotated[Literal["json", "markdown"], Query()] = "json",
) -> Conversation | PlainTextResponse:
    """The same as a file: as JSON, or to read, as Markdown."""
    conversation = parts.chat.conversation(owner_of(request), conversation_id)
    name = f"conversation-{conversation_id[:8]}"
    if format == "json":
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.json"'
        return conversation
    return PlainTextResponse(
        to_markdown(conversation),
        media_type="text/markdown",
        headers={"Content-Disposition": f'attachment; filename="{name}.md"'},
    )


@router.delete("/{conversation_id}", summary="Delete one conversation", status_code=204)
def delete_conversation(conversation_id: Id, request: Request, parts: PartsOf) -> None:
    """Removes it for good: its words are overwritten on the disk."""
    parts.chat.conversations.delete(owner_of(request), conversation_id)
