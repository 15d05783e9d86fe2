"""The data folder and the database as they are at one moment -> a backup."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from index.errors import IndexMissing, StorageFailed, UsageError
from index.generations.lease import Lease
from index.generations.manifest import MANIFEST, place_of
from index.generations.publish import Generations
from index.uploads.uploads import Uploads, to_table
from service.backup.archive import ArchiveWriter, BackupContents, writing_archive
from service.database import Database
from service.database.moving import count_rows, move
from service.database.sqlite_file import FILE, SqliteDatabase


def make_backup(
    data_dir: Path, database: Database, target: Path, uploads: Uploads
) -> BackupContents:
    """Write a backup, and return what it holds. Servers and builds may go on meanwhile.

    The current generation is verified first, and kept from being pruned. Raises UsageError if the
    target is there or there is nothing to back up; StorageFailed, GenerationDamaged,
    DatabaseFailed; BucketAway, BucketFailed where the uploads are in object storage.
    """
    if target.exists():
        raise UsageError(f"{target} is there already; a backup replaces nothing")
    try:
        with writing_archive(target) as archive:
            added = _add_uploads(archive, uploads)
            generation = _add_generation(archive, data_dir)
            rows = _add_database(archive, database)
            if not archive.files:
                raise UsageError(f"there is nothing to back up in {data_dir}")
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            contents = BackupContents(made_at, generation, added, rows, archive.files)
            archive.end(contents)
    except FileExistsError as error:
        raise UsageError(f"{target} is there already; a backup replaces nothing") from error
    except OSError as error:
        raise StorageFailed(f"the backup {target} cannot be written: {error}") from error
    return contents


def _add_uploads(archive: ArchiveWriter, uploads: Uploads) -> int:
    """Add the files that were given, and their names. Returns how many they are."""
    # The names first: of the files that they name, none changes.
    kept = uploads.all()
    if not kept:
        return 0
    archive.add_bytes("uploads/names.json", to_table(kept))
    for upload in {upload.sha256: upload for upload in kept}.values():
        try:
            with uploads.opened(upload) as file:
                archive.add_opened(f"uploads/files/{upload.sha256}", file)
        except FileNotFoundError as error:
            raise StorageFailed(
                f"{upload.name} was removed while it was backed up; try again"
            ) from error
    if uploads.all() != kept:
        raise StorageFailed("files were added or removed during the backup; try again")
    return len(kept)


def _add_generation(archive: ArchiveWriter, data_dir: Path) -> int | None:
    """Add the current generation of the data folder, and return its number; None without one."""
    try:
        lease: Lease = Generations(data_dir).open_current()
    except IndexMissing:
        return None
    with lease:
        for name in (*lease.manifest.files, MANIFEST):
            path = place_of(name, lease.folder)
            archive.add(path.relative_to(data_dir).as_posix(), path)
    archive.add_bytes("CURRENT", f"{lease.manifest.number}\n".encode())
    return lease.manifest.number


def _add_database(archive: ArchiveWriter, database: Database) -> dict[str, int]:
    """Add all rows, as a file of SQLite, whatever the database is. Returns how many there are."""
    if database.stamp() is None:
        return {}
    with tempfile.TemporaryDirectory(prefix="pincite-backup-") as folder:
        copy = SqliteDatabase(Path(folder))
        if isinstance(database, SqliteDatabase):
            database.copy_to(copy.path)
        else:
            move(database, copy)
        archive.add(FILE, copy.path)
        return count_rows(copy)
