"""`pincite database`: move keys and conversations between the data folder and PostgreSQL."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say
from index.errors import UsageError

if TYPE_CHECKING:
    from service.database import Database
    from service.settings import Settings

app = typer.Typer(
    help="Move keys and conversations between the data folder and PostgreSQL.",
    no_args_is_help=True,
)

Place = Literal["sqlite", "postgresql"]


@app.command()
def move(
    source: Annotated[
        Place,
        typer.Option("--from", help="sqlite: DATA_DIR/service.sqlite. postgresql: see --to."),
    ],
    target: Annotated[
        Place,
        typer.Option("--to", help="postgresql: the database at PINCITE_DATABASE_URL."),
    ],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Copy keys, conversations and counts into an empty database: all of them, or none.

    Stop the servers before. The database that they are copied from stays as it is.
    """
    from service.database.moving import move as moved
    from service.settings import Settings

    if source == target:
        raise UsageError("--from and --to name the same database")
    settings = Settings.load(data_dir=data_dir)
    old, new = _at(source, settings), _at(target, settings)
    counts = moved(old, new)
    if as_json:
        print_json({"from": old.where, "to": new.where, "rows": counts})
        return
    line(f"Moved to {new.where}:", "bold")
    for name, count in counts.items():
        line(f"{count:>9,}  {name.replace('_', ' ')}")
    say(f"{old.where} still holds them too. Delete it there once the servers use the new one.")


def _at(place: Place, settings: "Settings") -> "Database":
    """Return the database at a place. Raises UsageError if the settings name none."""
    from service.database.opening import database_of
    from service.database.sqlite_file import SqliteDatabase

    if place == "sqlite":
        return SqliteDatabase(settings.data_dir)
    if settings.database_url is None:
        raise UsageError("PINCITE_DATABASE_URL: it must name the PostgreSQL database")
    return database_of(settings)
