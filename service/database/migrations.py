"""The numbered steps that bring a database up to date, and how PostgreSQL takes them."""

import re
from dataclasses import dataclass

# The n-th entry upgrades a database from version n - 1 to n. They are written for SQLite; what
# PostgreSQL has other words for stands in _FOR_POSTGRES.
# An entry that has been released must never change: databases exist that were upgraded by it.
MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        # Times are UTC in ISO 8601; null means never.
        """
        CREATE TABLE keys (
            key_id TEXT PRIMARY KEY, name TEXT NOT NULL, scope TEXT NOT NULL,
            sha256 BLOB NOT NULL, -- of the token, which is stored nowhere
            created_at TEXT NOT NULL, expires_at TEXT, revoked_at TEXT
        ) STRICT
        """,
        "CREATE UNIQUE INDEX names_of_keys ON keys (name) WHERE revoked_at IS NULL",
    ),
    (
        """
        CREATE TABLE conversations (
            id TEXT PRIMARY KEY, owner TEXT, title TEXT NOT NULL,
            created_at TEXT NOT NULL, updated_at TEXT NOT NULL
        ) STRICT
        """,
        "CREATE INDEX conversations_of_owner ON conversations (owner, updated_at, id)",
        # "references" holds quotes and conflicts as places in documents, without their words.
        """
        CREATE TABLE turns (
            conversation TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
            number INTEGER NOT NULL, id TEXT NOT NULL, asked_at TEXT NOT NULL,
            question TEXT NOT NULL, standalone_question TEXT NOT NULL,
            status TEXT NOT NULL, confidence REAL NOT NULL, generation INTEGER NOT NULL,
            "references" TEXT NOT NULL,
            PRIMARY KEY (conversation, number)
        ) STRICT
        """,
    ),
    (
        # As the request had them, in JSON; null where it had none.
        "ALTER TABLE turns ADD COLUMN filters TEXT",
        # What a person says of the answer; null where nobody does.
        "ALTER TABLE turns ADD COLUMN is_right INTEGER CHECK (is_right IN (0, 1))",
        "ALTER TABLE conversations ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0"
        " CHECK (pinned IN (0, 1))",
        "DROP INDEX conversations_of_owner",
        "CREATE INDEX listed_conversations ON conversations (owner, pinned, updated_at, id)",
    ),
    # Of the only web pages that may use the key; null where it is bound to none.
    ("ALTER TABLE keys ADD COLUMN origin TEXT",),
    # What an LLM took on a day (UTC, in ISO 8601).
    ("CREATE TABLE llm_tokens (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL) STRICT",),
    # The order in which keys were made, which two of one second do not tell by their times.
    (
        "ALTER TABLE keys ADD COLUMN number INTEGER NOT NULL DEFAULT 0",
        """
        UPDATE keys SET number = (
            SELECT count(*) FROM keys AS other
            WHERE (other.created_at, other.key_id) <= (keys.created_at, keys.key_id)
        )
        """,
    ),
    # How many uses a key had left, and when (seconds since 1970).
    (
        """
        CREATE TABLE allowances (
            key_id TEXT PRIMARY KEY, uses REAL NOT NULL, counted_at REAL NOT NULL
        ) STRICT
        """,
    ),
)

# Texts are compared by code point, as SQLite does it, whatever language the server speaks.
_FOR_POSTGRES = (
    (re.compile(r"\) STRICT\b"), ")"),
    (re.compile(r"\bTEXT\b"), 'TEXT COLLATE "C"'),
    (re.compile(r"\bBLOB\b"), "BYTEA"),
    (re.compile(r"\bINTEGER\b"), "BIGINT"),
    (re.compile(r"\bREAL\b"), "DOUBLE PRECISION"),
)


@dataclass(frozen=True, slots=True)
class DatabaseTable:
    """A table of the newest version. key: the columns that tell its rows apart."""

    name: str
    key: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All its columns, quoted, the key first."""
        return tuple(f'"{column}"' for column in (*self.key, *self.others))


# A table that refers to another comes after it.
TABLES = (
    DatabaseTable(
        "keys",
        ("key_id",),
        tuple("name scope sha256 created_at expires_at revoked_at origin number".split()),
    ),
    DatabaseTable(
        "conversations", ("id",), tuple("owner title created_at updated_at pinned".split())
    ),
    DatabaseTable(
        "turns",
        ("conversation", "number"),
        tuple(
            "id asked_at question standalone_question status confidence generation references"
            " filters is_right".split()
        ),
    ),
    DatabaseTable("llm_tokens", ("day",), ("tokens",)),
    DatabaseTable("allowances", ("key_id",), ("uses", "counted_at")),
)


def for_postgres(statement: str) -> str:
    """Return a statement of a migration in PostgreSQL's words."""
    for pattern, words in _FOR_POSTGRES:
        statement = pattern.sub(words, statement)
    return statement
