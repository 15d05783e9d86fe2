"""Conversations as the API gives them. All offsets count code points, and ends are exclusive."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from service.filters import Filters
from service.records import (
    Answer,
    AnswerSentence,
    Citation,
    Conflict,
    Filtered,
    Measured,
    Mode,
    Wording,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatAnswer(Answer):
    """An answer in a conversation. `question` holds the words that were sent.

    turn: its number in the conversation, from 1. standalone_question: what the question was
    understood to mean, and what is answered. Where it is wrong, send the right one as
    `standalone_question` with the next request. readings: what else it may have meant, the
    likeliest first: the words as they were sent, and up to three others; none where nothing else is
    possible. within: whether the words as they were sent were asked within the documents that the
    conversation had quoted, and not of all.
    """

    conversation_id: str
    turn: int
    standalone_question: str
    readings: list[str]
    within: bool


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
    titles of their documents. Of a worded answer only the quotes are kept too: the words of an LLM
    tell what documents say. `mode` is "quoted", and `wording` tells that it was worded. readings,
    within: of a ChatAnswer; none and false in turns that were kept before these were. filters:
    those that it was asked with, null where it had none; what they name may be gone. filtered: of
    the answer, null where there were no filters. right: whether a person says that the answer is
    right; null where nobody does. unanswered: as in Answer; none in turns that were kept before
    there were any.
    """

    turn: int
    id: str
    asked_at: str
    question: str
    standalone_question: str
    readings: list[str]
    within: bool
    status: Literal["answered", "unsupported"]
    answer: str
    confidence: float
    measured: Measured | None
    generation: int
    citations: list[Citation]
    conflicts: list[Conflict]
    removed: list[RemovedQuote]
    mode: Mode
    sentences: list[AnswerSentence]
    filters: Filters | None
    filtered: Filtered | None
    right: bool | None
    wording: Annotated[Wording | None, Field(exclude_if=lambda value: value is None)] = None
    unanswered: Annotated[list[str], Field(exclude_if=lambda value: not value)] = field(
        default_factory=list
    )


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A conversation without its turns.

    title: its first question, until somebody gives it another. Times: UTC, in ISO 8601. pinned:
    whether it stands before those that are not, in the list.
    """

    id: str
    title: str
    created_at: str
    updated_at: str
    turns: int
    pinned: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """A whole conversation, its turns in order."""

    id: str
    title: str
    created_at: str
    updated_at: str
    pinned: bool
    turns: list[PastTurn]
