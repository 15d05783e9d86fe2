"""A backup -> the data folder and the database, which must be empty."""

from pathlib import Path

from index.durable import remove_folder, sync_folder
from index.errors import GenerationDamaged, StorageFailed, UsageError
from index.generations.manifest import folder_name
from index.generations.opened import link_again
from index.uploads.carrying import carry
from index.uploads.folder_uploads import FolderUploads
from index.uploads.uploads import Uploads
from service.backup.archive import BackupContents, extract
from service.database import Database
from service.database.moving import move
from service.database.sqlite_file import FILE, SqliteDatabase
from service.errors import BackupDamaged

_PARTIAL = "restoring.partial"
# What makes the folder an index comes last.
_ORDER = ("uploads", "segments", "generations", FILE, "CURRENT")


def restore_backup(
    path: Path, data_dir: Path, database: Database, uploads: Uploads
) -> BackupContents:
    """Fill an empty data folder from a backup, and return what it held.

    Every part is checked before any takes its place. The rows go into the database, unless that is
    the file in the folder, which is then restored as it is; so do the files that were added.
    Raises UsageError if there is no such file, or what is to be filled is not empty; BackupDamaged,
    StorageFailed, DatabaseFailed; BucketAway, BucketFailed.
    """
    if not path.is_file():
        raise UsageError(f"there is no file {path}")
    if data_dir.exists() and any(data_dir.iterdir()):
        raise UsageError(
            f"{data_dir} is not empty; a backup is restored into an empty data folder only"
        )
    partial = data_dir / _PARTIAL
    try:
        partial.mkdir(mode=0o700, parents=True)
        try:
            contents = extract(path, partial)
            _move_uploads(partial, uploads)
            _move_rows(partial, database)
            if contents.generation is not None:
                link_again(partial / "generations" / folder_name(contents.generation))
            for name in _ORDER:
                if (partial / name).exists():
                    (partial / name).rename(data_dir / name)
            sync_folder(data_dir)
        finally:
            remove_folder(partial)
    except GenerationDamaged as error:
        raise BackupDamaged(f"{path} is no whole backup of Pincite: {error}") from error
    except OSError as error:
        raise StorageFailed(f"{data_dir} cannot be written: {error}") from error
    return contents


def _move_uploads(partial: Path, uploads: Uploads) -> None:
    """Carry the files that were added to a home that is not the data folder.

    Those that a restore which failed had carried are there already, and no others.
    """
    if isinstance(uploads, FolderUploads):
        return
    restored = FolderUploads(partial)
    if set(uploads.all()) - set(restored.all()):
        raise UsageError(
            "the storage that PINCITE_UPLOADS names is not empty; a backup is restored only where "
            "no files were added"
        )
    carry(restored, uploads)
    if restored.folder.exists():
        remove_folder(restored.folder)


def _move_rows(partial: Path, database: Database) -> None:
    """Put the rows into a database that is not a file in the data folder."""
    copy = SqliteDatabase(partial)
    if isinstance(database, SqliteDatabase) or copy.stamp() is None:
        return
    move(copy, database)
    copy.path.unlink()
