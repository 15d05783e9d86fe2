import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.conversation import conversations
from service.conversation.conversations import Conversations, NewTurn
from service.conversation.references import References
from service.database import Database
from service.database.sqlite_file import SqliteDatabase
from service.errors import ConversationFull, ConversationMissing, TurnMissing

TURN = NewTurn("a1", "why?", "Why did it burn?", "answered", 0.5, 3, References([], []))


@pytest.fixture
def store(database: Database) -> Conversations:
    return Conversations(database, kept=5)


def ids(store: Conversations, owner: str | None = None) -> list[str]:
    return [summary.id for summary in store.page(owner, 100, None).summaries]


def test_what_is_kept_is_read_again(store: Conversations) -> None:
    conversation_id, number = store.add("k1", None, TURN)
    assert number == 1
    more = replace(TURN, id="a2", question="when?", status="unsupported", confidence=0.125)
    assert store.add("k1", conversation_id, more) == (conversation_id, 2)
    summary, turns = store.read("k1", conversation_id)
    assert (summary.title, summary.turns) == ("why?", 2)
    assert [turn.turn for turn in turns] == [TURN, more]
    assert [turn.number for turn in store.read("k1", conversation_id, last=1)[1]] == [2]


def test_another_owner_finds_nothing(store: Conversations) -> None:
    conversation_id, _ = store.add("k1", None, TURN)
    for owner in ("k2", None, ""):
        assert ids(store, owner) == []
        with pytest.raises(ConversationMissing):
            store.read(owner, conversation_id)
        with pytest.raises(ConversationMissing):
            store.add(owner, conversation_id, TURN)
        with pytest.raises(ConversationMissing):
            store.delete(owner, conversation_id)
    assert ids(store, "k1") == [conversation_id]


def test_of_each_owner_the_one_that_rested_longest_goes(store: Conversations) -> None:
    others = store.add("k2", None, TURN)[0]
    started = [store.add("k1", None, TURN)[0] for _ in range(5)]
    store.add("k1", started[0], TURN)
    newest = store.add("k1", None, TURN)[0]
    assert ids(store, "k1") == [newest, started[0], started[4], started[3], started[2]]
    assert ids(store, "k2") == [others]


def test_pinned_ones_go_last_and_there_is_room_for_a_new_one_still(store: Conversations) -> None:
    started = [store.add("k1", None, TURN)[0] for _ in range(5)]
    store.change("k1", started[0], pinned=True)
    newest = store.add("k1", None, TURN)[0]
    assert ids(store, "k1") == [started[0], newest, started[4], started[3], started[2]]
    for one in ids(store, "k1"):
        store.change("k1", one, pinned=True)
    last = store.add("k1", None, TURN)[0]
    assert ids(store, "k1") == [newest, started[4], started[3], started[2], last]


def test_turns_that_were_judged_are_found_whoever_asked(store: Conversations) -> None:
    assert store.judged() == []
    one, _ = store.add("k1", None, TURN)
    two, _ = store.add(None, None, replace(TURN, id="a2"))
    store.add(None, two, replace(TURN, id="a3"))
    store.judge(None, two, 1, False)
    store.judge("k1", one, 1, True)
    assert [(turn.turn.id, turn.right) for turn in store.judged()] == [("a1", True), ("a2", False)]
    store.judge("k1", one, 1, None)
    store.delete(None, two)
    assert store.judged() == []
    with pytest.raises(TurnMissing):
        store.judge("k1", one, 2, True)
    with pytest.raises(ConversationMissing):
        store.judge(None, one, 1, True)


def test_a_full_conversation_takes_no_more(
    store: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "MOST_TURNS", 2)
    conversation_id, _ = store.add(None, None, TURN)
    store.add(None, conversation_id, TURN)
    with pytest.raises(ConversationFull):
        store.add(None, conversation_id, TURN)
    assert store.read(None, conversation_id)[0].turns == 2


def test_pages_go_on_where_the_last_ended_whatever_the_clock_says(database: Database) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    stands = Conversations(database, 100, lambda: now)
    started = {stands.add(None, None, TURN)[0] for _ in range(7)}
    found: list[str] = []
    after: str | None = None
    while page := stands.page(None, 3, after):
        found += [summary.id for summary in page.summaries]
        if (after := page.next_cursor) is None:
            break
    assert len(found) == 7
    assert set(found) == started


def test_a_clock_that_goes_back_loses_nothing(database: Database) -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = Conversations(database, 100, lambda: now[0])
    first, _ = store.add(None, None, TURN)
    now[0] -= timedelta(days=3650)
    assert store.add(None, first, TURN) == (first, 2)
    second, _ = store.add(None, None, TURN)
    assert set(ids(store)) == {first, second}


def test_a_deleted_conversation_takes_its_turns_along(
    store: Conversations, database: Database
) -> None:
    gone, _ = store.add(None, None, replace(TURN, question="the planted words"))
    store.add(None, None, TURN)
    store.delete(None, gone)
    with database.reading() as db:
        assert db.execute("SELECT count(*) FROM turns").fetchone() == (1,)
        for (question,) in db.execute("SELECT question FROM turns").fetchall():
            assert "planted" not in question


def test_a_file_keeps_nothing_of_what_is_deleted(tmp_path: Path) -> None:
    store = Conversations(SqliteDatabase(tmp_path / "data"), kept=5)
    gone, _ = store.add(None, None, replace(TURN, question="the planted words"))
    store.delete(None, gone)
    for path in (tmp_path / "data").iterdir():
        assert b"planted" not in path.read_bytes()


def test_threads_share_a_conversation(store: Conversations) -> None:
    conversation_id, _ = store.add(None, None, TURN)
    numbers: list[int] = []
    threads = [
        threading.Thread(target=lambda: numbers.append(store.add(None, conversation_id, TURN)[1]))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == list(range(2, 14))


_WRITER = """
import sys
from pathlib import Path
from service.conversation.conversations import Conversations
from service.database import Database
from service.database.sqlite_file import SqliteDatabase
from tests.service.conversation.test_conversations import TURN
store = Conversations(SqliteDatabase(Path(sys.argv[1])), kept=5)
for _ in range(15):
    store.add(None, sys.argv[2], TURN)
"""


def test_and_so_do_processes(tmp_path: Path) -> None:
    store = Conversations(SqliteDatabase(tmp_path / "data"), kept=5)
    conversation_id, _ = store.add(None, None, TURN)
    command = [sys.executable, "-c", _WRITER, str(tmp_path / "data"), conversation_id]
    writers = [subprocess.Popen(command) for _ in range(2)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0]
    _, turns = store.read(None, conversation_id)
    assert [turn.number for turn in turns] == list(range(1, 32))
