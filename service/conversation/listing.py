"""The list of an owner's conversations: pinned ones first, then the newest, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.storage.folding import folded
from service.conversation.turns import ConversationSummary
from service.database import Connection

# The columns of a ConversationSummary, in its order.
SUMMARY = (
    "id, title, created_at, updated_at,"
    " (SELECT count(*) FROM turns WHERE conversation = conversations.id), pinned"
)
_QUESTIONS = (
    "(SELECT group_concat(question, char(10)) FROM turns WHERE conversation = conversations.id)"
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some conversations, in order. next_cursor: for the next page; None at the end."""

    summaries: list[ConversationSummary]
    next_cursor: str | None


def page_of(db: Connection, owner: str | None, limit: int, after: str | None, query: str) -> Page:
    """Return at most `limit` conversations of an owner.

    after: the `next_cursor` of the page before; None for the first page. query: words that must all
    occur in the title or the questions, even inside a word; letter case and accents are ignored.
    """
    pinned, updated_at, conversation_id = (after or "__").split("_")
    words = folded(query).split()
    db.create_function("holds_words", 2, lambda *texts: _hold(texts, words))
    rows = db.execute(
        f"SELECT {SUMMARY} FROM conversations WHERE owner IS ?"
        " AND (? OR (pinned, updated_at, id) < (?, ?, ?))"
        f" AND (? OR holds_words(title, {_QUESTIONS}))"
        " ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT ?",
        (
            *(owner, after is None, pinned == "1", updated_at, conversation_id),
            *(not words, limit + 1),
        ),
    ).fetchall()
    summaries = [summary_of(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return Page(summaries, None)
    last = summaries[-1]
    return Page(summaries, f"{last.pinned:d}_{last.updated_at}_{last.id}")


def summary_of(row: tuple[Any, ...]) -> ConversationSummary:
    """Return the conversation of a row of the columns SUMMARY."""
    *values, pinned = row
    values.append(bool(pinned))
    return ConversationSummary(*values)


def _hold(texts: Sequence[str | None], words: Sequence[str]) -> bool:
    """Whether each of the words, which are folded, stands in one of the texts."""
    text = folded("\n".join(filter(None, texts)))
    return all(word in text for word in words)
