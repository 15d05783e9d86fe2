"""Settings -> the database that they name."""

from functools import cache

from index.errors import UsageError
from service.database import Database
from service.database.sqlite_file import SqliteDatabase
from service.settings import Settings


def database_of(settings: Settings) -> Database:
    """Return the database of the settings. Nothing is opened yet.

    Raises UsageError if it needs a driver that is not installed.
    """
    if settings.database_url is None:
        return SqliteDatabase(settings.data_dir)
    return postgres_at(settings.database_url.get_secret_value(), settings.database_connections)


# Keys, conversations and tokens share their connections.
@cache
def postgres_at(url: str, connections: int) -> Database:
    """Return the PostgreSQL database at a URL. Raises UsageError, as `database_of` does."""
    try:
        from service.database.postgres import PostgresDatabase
    except ImportError as error:
        raise UsageError(
            "PINCITE_DATABASE_URL needs the driver of PostgreSQL, which is not installed; run: "
            "pip install 'pincite[scale]'"
        ) from error
    return PostgresDatabase(url, connections)
