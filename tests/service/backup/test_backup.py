import io
import stat
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.errors import BucketAway, StorageFailed, UsageError
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.generations.verify import verify
from index.uploads.bucket_uploads import BucketUploads
from index.uploads.folder_uploads import FolderUploads
from service.backup import archive
from service.backup.making import make_backup
from service.backup.restoring import restore_backup
from service.database import Database
from service.database.sqlite_file import SqliteDatabase
from service.errors import BackupDamaged
from service.keys import Keys
from tests.conftest import write_files
from tests.index.documents.objects.storage import Storage
from tests.index.uploads.homes import PLACE, put
from tests.service.apps import TEXTS
from tests.service.conftest import Pincite
from tests.service.database.test_moving import filled, rows
from tests.service.postgres_server import PostgresServer
from tests.toy import ToyEncoder


def back_up(folder: Path, database: Database, file: Path) -> archive.BackupContents:
    return make_backup(folder, database, file, FolderUploads(folder))


def restore(file: Path, folder: Path, database: Database) -> archive.BackupContents:
    return restore_backup(file, folder, database, FolderUploads(folder))


@pytest.fixture
def used(indexed: Generations) -> Generations:
    """A data folder with all that there can be, but for its database."""
    uploads = FolderUploads(indexed.data_dir)
    for name, text in {"a.txt": b"The sail is white.", "b.txt": b"The sail is white."}.items():
        with uploads.receive() as incoming:
            incoming.write(text)
            uploads.keep([(name, incoming)], None)
    return indexed


def test_what_is_restored_is_what_was_backed_up(
    used: Generations, database: Database, tmp_path: Path
) -> None:
    filled(database)
    made = back_up(used.data_dir, database, tmp_path / "b.tar")
    assert stat.S_IMODE((tmp_path / "b.tar").stat().st_mode) == 0o600
    restored, kept = Generations(tmp_path / "new"), SqliteDatabase(tmp_path / "new")
    assert restore(tmp_path / "b.tar", restored.data_dir, kept) == made
    assert (made.generation, made.uploads, made.rows["turns"]) == (1, 2, 12)
    assert rows(kept) == rows(database)
    assert FolderUploads(restored.data_dir).all() == FolderUploads(used.data_dir).all()
    for upload in FolderUploads(restored.data_dir).all():
        assert (
            FolderUploads(restored.data_dir).path_of(upload).read_bytes() == b"The sail is white."
        )
    assert Generation.open_current(restored).manifest == Generation.open_current(used).manifest
    with restored.open_current() as lease:
        assert verify(lease) == []
    assert not (restored.data_dir / "restoring.partial").exists()
    # The next build goes on from there.
    build(restored, ToyEncoder(), [write_files(tmp_path / "documents", TEXTS)])
    assert restored.current() == 2


def test_rows_go_into_the_database_that_is_named(
    used: Generations, database: Database, postgres: PostgresServer, tmp_path: Path
) -> None:
    from service.database.postgres import PostgresDatabase

    filled(database)
    back_up(used.data_dir, database, tmp_path / "b.tar")
    shared = PostgresDatabase(postgres.new_database(), 2)
    try:
        restore(tmp_path / "b.tar", tmp_path / "new", shared)
        assert rows(shared) == rows(database)
        assert not (tmp_path / "new" / "service.sqlite").exists()
        with pytest.raises(UsageError, match="already has keys"):
            restore(tmp_path / "b.tar", tmp_path / "other", shared)
        assert list((tmp_path / "other").iterdir()) == []
    finally:
        shared.close()


def test_it_is_one_moment_though_keys_are_made_and_documents_indexed_meanwhile(
    used: Generations, tmp_path: Path
) -> None:
    database = SqliteDatabase(used.data_dir)
    filled(database)
    ends = threading.Event()

    def go_on() -> None:
        number = 0
        while not ends.is_set():
            number += 1
            Keys(database).create(f"key {number}", "ask", None)
            texts = {f"{number}.txt": "A new one."}
            build(used, ToyEncoder(), [write_files(tmp_path / "more", texts)])

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        for number in range(3):
            file, folder = tmp_path / f"{number}.tar", tmp_path / f"new{number}"
            made = back_up(used.data_dir, database, file)
            restore(file, folder, SqliteDatabase(folder))
            with Generations(folder).open_current() as lease:
                assert (lease.manifest.number, verify(lease)) == (made.generation, [])
            assert len(Keys(SqliteDatabase(folder)).all()) == made.rows["keys"]
    finally:
        ends.set()
        thread.join()


def test_nothing_is_replaced_and_nothing_cannot_be_backed_up(
    used: Generations, tmp_path: Path
) -> None:
    database = SqliteDatabase(used.data_dir)
    (tmp_path / "b.tar").write_text("mine")
    with pytest.raises(UsageError, match="replaces nothing"):
        back_up(used.data_dir, database, tmp_path / "b.tar")
    assert (tmp_path / "b.tar").read_text() == "mine"
    back_up(used.data_dir, database, tmp_path / "c.tar")
    with pytest.raises(UsageError, match="not empty"):
        restore(tmp_path / "c.tar", used.data_dir, database)
    with pytest.raises(UsageError, match="no file"):
        restore(tmp_path / "d.tar", tmp_path / "new", database)
    empty = SqliteDatabase(tmp_path / "empty")
    with pytest.raises(UsageError, match="nothing to back up"):
        back_up(tmp_path / "empty", empty, tmp_path / "e.tar")
    assert not list(tmp_path.glob("e.tar*"))


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def flipped(data: bytes) -> bytes:
    at = data.index(b"Otters live")
    return data[:at] + b"o" + data[at + 1 :]


def without_end(data: bytes) -> bytes:
    return data[: data.index(b"backup.json\0")]


@pytest.mark.parametrize("damage", [cut, flipped, without_end, lambda _: b"no tar", lambda _: b""])
def test_a_damaged_one_restores_nothing(
    used: Generations, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    database = SqliteDatabase(used.data_dir)
    filled(database)
    file = tmp_path / "b.tar"
    back_up(used.data_dir, database, file)
    file.write_bytes(damage(file.read_bytes()))
    with pytest.raises(BackupDamaged, match=r"b\.tar"):
        restore(file, tmp_path / "new", SqliteDatabase(tmp_path / "new"))
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize(
    "name", ["../outside", "/outside", "generations/000001/../../../outside", "uploads/files/x"]
)
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        info = tarfile.TarInfo(name)
        info.size = 1
        tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(BackupDamaged, match="no backup has"):
        restore(tmp_path / "b.tar", tmp_path / "new", SqliteDatabase(tmp_path / "new"))
    assert not (tmp_path / "outside").exists()


def test_no_link_is_taken(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "b.tar", "w") as tar:
        info = tarfile.TarInfo("CURRENT")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(BackupDamaged, match="no backup has"):
        archive.extract(tmp_path / "b.tar", tmp_path / "new")


def test_a_disk_that_fails_leaves_no_half_of_one(
    used: Generations, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "sync_file", full)
    with pytest.raises(StorageFailed, match="No space left"):
        back_up(used.data_dir, SqliteDatabase(used.data_dir), tmp_path / "b.tar")
    assert not list(tmp_path.glob("b.tar*"))


def test_the_commands_tell_what_they_did(
    used: Generations, pincite: Pincite, tmp_path: Path
) -> None:
    filled(SqliteDatabase(used.data_dir))
    file, new = str(tmp_path / "b.tar"), str(tmp_path / "new")
    run = pincite("backup", file)
    assert run.code == 0, run.err
    assert "generation 1  of the index" in run.out
    assert "12  turns" in run.out
    run = pincite("restore", file, "--data-dir", new)
    assert run.code == 0, run.err
    assert "restored" in run.out
    assert pincite("ask", "How deep does the otter dive?", "--data-dir", new).code == 0
    again = pincite("restore", file, "--data-dir", new)
    assert (again.code, "not empty" in again.err) == (2, True)


@pytest.mark.filterwarnings("ignore")
def test_files_that_were_added_come_from_and_go_to_object_storage(
    used: Generations, database: Database, storage: Storage, tmp_path: Path
) -> None:
    folder, shared = FolderUploads(used.data_dir), BucketUploads(PLACE, tmp_path / "server")
    back_up(used.data_dir, database, tmp_path / "a.tar")
    restore_backup(tmp_path / "a.tar", tmp_path / "one", SqliteDatabase(tmp_path / "one"), shared)
    assert shared.all() == folder.all()
    assert not FolderUploads(tmp_path / "one").all()
    made = make_backup(tmp_path / "one", database, tmp_path / "b.tar", shared)
    assert made.uploads == 2
    restore(tmp_path / "b.tar", tmp_path / "two", SqliteDatabase(tmp_path / "two"))
    assert FolderUploads(tmp_path / "two").all() == folder.all()
    # What a restore that failed had carried is no hindrance, and anything else is.
    restore_backup(
        tmp_path / "b.tar", tmp_path / "three", SqliteDatabase(tmp_path / "three"), shared
    )
    put(shared, "c.txt", b"Another file.")
    with pytest.raises(UsageError, match="PINCITE_UPLOADS names is not empty"):
        restore_backup(
            tmp_path / "b.tar", tmp_path / "four", SqliteDatabase(tmp_path / "four"), shared
        )
    assert list((tmp_path / "four").iterdir()) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_object_storage_that_is_away_makes_no_backup(
    used: Generations,
    database: Database,
    storage: Storage,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    with pytest.raises(BucketAway, match="does not answer"):
        make_backup(
            used.data_dir, database, tmp_path / "b.tar", BucketUploads(PLACE, used.data_dir)
        )
    assert not list(tmp_path.glob("b.tar*"))
