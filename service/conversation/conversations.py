"""Conversations in the service's database: begun, continued, named, judged, read, deleted.

Each conversation belongs to the key that began it. To any other key it does not exist.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from service.conversation.listing import SUMMARY, Page, owned_by, page_of, summary_of
from service.conversation.references import References
from service.conversation.turns import ConversationSummary
from service.database import Database, Transaction
from service.errors import ConversationFull, ConversationMissing, TurnMissing
from service.filters import Filters

MOST_TURNS = 200  # of one conversation
_LONGEST_TITLE = 80  # code points of a question
_ALL = 2**31  # more rows than there are
_TURN = (
    "number, asked_at, is_right, filters, id, question, standalone_question, status, confidence,"
    ' generation, "references"'
)


@dataclass(frozen=True, slots=True)
class NewTurn:
    """A question and its answer, ready to be kept.

    id: of the answer. filters: those that the question was asked with; None for none.
    """

    id: str
    question: str
    standalone_question: str
    status: Literal["answered", "unsupported"]
    confidence: float
    generation: int
    references: References
    filters: Filters | None = None


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn as it was kept.

    asked_at: UTC, in ISO 8601. right: whether a person says that the answer is right; None where
    nobody does.
    """

    number: int
    asked_at: str
    right: bool | None
    turn: NewTurn


def _now() -> datetime:
    return datetime.now(UTC)


class Conversations:
    """All conversations under one data folder. Safe with any number of threads and processes.

    kept: how many each owner may keep. Beyond that the one that was continued longest ago is
    deleted, and pinned ones only where there are no others. An owner is the id of a key, or None
    where no key was needed. All methods raise DatabaseFailed.
    """

    def __init__(self, database: Database, kept: int, now: Callable[[], datetime] = _now) -> None:
        self._database, self._kept, self._now = database, kept, now

    def add(self, owner: str | None, conversation_id: str | None, turn: NewTurn) -> tuple[str, int]:
        """Keep a turn, and return the id of its conversation and its number there, from 1.

        conversation_id: None begins a conversation. Raises ConversationMissing, ConversationFull.
        """
        time = self._now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        with self._database.writing(_subject(owner)) as db:
            if conversation_id is None:
                conversation_id = self._begin(db, owner, turn.question, time)
            number = self._next_number(db, owner, conversation_id)
            values = (
                *(number, time, None, _filters_json(turn.filters), turn.id, turn.question),
                *(turn.standalone_question, turn.status, turn.confidence, turn.generation),
                *(turn.references.to_json(), conversation_id),
            )
            places = ", ".join("?" * len(values))
            db.execute(f"INSERT INTO turns ({_TURN}, conversation) VALUES ({places})", values)
            db.execute(
                "UPDATE conversations SET updated_at = ? WHERE id = ?", (time, conversation_id)
            )
        return conversation_id, number

    def _begin(self, db: Transaction, owner: str | None, question: str, time: str) -> str:
        conversation_id = uuid.uuid4().hex
        db.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, ?, ?, 0)",
            (conversation_id, owner, _title(question), time, time),
        )
        owned = owned_by(owner)
        db.execute(
            f"DELETE FROM conversations WHERE id IN (SELECT id FROM conversations WHERE {owned.sql}"
            " AND id <> ? ORDER BY pinned DESC, updated_at DESC, id DESC LIMIT ? OFFSET ?)",
            (*owned.values, conversation_id, _ALL, self._kept - 1),
        )
        return conversation_id

    def _next_number(self, db: Transaction, owner: str | None, conversation_id: str) -> int:
        _require(db, owner, conversation_id)
        (last,) = db.execute(
            "SELECT coalesce(max(number), 0) FROM turns WHERE conversation = ?", (conversation_id,)
        ).fetchone()
        if last >= MOST_TURNS:
            raise ConversationFull(
                f"this conversation has {MOST_TURNS} turns, the most that are kept; begin another"
            )
        return int(last) + 1

    def page(self, owner: str | None, limit: int, after: str | None, query: str = "") -> Page:
        """Return at most `limit` conversations, pinned ones first, then the newest.

        after: the `next_cursor` of the page before; None for the first page. query: words that must
        all occur in the title or the questions; "" for all conversations.
        """
        with self._database.reading() as db:
            return page_of(db, owner, limit, after, query)

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

    def change(
        self,
        owner: str | None,
        conversation_id: str,
        title: str | None = None,
        pinned: bool | None = None,
    ) -> ConversationSummary:
        """Give a conversation another title, pin it or unpin it, and return it.

        title: with a character that is no white space. None changes nothing, of either. Raises
        ConversationMissing.
        """
        changes: dict[str, str | int] = {}
        if title is not None:
            changes["title"] = _in_one_line(title)
        if pinned is not None:
            changes["pinned"] = int(pinned)
        owned = owned_by(owner)
        with self._database.writing(_subject(owner)) as db:
            for column, value in changes.items():
                db.execute(
                    f"UPDATE conversations SET {column} = ? WHERE id = ? AND {owned.sql}",
                    (value, conversation_id, *owned.values),
                )
            return _require(db, owner, conversation_id)

    def judge(
        self, owner: str | None, conversation_id: str, number: int, right: bool | None
    ) -> None:
        """Keep whether a person says that the answer of a turn is right; None takes it back.

        Raises ConversationMissing, TurnMissing.
        """
        with self._database.writing(_subject(owner)) as db:
            _require(db, owner, conversation_id)
            changed = db.execute(
                "UPDATE turns SET is_right = ? WHERE conversation = ? AND number = ?",
                (None if right is None else int(right), conversation_id, number),
            ).rowcount
            if not changed:
                raise TurnMissing(f"this conversation has no turn {number}")

    def judged(self) -> list[StoredTurn]:
        """Return the turns of all owners that a person has judged, in the order of their asking."""
        if self._database.stamp() is None:
            return []
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT {_TURN} FROM turns WHERE is_right IS NOT NULL ORDER BY asked_at, id"
            ).fetchall()
        return [_turn(row) for row in rows]

    def delete(self, owner: str | None, conversation_id: str) -> None:
        """Delete a conversation and its turns. Raises ConversationMissing."""
        with self._database.writing(_subject(owner)) as db:
            _require(db, owner, conversation_id)
            db.execute("DELETE FROM conversations WHERE id = ?", (conversation_id,))


def _subject(owner: str | None) -> str:
    """Return what no two writers may change at once: the conversations of one owner."""
    return f"conversations of {owner or 'nobody'}"


def _require(db: Transaction, owner: str | None, conversation_id: str) -> ConversationSummary:
    """Return a conversation of this owner. Raises ConversationMissing."""
    owned = owned_by(owner)
    row = db.execute(
        f"SELECT {SUMMARY} FROM conversations WHERE id = ? AND {owned.sql}",
        (conversation_id, *owned.values),
    ).fetchone()
    if row is None:
        raise ConversationMissing("there is no such conversation, or it is not yours")
    return summary_of(row)


def _turn(row: tuple[Any, ...]) -> StoredTurn:
    number, asked_at, is_right, filters, *values, references = row
    kept = None if filters is None else Filters.model_validate_json(filters)
    values += [References.from_json(references), kept]
    right = None if is_right is None else bool(is_right)
    return StoredTurn(number, asked_at, right, NewTurn(*values))


def _filters_json(filters: Filters | None) -> str | None:
    return None if filters is None else filters.model_dump_json()


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


def _title(question: str) -> str:
    title = _in_one_line(question)
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
