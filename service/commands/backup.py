"""`pincite backup` and `pincite restore`: the data folder and its database in one file."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say

if TYPE_CHECKING:
    from service.backup.archive import BackupContents

_File = Annotated[Path, typer.Argument(metavar="FILE", help="The file of the backup.")]


def backup(file: _File, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Write the index, files that were added, keys and conversations into one new file."""
    from index.uploads.choosing import uploads_of
    from service.backup.making import make_backup
    from service.database.opening import database_of
    from service.settings import Settings

    settings = Settings.load(data_dir=data_dir)
    contents = make_backup(settings.data_dir, database_of(settings), file, uploads_of(settings))
    _tell(f"{file}: backed up", contents, as_json)
    if not as_json:
        say("It holds documents and questions as they are. Keep it where nobody else can read it.")


def restore(file: _File, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Fill an empty data folder, and an empty database, from a backup that is checked first."""
    from index.uploads.choosing import uploads_of
    from service.backup.restoring import restore_backup
    from service.database.opening import database_of
    from service.settings import Settings

    settings = Settings.load(data_dir=data_dir)
    contents = restore_backup(file, settings.data_dir, database_of(settings), uploads_of(settings))
    _tell(f"{settings.data_dir}: restored as of {contents.made_at}", contents, as_json)


def _tell(what: str, contents: "BackupContents", as_json: bool) -> None:
    """Print what a backup holds."""
    if as_json:
        print_json({**asdict(contents), "files": len(contents.files)})
        return
    line(what, "bold")
    index = "none" if contents.generation is None else f"generation {contents.generation}"
    line(f"{index:>16}  of the index")
    line(f"{contents.uploads:>16,}  files that were added")
    for name, count in contents.rows.items():
        line(f"{count:>16,}  {name.replace('_', ' ')}")
