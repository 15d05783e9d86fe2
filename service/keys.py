"""API keys: created, listed, revoked, and recognised by their tokens.

A token has 256 random bits, so nobody can guess it, and it is safe to keep its SHA-256. A slow
password hash protects only words that people choose. A token contains the id of its key, which
leads to the hash to compare with. Hashes are compared in constant time.
"""

import hashlib
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from index.errors import UsageError
from service.database import Connection, Database, Stamp

Scope = Literal["ask", "admin"]

_TOKEN = re.compile(r"pincite_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_COLUMNS = "key_id, name, scope, created_at, expires_at, revoked_at"
_MOST_OF_A_NAME = 100
_TICK_NS = 2_000_000_000  # longer than a tick of any file system's clock


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its token. The scope `admin` allows all that `ask` does.

    Times are UTC in ISO 8601. expires_at, revoked_at: None means never.
    """

    key_id: str
    name: str
    scope: Scope
    created_at: str
    expires_at: str | None
    revoked_at: str | None


# By the key's id: the hash of its token, and the key.
_Table = dict[str, tuple[bytes, Key]]


def _now() -> datetime:
    return datetime.now(UTC)


class Keys:
    """The keys in a database. Every call sees what any process wrote before it.

    Every method raises DatabaseFailed if the keys cannot be read, so that nobody is let in then.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = _now) -> None:
        self._database, self._now = database, now
        self._read: tuple[Stamp, _Table] | None = None

    @property
    def at_hand(self) -> bool:
        """Whether `exist` and `find` can answer without reading the database."""
        stamp, read = self._database.stamp(), self._read
        return stamp is None or (read is not None and read[0] == stamp)

    def create(self, name: str, scope: Scope, days: int | None) -> tuple[Key, str]:
        """Create a key, and return it with its token, which is not stored anywhere.

        The first key of scope admin inherits the conversations that were begun without a key, which
        nobody could read any more. days: until the key expires; None means never.
        Raises UsageError for a name that is empty, too long, unprintable or taken.
        """
        if not 0 < len(name) <= _MOST_OF_A_NAME or not name.isprintable() or name != name.strip():
            raise UsageError(
                f"a key's name must have 1 to {_MOST_OF_A_NAME} printable characters, and no space "
                "at either end"
            )
        key_id, now = secrets.token_hex(6), self._now()
        token = f"pincite_{key_id}_{secrets.token_urlsafe(32)}"
        expires = None if days is None else _text(now + timedelta(days=days))
        key = Key(key_id, name, scope, _text(now), expires, None)
        with self._database.writing() as db:
            taken = "SELECT 1 FROM keys WHERE name = ? AND revoked_at IS NULL"
            if db.execute(taken, (name,)).fetchone():
                raise UsageError(
                    f"there is already a key named {name}; choose another name, or revoke that key"
                )
            if scope == "admin":
                _inherit(db, key)
            values = (key_id, name, scope, _sha256(token), key.created_at, expires)
            db.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, NULL)", values)
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
        if not self._database.path.exists():
            return []
        with self._database.reading() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM keys ORDER BY rowid")
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
        with self._database.writing() as db:
            row = db.execute(
                f"UPDATE keys SET revoked_at = ? WHERE revoked_at IS NULL AND (key_id = ? OR "
                f"name = ? AND NOT EXISTS (SELECT 1 FROM keys WHERE key_id = ?)) "
                f"RETURNING {_COLUMNS}",
                (_text(self._now()), name, name, name),
            ).fetchone()
        if row is None:
            raise UsageError(
                f"there is no key named {name} to revoke; list the keys with: pincite key list"
            )
        return Key(*row)

    def reset(self) -> int:
        """Delete all keys, including revoked ones, and return how many there were.

        Then it is as if there had never been a key.
        """
        with self._database.writing() as db:
            return db.execute("DELETE FROM keys").rowcount

    def exist(self) -> bool:
        """Whether a key was ever created.

        Revoked and expired keys count too: the end of the last key must not open the server.
        """
        return bool(self._table())

    def find(self, token: str) -> Key | None:
        """Return the key of a token, even if it is revoked or expired; None if there is none."""
        match = _TOKEN.fullmatch(token)
        row = self._table().get(match[1]) if match else None
        if row is None:
            return None
        sha256, key = row
        return key if secrets.compare_digest(sha256, _sha256(token)) else None

    def _table(self) -> "_Table":
        """Return all keys. They are read again whenever the file has changed."""
        stamp, read = self._database.stamp(), self._read
        if stamp is None:
            return {}
        if read is not None and read[0] == stamp:
            return read[1]
        with self._database.reading() as db:
            rows = db.execute(f"SELECT sha256, {_COLUMNS} FROM keys").fetchall()
        table = {row[1]: (row[0], Key(*row[1:])) for row in rows}
        # A file changed just now may change again in the same tick, without another stamp.
        is_settled = time.time_ns() - stamp.changed_ns > _TICK_NS
        self._read = (stamp, table) if is_settled else None
        return table


def _inherit(db: Connection, key: Key) -> None:
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
