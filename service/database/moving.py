"""All rows of one database -> another, whole or not at all."""

from collections.abc import Iterator
from typing import Any

from index.errors import UsageError
from service.database import Database, Transaction
from service.database.migrations import TABLES, DatabaseTable
from service.errors import DatabaseFailed

_ROWS_AT_ONCE = 200


def move(source: Database, target: Database) -> dict[str, int]:
    """Copy all rows, and return how many each table has.

    The source stays as it is. Raises UsageError if it holds nothing or the target holds something;
    DatabaseFailed, and then the target holds nothing.
    """
    if source.stamp() is None:
        raise UsageError(f"there is nothing to move: {source.where} is not there")
    with source.reading() as old, target.writing() as new:
        _check_empty(new, target)
        counts = {table.name: _copy(table, old, new) for table in TABLES}
        for table in TABLES:
            if _count(new, table) != counts[table.name]:
                raise DatabaseFailed(
                    f"{target.where} was written to meanwhile; stop what uses it, and try again"
                )
    return counts


def count_rows(database: Database) -> dict[str, int]:
    """Return how many rows each table has. Raises DatabaseFailed."""
    with database.reading() as transaction:
        return {table.name: _count(transaction, table) for table in TABLES}


def _check_empty(new: Transaction, target: Database) -> None:
    for table in TABLES:
        if _count(new, table):
            raise UsageError(
                f"{target.where} already has {table.name.replace('_', ' ')}; move into one that is "
                "empty"
            )


def _count(transaction: Transaction, table: DatabaseTable) -> int:
    return int(transaction.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0])


def _copy(table: DatabaseTable, old: Transaction, new: Transaction) -> int:
    columns = ", ".join(table.columns)
    places = f"({', '.join('?' * len(table.columns))})"
    copied = 0
    for rows in _batches(table, old):
        some = ", ".join([places] * len(rows))
        values = [value for row in rows for value in row]
        new.execute(f"INSERT INTO {table.name} ({columns}) VALUES {some}", values)
        copied += len(rows)
    return copied


def _batches(table: DatabaseTable, old: Transaction) -> Iterator[list[tuple[Any, ...]]]:
    """Yield all rows in the order of their key, some at a time: a whole table may be large."""
    columns = ", ".join(table.columns)
    key = ", ".join(table.columns[: len(table.key)])
    places = ", ".join("?" * len(table.key))
    beyond, last = "", tuple[Any, ...]()
    while True:
        rows = old.execute(
            f"SELECT {columns} FROM {table.name}{beyond} ORDER BY {key} LIMIT ?",
            (*last, _ROWS_AT_ONCE),
        ).fetchall()
        if rows:
            yield rows
        if len(rows) < _ROWS_AT_ONCE:
            return
        beyond, last = f" WHERE ({key}) > ({places})", tuple(rows[-1][: len(table.key)])
