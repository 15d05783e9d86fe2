"""API keys: created, listed, revoked, and recognised by their tokens.

A token has 256 random bits, so nobody can guess it, and it is safe to keep its SHA-256. A slow
password hash protects only words that people choose. A token contains the id of its key, which
leads to the hash to compare with. Hashes are compared in constant time.
"""

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from index.errors import UsageError
from service.addresses.web_origin import web_origin
from service.database import Database, Transaction
from service.database.remembered import Remembered

Scope = Literal["ask", "admin"]

_TOKEN = re.compile(r"pincite_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_COLUMNS = "key_id, name, scope, created_at, expires_at, revoked_at, origin"
_MOST_OF_A_NAME = 100
_SUBJECT = "keys"


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its token. The scope `admin` allows all that `ask` does.

    Times are UTC in ISO 8601. expires_at, revoked_at: None means never. origin: of the only web
    pages that may use it; None where it is bound to none.
    """

    key_id: str
    name: str
    scope: Scope
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    origin: str | None = None


# By the key's id: the hash of its token, and the key.
_Table = dict[str, tuple[bytes, Key]]


def _now() -> datetime:
    return datetime.now(UTC)


class Keys:
    """The keys in a database. Every call sees what any process wrote before it.

    With a database of several servers, `exist` and `find` see it within a second; and for as long
    as that database grants grace they go by the keys that were read last. Beyond that, every method
    raises DatabaseFailed if the keys cannot be read, so that nobody is let in then.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = _now) -> None:
        self._database, self._now = database, now
        self._table: Remembered[_Table] = Remembered(database, _table_of, {})

    @property
    def at_hand(self) -> bool:
        """Whether `exist` and `find` can answer without reading the database."""
        return self._table.at_hand

    def check(self) -> None:
        """Raise DatabaseFailed if the keys could not be read when that was last tried."""
        self._table.check()

    def create(
        self, name: str, scope: Scope, days: int | None, origin: str | None = None
    ) -> tuple[Key, str]:
        """Create a key, and return it with its token, which is not stored anywhere.

        The first key of scope admin inherits the conversations that were begun without a key, which
        nobody could read any more. days: until the key expires; None means never. origin: of the
        only web pages that may use it.
        Raises UsageError for a name that is empty, too long, unprintable or taken, and for an
        origin that is none or comes with the scope admin.
        """
        if origin is not None:
            _check_origin(origin, scope)
        if not 0 < len(name) <= _MOST_OF_A_NAME or not name.isprintable() or name != name.strip():
            raise UsageError(
                f"a key's name must have 1 to {_MOST_OF_A_NAME} printable characters, and no space "
                "at either end"
            )
        key_id, now = secrets.token_hex(6), self._now()
        token = f"pincite_{key_id}_{secrets.token_urlsafe(32)}"
        expires = None if days is None else _text(now + timedelta(days=days))
        key = Key(key_id, name, scope, _text(now), expires, None, origin)
        with self._database.writing(_SUBJECT) as db:
            taken = "SELECT 1 FROM keys WHERE name = ? AND revoked_at IS NULL"
            if db.execute(taken, (name,)).fetchone():
                raise UsageError(
                    f"there is already a key named {name}; choose another name, or revoke that key"
                )
            if scope == "admin":
                _inherit(db, key)
            values = (key_id, name, scope, key.created_at, expires, None, origin, _sha256(token))
            db.execute(
                f"INSERT INTO keys ({_COLUMNS}, sha256, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
                " (SELECT coalesce(max(number), 0) + 1 FROM keys))",
                values,
            )
        self._table.forget()
        return key, token

    def conversations_of(self, key: Key) -> int:
        """Return how many conversations belong to a key. A new key has those that it inherited."""
        with self._database.reading() as db:
            counted = db.execute(
                "SELECT count(*) FROM conversations WHERE owner = ?", (key.key_id,)
            )
            return int(counted.fetchone()[0])

    def all(self) -> list[Key]:
        """Return all keys, oldest first, including revoked and expired ones."""
        if self._database.stamp() is None:
            return []
        with self._database.reading() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM keys ORDER BY number").fetchall()
        return [Key(*row) for row in rows]

    def usable(self, key: Key) -> bool:
        """Whether requests with this key are let in."""
        return key.revoked_at is None and not self.expired(key)

    def expired(self, key: Key) -> bool:
        """Whether the key's time is over."""
        return key.expires_at is not None and datetime.fromisoformat(key.expires_at) <= self._now()

    def revoke(self, name: str) -> Key:
        """Revoke the key with that name or id, and return it.

        Raises UsageError if there is no such key, or it is revoked already.
        """
        # An id comes first, because a key may have been named like another key's id.
        with self._database.writing(_SUBJECT) as db:
            row = db.execute(
                f"UPDATE keys SET revoked_at = ? WHERE revoked_at IS NULL AND (key_id = ? OR "
                f"name = ? AND NOT EXISTS (SELECT 1 FROM keys WHERE key_id = ?)) "
                f"RETURNING {_COLUMNS}",
                (_text(self._now()), name, name, name),
            ).fetchone()
        self._table.forget()
        if row is None:
            raise UsageError(
                f"there is no key named {name} to revoke; list the keys with: pincite key list"
            )
        return Key(*row)

    def reset(self) -> int:
        """Delete all keys, including revoked ones, and return how many there were.

        Then it is as if there had never been a key.
        """
        with self._database.writing(_SUBJECT) as db:
            db.execute("DELETE FROM allowances")
            forgotten = db.execute("DELETE FROM keys").rowcount
        self._table.forget()
        return forgotten

    def exist(self) -> bool:
        """Whether a key was ever created.

        Revoked and expired keys count too: the end of the last key must not open the server.
        """
        return bool(self._table.get())

    def find(self, token: str) -> Key | None:
        """Return the key of a token, even if it is revoked or expired; None if there is none."""
        match = _TOKEN.fullmatch(token)
        row = self._table.get().get(match[1]) if match else None
        if row is None:
            return None
        sha256, key = row
        return key if secrets.compare_digest(sha256, _sha256(token)) else None


def _table_of(db: Transaction) -> _Table:
    """Return all keys."""
    rows = db.execute(f"SELECT sha256, {_COLUMNS} FROM keys").fetchall()
    return {row[1]: (bytes(row[0]), Key(*row[1:])) for row in rows}


def _check_origin(origin: str, scope: Scope) -> None:
    if scope == "admin":
        raise UsageError(
            "a key that is bound to an origin stands in a public page, so it cannot have the scope "
            "admin"
        )
    try:
        web_origin(origin)
    except ValueError as error:
        raise UsageError(f"{origin} is not an origin: {error}") from error


def _inherit(db: Transaction, key: Key) -> None:
    """Give a key that is to be created the conversations that belong to nobody.

    Not if there was a key of scope admin before it, even one that has ended.
    """
    db.execute(
        "UPDATE conversations SET owner = ? WHERE owner IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM keys WHERE scope = 'admin')",
        (key.key_id,),
    )


def _sha256(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
