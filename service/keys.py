"""API keys: made, listed, revoked, and recognised.

A token is random, 256 bits of it, so there is nothing to guess and one SHA-256 of it is a safe
thing to keep: a slow password hash protects words that people choose. It carries the id of its key,
by which the hash to compare with is found; hashes are compared in constant time.
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
from service.database import Database, Stamp

Scope = Literal["ask", "admin"]

_TOKEN = re.compile(r"pincite_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_COLUMNS = "key_id, name, scope, created_at, expires_at, revoked_at"
_MOST_OF_A_NAME = 100
_A_TICK_NS = 2_000_000_000  # more than any file system's


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; not its token. `admin` may do all that `ask` may.

    Times are UTC in ISO 8601. expires_at, revoked_at: None for never.
    """

    key_id: str
    name: str
    scope: Scope
    created_at: str
    expires_at: str | None
    revoked_at: str | None


_Table = dict[str, tuple[bytes, Key]]  # by id: the hash of the token, and the key


def _now() -> datetime:
    return datetime.now(UTC)


class Keys:
    """All keys in a database. Every call sees what any process wrote before it.

    Each raises DatabaseFailed where they cannot be read: then nobody is let in.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = _now) -> None:
        self._database, self._now = database, now
        self._read: tuple[Stamp, _Table] | None = None

    @property
    def at_hand(self) -> bool:
        """Whether `exist` and `find` need not read: there is no database, or it is as it was."""
        stamp, read = self._database.stamp(), self._read
        return stamp is None or (read is not None and read[0] == stamp)

    def create(self, name: str, scope: Scope, days: int | None) -> tuple[Key, str]:
        """A new key and its token, which is stored nowhere. days: until it expires; None: never.

        Raises UsageError for a name that is empty, too long, unprintable or taken.
        """
        if not 0 < len(name) <= _MOST_OF_A_NAME or not name.isprintable() or name != name.strip():
            raise UsageError(f"a key's name has 1 to {_MOST_OF_A_NAME} printable characters")
        key_id, now = secrets.token_hex(6), self._now()
        token = f"pincite_{key_id}_{secrets.token_urlsafe(32)}"
        expires = None if days is None else _text(now + timedelta(days=days))
        key = Key(key_id, name, scope, _text(now), expires, None)
        with self._database.writing() as db:
            taken = "SELECT 1 FROM keys WHERE name = ? AND revoked_at IS NULL"
            if db.execute(taken, (name,)).fetchone():
                raise UsageError(f"there is a key named {name}; choose another name, or revoke it")
            values = (key_id, name, scope, _sha256(token), key.created_at, expires)
            db.execute("INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?, NULL)", values)
        return key, token

    def all(self) -> list[Key]:
        """All keys, the oldest first; also those that are revoked or have expired."""
        if not self._database.path.exists():
            return []
        with self._database.reading() as db:
            rows = db.execute(f"SELECT {_COLUMNS} FROM keys ORDER BY rowid")
            return [Key(*row) for row in rows]

    def usable(self, key: Key) -> bool:
        return key.revoked_at is None and not self.expired(key)

    def expired(self, key: Key) -> bool:
        return key.expires_at is not None and datetime.fromisoformat(key.expires_at) <= self._now()

    def revoke(self, name: str) -> Key:
        """Revoke the key of that name or id. Raises UsageError if there is none to revoke."""
        with self._database.writing() as db:
            row = db.execute(
                f"UPDATE keys SET revoked_at = ? WHERE revoked_at IS NULL AND (key_id = ? OR "
                f"name = ? AND NOT EXISTS (SELECT 1 FROM keys WHERE key_id = ?)) "
                f"RETURNING {_COLUMNS}",
                (_text(self._now()), name, name, name),
            ).fetchone()
        if row is None:
            raise UsageError(f"there is no key named {name} to revoke; see: pincite key list")
        return Key(*row)

    def reset(self) -> int:
        """Forget all keys, also those revoked: as if there had never been one. How many."""
        with self._database.writing() as db:
            return db.execute("DELETE FROM keys").rowcount

    def exist(self) -> bool:
        """Whether a key was ever made. One that is revoked or has expired counts too: what ends
        must not open the doors.
        """
        return bool(self._table())

    def find(self, token: str) -> Key | None:
        """The key of that token, be it revoked or expired; None if the token is of none."""
        match = _TOKEN.fullmatch(token)
        found = self._table().get(match[1]) if match else None
        if found is None or not secrets.compare_digest(found[0], _sha256(token)):
            return None
        return found[1]

    def _table(self) -> "_Table":
        """All keys, read again whenever the file was changed."""
        stamp, read = self._database.stamp(), self._read
        if stamp is None:
            return {}
        if read is not None and read[0] == stamp:
            return read[1]
        with self._database.reading() as db:
            rows = db.execute(f"SELECT sha256, {_COLUMNS} FROM keys").fetchall()
        table = {row[1]: (row[0], Key(*row[1:])) for row in rows}
        # One that was changed just now may be changed again in the same tick of its clock.
        rests = time.time_ns() - stamp.changed_ns > _A_TICK_NS
        self._read = (stamp, table) if rests else None
        return table


def _sha256(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _text(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
