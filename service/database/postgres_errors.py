"""What went wrong with PostgreSQL, and what to do, in words that hold no password."""

import psycopg
from psycopg import errors

_TOO_SLOW = (errors.QueryCanceled, errors.LockNotAvailable, errors.IdleInTransactionSessionTimeout)
_REFUSES_WRITES = (errors.InsufficientPrivilege, errors.ReadOnlySqlTransaction)


def explained(where: str, error: psycopg.Error) -> str:
    """Return why a statement failed. where: what the database is called."""
    if isinstance(error, errors.DiskFull):
        return f"the disk of {where} is full; nothing was saved"
    if isinstance(error, _REFUSES_WRITES):
        return f"{where} cannot be written: {_first_line(error)}; check what its user may do"
    if isinstance(error, _TOO_SLOW):
        return f"{where} takes too long, or others hold its locks; try again"
    if error.sqlstate is None and isinstance(error, psycopg.OperationalError):
        return f"{where} does not answer any more: {_first_line(error)}; try again"
    return f"{where} cannot be used: {_first_line(error)}"


def unreachable(where: str, error: psycopg.Error | None) -> str:
    """Return why there is no connection. error: None if all are in use."""
    if error is None:
        return f"all connections to {where} are busy; try again, or allow more of them"
    return f"{where} cannot be reached: {_first_line(error)}"


def _first_line(error: psycopg.Error) -> str:
    """Return the line that says it; the others say where in a statement, or give hints."""
    message = error.diag.message_primary or str(error).strip() or "no reason given"
    return message.splitlines()[0].removeprefix("connection failed: ")
