from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.errors import UsageError
from service.conversation.conversations import Conversations
from service.database import Database, moving
from service.database.migrations import TABLES
from service.database.moving import move
from service.database.sqlite_file import SqliteDatabase
from service.errors import DatabaseFailed
from service.keys import Keys
from service.shared_allowance import SharedAllowance
from service.wording.llm.budget import Budget
from tests.service.conftest import Pincite
from tests.service.conversation.test_conversations import TURN
from tests.service.postgres_server import PASSWORD, PostgresServer

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.new_database()


@pytest.fixture
def shared(url: str) -> Iterator[Database]:
    from service.database.postgres import PostgresDatabase

    opened = PostgresDatabase(url, 4)
    yield opened
    opened.close()


@pytest.fixture
def file_in(tmp_path: Path) -> Callable[[str], SqliteDatabase]:
    return lambda name: SqliteDatabase(tmp_path / name)


def filled(database: Database) -> Database:
    """With something in every column of every table."""
    keys, conversations = Keys(database), Conversations(database, 1000)
    key, _ = keys.create("laptop", "ask", 30, "https://site.example")
    keys.create("operator ✓", "admin", None)
    keys.revoke("laptop")
    for owner in (None, key.key_id):
        for number in range(3):
            conversation_id, _ = conversations.add(owner, None, replace(TURN, id=f"a{number}"))
            conversations.add(owner, conversation_id, replace(TURN, question="Größe? 🦦"))
    conversations.judge(key.key_id, conversation_id, 1, False)
    conversations.change(key.key_id, conversation_id, pinned=True)
    Budget(database, 1000).reserve(10)
    SharedAllowance(database, 30, 1).take(key.key_id)
    return database


def rows(database: Database) -> Rows:
    with database.reading() as transaction:
        return {
            table.name: transaction.execute(
                f"SELECT {', '.join(table.columns)} FROM {table.name}"
                f" ORDER BY {', '.join(table.key)}"
            ).fetchall()
            for table in TABLES
        }


def test_all_rows_go_there_and_come_back(
    shared: Database, file_in: Callable[[str], SqliteDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "_ROWS_AT_ONCE", 2)
    source, back = filled(file_in("old")), file_in("new")
    counts = {"keys": 2, "conversations": 6, "turns": 12, "llm_tokens": 1, "allowances": 1}
    assert move(source, shared) == move(shared, back) == counts
    assert rows(source) == rows(shared) == rows(back)
    assert Keys(shared).all() == Keys(source).all()
    # What is begun there does not collide with what came.
    Keys(shared).create("laptop", "ask", None)
    assert [key.name for key in Keys(shared).all()] == ["laptop", "operator ✓", "laptop"]


def test_a_target_that_holds_something_is_left_alone(
    shared: Database, file_in: Callable[[str], SqliteDatabase]
) -> None:
    source = filled(file_in("old"))
    Keys(shared).create("other", "ask", None)
    before = rows(shared)
    with pytest.raises(UsageError, match="already has keys"):
        move(source, shared)
    assert rows(shared) == before


def test_what_fails_on_its_way_leaves_nothing_there(
    shared: Database, file_in: Callable[[str], SqliteDatabase], monkeypatch: pytest.MonkeyPatch
) -> None:
    source = filled(file_in("old"))
    with source.writing() as transaction:
        transaction.execute("UPDATE turns SET question = ? WHERE number = 2", ("a\x00b",))
    with pytest.raises(DatabaseFailed):
        move(source, shared)
    assert not any(rows(shared).values())


def test_nothing_cannot_be_moved(
    shared: Database, file_in: Callable[[str], SqliteDatabase]
) -> None:
    with pytest.raises(UsageError, match="nothing to move"):
        move(file_in("none"), shared)


def test_every_column_of_every_table_is_moved(
    file_in: Callable[[str], SqliteDatabase],
) -> None:
    with filled(file_in("any")).reading() as transaction:
        found = transaction.execute(
            "SELECT m.name, c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c"
            " WHERE m.type = 'table'"
        ).fetchall()
    known = {(table.name, column) for table in TABLES for column in (*table.key, *table.others)}
    assert set(found) == known


def test_the_command_tells_what_it_moved_and_no_password(
    pincite: Pincite, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(SqliteDatabase(tmp_path / "pincite-data"))
    arguments = ("database", "move", "--from", "sqlite", "--to", "postgresql")
    run = pincite(*arguments)
    assert (run.code, "PINCITE_DATABASE_URL" in run.err) == (2, True)
    monkeypatch.setenv("PINCITE_DATABASE_URL", url)
    run = pincite(*arguments)
    assert run.code == 0, run.err
    assert "12  turns" in run.out
    assert "service.sqlite still holds them" in run.err.replace("\n", " ")
    assert PASSWORD not in run.out + run.err
    again = pincite(*arguments)
    assert (again.code, "already has keys" in again.err.replace("\n", " ")) == (2, True)
    assert pincite("key", "list").out.count("operator") == 1
    same = pincite("database", "move", "--from", "sqlite", "--to", "sqlite")
    assert (same.code, "same database" in same.err) == (2, True)
