"""Conversations as the API gives them. All offsets count code points, and ends are exclusive."""

from dataclasses import dataclass
from typing import Literal

from service.records import Answer, Citation, Conflict, Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAnswer(Answer):
    """An answer in a conversation. `question` holds the words that were sent.

    turn: its number in the conversation, from 1. standalone_question: what the question was
    understood to mean, and what is answered. Where it is wrong, send the right one as
    `standalone_question` with the next request.
    """

    conversation_id: str
    turn: int
    standalone_question: str


@dataclass(frozen=True, slots=True)
class RemovedQuote:
    """A quote that is no longer shown, since its document was removed or has changed."""

    marker: int
    document_id: str


@dataclass(frozen=True, slots=True)
class PastTurn:
    """A question, and what is left of its answer: the quotes whose documents have not changed.

    asked_at: UTC, in ISO 8601. answer: put together from `citations`; `removed` names the quotes
    that are left out. Of a reply about the collection only the quotes are kept, and come with the
    titles of their documents.
    """

    turn: int
    id: str
    asked_at: str
    question: str
    standalone_question: str
    status: Literal["answered", "unsupported"]
    answer: str
    confidence: float
    generation: int
    citations: list[Citation]
    conflicts: list[Conflict]
    removed: list[RemovedQuote]
    mode: Mode


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation without its turns. title: its first question. Times: UTC, in ISO 8601."""

    id: str
    title: str
    created_at: str
    updated_at: str
    turns: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation, its turns in order."""

    id: str
    title: str
    created_at: str
    updated_at: str
    turns: list[PastTurn]
