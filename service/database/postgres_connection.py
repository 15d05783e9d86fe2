"""A connection to PostgreSQL that takes the statements of this room, and waits for ever on nobody.

The URL may hold a password, so no text of it goes into an error.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus

from index.errors import UsageError

_CONNECT_S = 3
_STATEMENT_MS = 5000
_SILENCE_S = 8.0  # of a server; longer than it may work on a statement

_UNUSED = (TransactionStatus.IDLE, TransactionStatus.INTRANS, TransactionStatus.INERROR)


class PostgresConnection(psycopg.Connection[Any]):
    """psycopg's connection, without transactions that begin by themselves.

    last_error: why a server could not be reached, or that it was silent; None once one is reached.
    """

    OPTIONS: ClassVar[dict[str, Any]] = {
        "autocommit": True,
        "connect_timeout": _CONNECT_S,
        "application_name": "pincite",
        # A proxy between may hand each transaction to another server process.
        "prepare_threshold": None,
    }
    last_error: ClassVar[psycopg.Error | None] = None

    @classmethod
    def connect(cls, conninfo: str = "", **options: Any) -> "PostgresConnection":
        """Connect as psycopg does, and remember why that failed."""
        try:
            connection = super().connect(conninfo, **options)
        except psycopg.Error as error:
            cls.last_error = error
            raise
        cls.last_error = None
        return connection

    def limit(self) -> None:
        """Limit how long the server may work or wait for one statement."""
        psycopg.Connection.execute(self, f"SET statement_timeout = {_STATEMENT_MS}")
        psycopg.Connection.execute(self, f"SET lock_timeout = {_STATEMENT_MS}")
        psycopg.Connection.execute(
            self, f"SET idle_in_transaction_session_timeout = {2 * _STATEMENT_MS}"
        )

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait as psycopg does, but not longer than a server may be silent."""
        try:
            return super().wait(gen, interval, _SILENCE_S if timeout is None else timeout)
        except errors._WaitTimeout:
            silent = psycopg.OperationalError(f"no answer within {_SILENCE_S:.0f} seconds")
            type(self).last_error = silent
            raise silent from None

    def execute(  # type: ignore[override]
        self, statement: str, values: Sequence[Any] = (), /
    ) -> psycopg.Cursor[Any]:
        """Execute a statement of this room, with `?` for each value."""
        return super().execute(statement.replace("?", "%s"), values or None)

    def number(self, query: str) -> int:
        """Return the one number that a query gives; 0 without a row."""
        row = self.execute(query).fetchone()
        return int(row[0]) if row else 0

    def locked(self, lock: str, subject: str) -> None:
        """Wait until no other transaction has the lock of a subject, and hold it to the end."""
        psycopg.Connection.execute(self, lock, (subject,))

    def drop_transaction(self) -> None:
        """Undo what was not committed. Close a connection whose server says nothing."""
        if self.closed or self.info.transaction_status == TransactionStatus.IDLE:
            return
        if self.info.transaction_status not in _UNUSED:
            self.close()
            return
        try:
            self.execute("ROLLBACK")
        except psycopg.Error:
            self.close()


def where_is(url: str) -> str:
    """Return what a database is called in messages. Raises UsageError for a URL that is none."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.Error:
        raise UsageError(
            "PINCITE_DATABASE_URL: PostgreSQL's library does not understand this URL; see its "
            "parameters, and write special characters of the password as % and two digits"
        ) from None
    host = parts.get("host") or parts.get("hostaddr") or "this machine"
    port = f" port {parts['port']}" if "port" in parts else ""
    return f"the PostgreSQL database {parts.get('dbname', '')} at {host}{port}".replace("  ", " ")
