"""A PostgreSQL database that several servers share: its connections, transactions and versions.

Every wait has an end: for a connection, for a lock, for a statement on the server, and for an
answer of a server that says nothing. A server that is away is asked once a second and not by every
request, so that requests fail at once.
"""

import atexit
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from service.database import Stamp, Transaction
from service.database.migrations import MIGRATIONS, for_postgres
from service.database.postgres_connection import PostgresConnection, where_is
from service.database.postgres_errors import explained, unreachable
from service.errors import DatabaseFailed

_WAIT_S = 3.0  # for a connection
_REST_S = 1.0
_LIFETIME_S = 600.0
# A key that is made or revoked through one server holds on the others after this.
_READ_AGAIN_S = 1.0
_GRACE_S = 60.0

# Why there is no connection, Pincite tells itself.
logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)

# Locks are numbers that all programs in a database share; this pair of a name and a number is ours.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('pincite'), hashtext(%s))"
_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
_WRITE = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
_VERSION = "SELECT version FROM pincite_version"


class PostgresDatabase:
    """The database at a URL. The first use creates its tables.

    connections: the most that are open at once.
    """

    grace_s = _GRACE_S

    def __init__(self, url: str, connections: int) -> None:
        self.where = where_is(url)
        # Each database has a class of its own, which remembers why it could not connect.
        self._connecting: type[PostgresConnection] = type("Own", (PostgresConnection,), {})
        self._pool: ConnectionPool[PostgresConnection] = ConnectionPool(
            url,
            connection_class=self._connecting,
            kwargs=PostgresConnection.OPTIONS,
            min_size=0,
            max_size=connections,
            open=False,
            configure=PostgresConnection.limit,
            check=ConnectionPool.check_connection,
            timeout=_WAIT_S,
            max_lifetime=_LIFETIME_S,
            reconnect_timeout=_WAIT_S,
        )
        self._away: tuple[float, DatabaseFailed] | None = None

    def stamp(self) -> Stamp:
        """Return the stamp of this second. What was read before it is read again."""
        return Stamp((int(time.monotonic() / _READ_AGAIN_S),))

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Return a connection that reads the database as it is at one moment.

        Raises DatabaseFailed.
        """
        with self._transaction(_READ) as connection:
            yield connection

    @contextmanager
    def writing(self, subject: str = "") -> Iterator[Transaction]:
        """Return a connection whose changes are all kept, or all dropped if the block raises.

        subject: of those that write on one, the next begins when the one before has ended.
        Raises DatabaseFailed.
        """
        with self._transaction(_WRITE) as connection:
            connection.locked(_LOCK, subject)
            yield connection

    def close(self) -> None:
        """Close all connections."""
        atexit.unregister(self.close)
        self._pool.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[PostgresConnection]:
        try:
            with self._lent() as connection:
                self._begin(connection, begin)
                yield connection
                connection.execute("COMMIT")
        except psycopg.Error as error:
            raise DatabaseFailed(explained(self.where, error)) from error

    @contextmanager
    def _lent(self) -> Iterator[PostgresConnection]:
        """Lend a connection of the pool. A transaction that has not ended by then is dropped."""
        connection = self._connected()
        try:
            yield connection
        finally:
            connection.drop_transaction()
            self._pool.putconn(connection)

    def _connected(self) -> PostgresConnection:
        if self._away and time.monotonic() - self._away[0] < _REST_S:
            raise self._away[1]
        if self._pool.closed:
            self._pool.open()
            atexit.register(self.close)
        try:
            connection = self._pool.getconn()
        except PoolTimeout as error:
            failed = DatabaseFailed(unreachable(self.where, self._connecting.last_error))
            if self._connecting.last_error is not None:
                self._away = (time.monotonic(), failed)
            raise failed from error
        self._away = None
        return connection

    def _begin(self, connection: PostgresConnection, begin: str) -> None:
        """Begin a transaction in a database that has this Pincite's version."""
        connection.execute(begin)
        try:
            version = connection.number(_VERSION)
        except psycopg.errors.UndefinedTable:
            version = 0
        if version == len(MIGRATIONS):
            return
        connection.execute("ROLLBACK")
        self._migrate(connection)
        connection.execute(begin)

    def _migrate(self, connection: PostgresConnection) -> None:
        connection.execute(_WRITE)
        # Of several servers that start at once, one upgrades, and the others find it done.
        connection.locked(_LOCK, "migrations")
        connection.execute("CREATE TABLE IF NOT EXISTS pincite_version (version BIGINT NOT NULL)")
        version = connection.number(f"SELECT coalesce(max(version), 0) FROM ({_VERSION}) AS known")
        if version > len(MIGRATIONS):
            raise DatabaseFailed(
                f"{self.where} was written by a newer Pincite (it has version {version}, and this "
                f"Pincite knows versions up to {len(MIGRATIONS)}); install the newer one, or name "
                "another database in PINCITE_DATABASE_URL"
            )
        for migration in MIGRATIONS[version:]:
            for statement in migration:
                connection.execute(for_postgres(statement))
        connection.execute("DELETE FROM pincite_version")
        connection.execute(f"INSERT INTO pincite_version VALUES ({len(MIGRATIONS)})")
        connection.execute("COMMIT")
