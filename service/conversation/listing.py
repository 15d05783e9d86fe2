"""The list of an owner's conversations: pinned ones first, then the newest, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from index.storage.folding import folded
from service.conversation.turns import ConversationSummary
from service.database import Transaction

# The columns of a ConversationSummary, in its order.
SUMMARY = (
    "id, title, created_at, updated_at,"
    " (SELECT count(*) FROM turns WHERE conversation = conversations.id), pinned"
)
_SEARCHED_AT_ONCE = 20  # conversations; each has up to 200 questions of 2,000 characters


@dataclass(frozen=True, slots=True)
class Page:
    """Some conversations, in order. next_cursor: for the next page; None at the end."""

    summaries: list[ConversationSummary]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Owned:
    """A condition on the column `owner`, and its values."""

    sql: str
    values: tuple[str, ...]


def owned_by(owner: str | None) -> Owned:
    """Return the condition that a conversation belongs to an owner. It goes by an index."""
    return Owned("owner IS NULL", ()) if owner is None else Owned("owner = ?", (owner,))


def page_of(db: Transaction, owner: str | None, limit: int, after: str | None, query: str) -> Page:
    """Return at most `limit` conversations of an owner.

    after: the `next_cursor` of the page before; None for the first page. query: words that must all
    occur in the title or the questions, even inside a word; letter case and accents are ignored.
    """
    words = folded(query).split()
    found: list[ConversationSummary] = []
    while len(found) <= limit:
        count = _SEARCHED_AT_ONCE if words else limit + 1
        summaries = _after(db, owner, count, after)
        found += _holding(db, summaries, words) if words else summaries
        if len(summaries) < count:
            break
        after = _cursor(summaries[-1])
    shown = found[:limit]
    return Page(shown, _cursor(shown[-1]) if len(found) > limit else None)


def summary_of(row: tuple[Any, ...]) -> ConversationSummary:
    """Return the conversation of a row of the columns SUMMARY."""
    *values, pinned = row
    values.append(bool(pinned))
    return ConversationSummary(*values)


def _after(
    db: Transaction, owner: str | None, count: int, after: str | None
) -> list[ConversationSummary]:
    """Return the next conversations after a cursor, at most `count`; None for the first."""
    owned = owned_by(owner)
    beyond, values = "", tuple[Any, ...]()
    if after is not None:
        pinned, updated_at, conversation_id = after.split("_")
        beyond = " AND (pinned, updated_at, id) < (?, ?, ?)"
        values = (int(pinned == "1"), updated_at, conversation_id)
    rows = db.execute(
        f"SELECT {SUMMARY} FROM conversations WHERE {owned.sql}{beyond}"
        " ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT ?",
        (*owned.values, *values, count),
    ).fetchall()
    return [summary_of(row) for row in rows]


def _holding(
    db: Transaction, summaries: Sequence[ConversationSummary], words: Sequence[str]
) -> Iterator[ConversationSummary]:
    """Yield the conversations in whose title and questions all of these folded words occur."""
    if not summaries:
        return
    texts = {one.id: [one.title] for one in summaries}
    places = ", ".join("?" * len(texts))
    rows = db.execute(
        f"SELECT conversation, question FROM turns WHERE conversation IN ({places})", tuple(texts)
    )
    for conversation_id, question in rows.fetchall():
        texts[conversation_id].append(question)
    for one in summaries:
        text = folded("\n".join(texts[one.id]))
        if all(word in text for word in words):
            yield one


def _cursor(last: ConversationSummary) -> str:
    return f"{last.pinned:d}_{last.updated_at}_{last.id}"
