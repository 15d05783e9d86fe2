"""Conversations in the service's database: begun, continued, listed, read, deleted.

Each conversation belongs to the key that began it. To any other key it does not exist.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from service.conversation.references import References
from service.conversation.turns import ConversationSummary
from service.database import Connection, Database
from service.errors import ConversationFull, ConversationMissing

MOST_TURNS = 200  # of one conversation
_LONGEST_TITLE = 80  # code points
_SUMMARY = "id, title, created_at, updated_at"
_TURN = (
    "number, id, asked_at, question, standalone_question, status, confidence, generation,"
    ' "references"'
)


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A question and its answer, ready to be kept. id: of the answer."""

    id: str
    question: str
    standalone_question: str
    status: Literal["answered", "unsupported"]
    confidence: float
    generation: int
    references: References


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was kept. asked_at: UTC, in ISO 8601."""

    number: int
    asked_at: str
    turn: NewTurn


@dataclass(frozen=True, slots=True)
class Page:
    """Some conversations, the newest first. next_cursor: for the next page; None at the end."""

    summaries: list[ConversationSummary]
    next_cursor: str | None


def _now() -> datetime:
    return datetime.now(UTC)


class Conversations:
    """All conversations under one data folder. Safe with any number of threads and processes.

    kept: how many each owner may keep. Beyond that the one that was continued longest ago is
    deleted. An owner is the id of a key, or None where no key was needed. All methods raise
    DatabaseFailed.
    """

    def __init__(self, database: Database, kept: int, now: Callable[[], datetime] = _now) -> None:
        self._database, self._kept, self._now = database, kept, now

    def add(self, owner: str | None, conversation_id: str | None, turn: NewTurn) -> tuple[str, int]:
        """Keep a turn, and return the id of its conversation and its number there, from 1.

        conversation_id: None begins a conversation. Raises ConversationMissing, ConversationFull.
        """
        time = self._now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        with self._database.writing() as db:
            if conversation_id is None:
                conversation_id = self._begin(db, owner, turn.question, time)
            number = self._next_number(db, owner, conversation_id)
            db.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(conversation_id, number, turn.id, time, turn.question),
                    *(turn.standalone_question, turn.status, turn.confidence, turn.generation),
                    turn.references.to_json(),
                ),
            )
            db.execute(
                "UPDATE conversations SET updated_at = ? WHERE id = ?", (time, conversation_id)
            )
        return conversation_id, number

    def _begin(self, db: Connection, owner: str | None, question: str, time: str) -> str:
        conversation_id = uuid.uuid4().hex
        db.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)",
            (conversation_id, owner, _title(question), time, time),
        )
        db.execute(
            "DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE owner IS ?"
            " AND id <> ? ORDER BY updated_at DESC, id DESC LIMIT -1 OFFSET ?)",
            (owner, conversation_id, self._kept - 1),
        )
        return conversation_id

    def _next_number(self, db: Connection, owner: str | None, conversation_id: str) -> int:
        _require(db, owner, conversation_id)
        (last,) = db.execute(
            "SELECT coalesce(max(number), 0) FROM turns WHERE conversation = ?", (conversation_id,)
        ).fetchone()
        if last >= MOST_TURNS:
            raise ConversationFull(
                f"this conversation has {MOST_TURNS} turns, the most that are kept; begin another"
            )
        return int(last) + 1

    def page(self, owner: str | None, limit: int, after: str | None) -> Page:
        """Return at most `limit` conversations, the newest first.

        after: the `next_cursor` of the page before; None for the first page.
        """
        updated_at, _, conversation_id = (after or "").partition("_")
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT {_SUMMARY}, (SELECT count(*) FROM turns WHERE conversation ="
                " conversations.id) FROM conversations WHERE owner IS ?"
                " AND (? OR (updated_at, id) < (?, ?)) ORDER BY updated_at DESC, id DESC LIMIT ?",
                (owner, after is None, updated_at, conversation_id, limit + 1),
            ).fetchall()
        summaries = [ConversationSummary(*row) for row in rows[:limit]]
        if len(rows) <= limit:
            return Page(summaries, None)
        last = summaries[-1]
        return Page(summaries, f"{last.updated_at}_{last.id}")

    def read(
        self, owner: str | None, conversation_id: str, last: int = MOST_TURNS
    ) -> tuple[ConversationSummary, list[StoredTurn]]:
        """Return a conversation and its last turns, in order. Raises ConversationMissing."""
        with self._database.reading() as db:
            summary = _require(db, owner, conversation_id)
            rows = db.execute(
                f"SELECT {_TURN} FROM turns WHERE conversation = ? ORDER BY number DESC LIMIT ?",
                (conversation_id, last),
            ).fetchall()
        return summary, [_turn(row) for row in reversed(rows)]

    def delete(self, owner: str | None, conversation_id: str) -> None:
        """Delete a conversation and overwrite its words. Raises ConversationMissing."""
        with self._database.writing() as db:
            _require(db, owner, conversation_id)
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))


def _require(db: Connection, owner: str | None, conversation_id: str) -> ConversationSummary:
    """Return a conversation of this owner. Raises ConversationMissing."""
    row = db.execute(
        f"SELECT {_SUMMARY}, (SELECT count(*) FROM turns WHERE conversation = conversations.id)"
        " FROM conversations WHERE id = ? AND owner IS ?",
        (conversation_id, owner),
    ).fetchone()
    if row is None:
        raise ConversationMissing("there is no such conversation, or it is not yours")
    return ConversationSummary(*row)


def _turn(row: tuple[Any, ...]) -> StoredTurn:
    number, turn_id, asked_at, *values, references = row
    values.append(References.from_json(references))
    return StoredTurn(number, asked_at, NewTurn(turn_id, *values))


def _title(question: str) -> str:
    title = " ".join(question.split())
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
