"""Tables that stores have since some format, and those of older formats lack."""

import sqlite3
from typing import NamedTuple


class LaterTables(NamedTuple):
    """Tables that came together. name: of one of them. sql: makes them; each name in it follows
    `{schema}.`, the schema that it is made in.
    """

    name: str
    sql: str

    def make(self, connection: sqlite3.Connection) -> None:
        """Make the empty tables in a new store."""
        connection.executescript(self.sql.format(schema="main"))

    def stand_in(self, connection: sqlite3.Connection) -> None:
        """Give a store that lacks the tables empty ones in their place.

        They lie in memory and belong to the connection alone.
        """
        if not self.are_in(connection, "main"):
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.executescript(self.sql.format(schema="temp"))

    def are_in(self, connection: sqlite3.Connection, schema: str) -> bool:
        """Whether a store that is attached under a name holds the tables."""
        query = f"SELECT 1 FROM {schema}.sqlite_master WHERE name = ?"
        return connection.execute(query, (self.name,)).fetchone() is not None
