import dataclasses
import os
from datetime import UTC, datetime, timedelta

import pytest

from index.errors import UsageError
from index.generations.publish import Generations
from service.conversation.conversations import Conversations
from service.database import Database
from service.database.sqlite_file import SqliteDatabase
from service.keys import Key, Keys, Scope
from tests.service.conversation.test_conversations import TURN

START = datetime(2026, 5, 4, 12, tzinfo=UTC)


class Clock:
    """A time that a test moves."""

    now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(database: Database, clock: Clock) -> Keys:
    return Keys(database, clock)


def test_looking_creates_nothing(generations: Generations) -> None:
    keys = Keys(SqliteDatabase(generations.data_dir))
    assert not keys.exist()
    assert keys.all() == []
    assert keys.find("pincite_0123456789ab_" + "x" * 43) is None
    assert not generations.data_dir.exists()


def test_a_token_is_found_again_and_no_other(keys: Keys) -> None:
    key, token = keys.create("laptop", "ask", None)
    other, _ = keys.create("phone", "admin", None)
    assert (
        keys.find(token) == key == Key(key.key_id, "laptop", "ask", START.isoformat(), None, None)
    )
    assert keys.all() == [key, other]
    for wrong in (
        token[:-1],
        token + "x",
        token.swapcase(),
        token.replace(key.key_id, other.key_id),
        token.replace(key.key_id, "0" * 12),
        f"pincite_{key.key_id}_{'x' * 43}",
        "",
        "sk-anything",
        "pincite_ünï_€",
    ):
        assert keys.find(wrong) is None, wrong


def test_tokens_are_long_and_never_alike(keys: Keys) -> None:
    tokens = {keys.create(f"key {number}", "ask", None)[1] for number in range(20)}
    assert len(tokens) == 20
    secrets = {token.split("_", 2)[2] for token in tokens}
    assert {len(secret) for secret in secrets} == {43}, "43 letters of base64 are 256 bits"


def test_no_file_holds_the_token_or_its_secret(generations: Generations) -> None:
    keys = Keys(SqliteDatabase(generations.data_dir))
    _, token = keys.create("laptop", "ask", None)
    files = [path for path in generations.data_dir.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert token.split("_", 2)[2].encode() not in path.read_bytes()


def test_a_key_expires_when_its_days_are_over(keys: Keys, clock: Clock) -> None:
    key, token = keys.create("laptop", "ask", 30)
    assert key.expires_at == (START + timedelta(days=30)).isoformat()
    clock.now = START + timedelta(days=30, seconds=-1)
    assert keys.usable(key)
    clock.now = START + timedelta(days=30)
    assert keys.expired(key)
    assert not keys.usable(key)
    assert keys.find(token) == key, "so that its sender can be told"


@pytest.mark.parametrize("by_id", [True, False])
def test_a_key_is_revoked_by_its_name_or_its_id(keys: Keys, clock: Clock, by_id: bool) -> None:
    key, token = keys.create("laptop", "ask", None)
    other, _ = keys.create("phone", "ask", None)
    clock.now = START + timedelta(days=1)
    revoked = keys.revoke(key.key_id if by_id else "laptop")
    assert revoked == dataclasses.replace(key, revoked_at=clock.now.isoformat())
    assert keys.find(token) == revoked
    assert [keys.usable(each) for each in keys.all()] == [False, True]
    assert keys.all()[1] == other
    with pytest.raises(UsageError, match="laptop"):
        keys.revoke("laptop")


def test_keys_are_read_once_and_again_after_any_change(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = SqliteDatabase(generations.data_dir)
    keys = Keys(database)
    _, token = keys.create("laptop", "ask", None)
    read = []
    reading = SqliteDatabase.reading
    monkeypatch.setattr(SqliteDatabase, "reading", lambda self: read.append(1) or reading(self))
    for _ in range(3):
        assert keys.find(token)
    assert len(read) == 3, "it was changed just now, and may be again"
    os.utime(database.path, (1, 1))
    for _ in range(3):
        assert keys.find(token)
        assert keys.exist()
        assert keys.at_hand
    assert len(read) == 4
    Keys(database).revoke("laptop")
    assert not keys.at_hand
    found = keys.find(token)
    assert found is not None
    assert found.revoked_at is not None
    database.path.unlink()
    assert not keys.exist()
    assert keys.find(token) is None


def test_an_id_wins_over_a_name_that_looks_like_it(keys: Keys) -> None:
    first, _ = keys.create("laptop", "ask", None)
    keys.create(first.key_id, "ask", None)
    assert keys.revoke(first.key_id) == keys.all()[0]
    assert [each.revoked_at is None for each in keys.all()] == [False, True]


def test_a_name_is_free_again_when_its_key_is_revoked(keys: Keys) -> None:
    keys.create("laptop", "ask", None)
    with pytest.raises(UsageError, match="laptop"):
        keys.create("laptop", "admin", None)
    keys.revoke("laptop")
    again, _ = keys.create("laptop", "admin", None)
    assert keys.usable(again)


@pytest.mark.parametrize("name", ["", " ", " a", "a\n", "a\x1b[2J", "x" * 101])
def test_a_name_is_one_short_line(keys: Keys, name: str) -> None:
    with pytest.raises(UsageError, match="name"):
        keys.create(name, "ask", None)


@pytest.mark.parametrize("before", [[], ["ask"], ["ask", "ask"]])
def test_the_first_of_scope_admin_inherits_what_belongs_to_nobody(
    keys: Keys, database: Database, before: list[Scope]
) -> None:
    conversations = Conversations(database, 100)
    nobodys = [conversations.add(None, None, TURN)[0] for _ in range(3)]
    for number, scope in enumerate(before):
        key, _ = keys.create(f"before {number}", scope, None)
        assert keys.conversations_of(key) == 0
        conversations.add(key.key_id, None, TURN)
    first, _ = keys.create("operator", "admin", None)
    assert keys.conversations_of(first) == 3
    for conversation_id in nobodys:
        assert conversations.read(first.key_id, conversation_id)[1]
    assert conversations.page(None, 10, None).summaries == []


def test_no_later_one_inherits_unless_all_was_forgotten(keys: Keys, database: Database) -> None:
    conversations = Conversations(database, 100)
    keys.create("first", "admin", None)
    keys.revoke("first")
    conversations.add(None, None, TURN)
    second, _ = keys.create("second", "admin", None)
    assert keys.conversations_of(second) == 0
    keys.reset()
    third, _ = keys.create("third", "admin", None)
    assert keys.conversations_of(third) == 1


def test_a_key_that_cannot_be_made_inherits_nothing(keys: Keys, database: Database) -> None:
    conversations = Conversations(database, 100)
    conversations.add(None, None, TURN)
    keys.create("operator", "ask", None)
    with pytest.raises(UsageError, match="operator"):
        keys.create("operator", "admin", None)
    assert len(conversations.page(None, 10, None).summaries) == 1


def test_what_has_ended_still_counts_until_all_is_forgotten(keys: Keys) -> None:
    keys.create("laptop", "ask", 1)
    keys.revoke("laptop")
    assert keys.exist()
    assert keys.reset() == 1
    assert not keys.exist()


def test_a_key_may_be_bound_to_an_origin(keys: Keys) -> None:
    key, token = keys.create("site", "ask", None, "https://site.example")
    assert key.origin == "https://site.example"
    assert keys.find(token) == key
    assert keys.all() == [key]
    assert keys.revoke("site").origin == "https://site.example"
    assert keys.create("laptop", "ask", None)[0].origin is None


@pytest.mark.parametrize("origin", ["*", "site.example", "https://site.example/", "null", ""])
def test_a_key_is_bound_to_nothing_but_an_origin(keys: Keys, origin: str) -> None:
    with pytest.raises(UsageError, match="is not an origin"):
        keys.create("site", "ask", None, origin)
    assert not keys.exist()


def test_a_key_in_a_public_page_never_changes_the_index(keys: Keys) -> None:
    with pytest.raises(UsageError, match="scope admin"):
        keys.create("site", "admin", None, "https://site.example")
    assert not keys.exist()
