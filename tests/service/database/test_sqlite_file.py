import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from service.database import sqlite_file
from service.database.migrations import MIGRATIONS
from service.database.sqlite_file import SqliteDatabase
from service.errors import DatabaseFailed

ROW = (
    "INSERT INTO keys (key_id, name, scope, sha256, created_at)"
    " VALUES (?1, ?1, 'ask', x'00', '2026-01-01')"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "service.sqlite"


def names(path: Path) -> list[str]:
    with SqliteDatabase(path.parent).reading() as connection:
        return [key_id for (key_id,) in connection.execute("SELECT key_id FROM keys")]


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found: int = connection.execute("PRAGMA user_version").fetchone()[0]
        return found


def test_the_first_use_creates_it_for_its_owner_alone(path: Path) -> None:
    assert names(path) == []
    assert version(path) == len(MIGRATIONS)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_written_is_read_by_another(path: Path) -> None:
    with SqliteDatabase(path.parent).writing() as connection:
        connection.execute(ROW, ("k1",))
    assert names(path) == ["k1"]


def write_then_fail(path: Path) -> None:
    with SqliteDatabase(path.parent).writing() as connection:
        connection.execute(ROW, ("k1",))
        connection.execute("INSERT INTO nowhere VALUES (1)")


def test_a_transaction_that_fails_leaves_nothing(path: Path) -> None:
    with pytest.raises(DatabaseFailed, match="nowhere"):
        write_then_fail(path)
    assert names(path) == []


@pytest.mark.parametrize("oldest", range(len(MIGRATIONS)))
def test_every_older_version_is_brought_up_to_date(
    path: Path, monkeypatch: pytest.MonkeyPatch, oldest: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sqlite_file, "MIGRATIONS", MIGRATIONS[:oldest])
        with SqliteDatabase(path.parent).writing():
            assert version(path) == oldest
    assert names(path) == []
    assert version(path) == len(MIGRATIONS)


def test_a_migration_that_fails_changes_nothing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(path)
    broken = ("CREATE TABLE half (a TEXT)", "CREATE TABLE keys (a TEXT)")
    with monkeypatch.context() as patched:
        patched.setattr(sqlite_file, "MIGRATIONS", (*MIGRATIONS, broken))
        with pytest.raises(DatabaseFailed, match="keys"):
            names(path)
    with SqliteDatabase(path.parent).reading() as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE name = 'half'")
        assert tables.fetchall() == []


def test_one_of_a_newer_version_is_left_alone(path: Path) -> None:
    names(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(DatabaseFailed, match="newer"):
        names(path)
    assert version(path) == 99


def test_a_damaged_one_is_a_failure_in_words(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"no database at all" * 100)
    with pytest.raises(DatabaseFailed, match=r"service\.sqlite"):
        names(path)


def test_many_threads_that_start_with_none_make_one(path: Path) -> None:
    failed: list[Exception] = []

    def write(number: int) -> None:
        try:
            with SqliteDatabase(path.parent).writing() as connection:
                connection.execute(ROW, (f"k{number}",))
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(names(path)) == [f"k{number}" for number in range(8)]
