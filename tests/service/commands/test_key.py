import json

import pytest

from index.generations.publish import Generations
from service.conversation.conversations import Conversations
from service.database.sqlite_file import SqliteDatabase
from service.keys import Keys
from tests.service.conftest import Pincite
from tests.service.conversation.test_conversations import TURN


@pytest.fixture
def keys(generations: Generations) -> Keys:
    return Keys(SqliteDatabase(generations.data_dir))


def test_create_prints_the_token_alone_and_the_rest_beside_it(pincite: Pincite, keys: Keys) -> None:
    run = pincite("key", "create", "laptop")
    assert run.code == 0
    token = run.out.strip()
    assert run.out == token + "\n"
    found = keys.find(token)
    assert found is not None
    assert (found.name, found.scope, found.expires_at) == ("laptop", "ask", None)
    assert "every API request needs a key" in run.err
    assert token not in run.err


def test_only_the_first_key_changes_what_is_needed(pincite: Pincite) -> None:
    pincite("key", "create", "laptop")
    assert "every API request" not in pincite("key", "create", "phone").err


def test_create_as_json_is_one_document(pincite: Pincite, keys: Keys) -> None:
    run = pincite("key", "create", "operator", "--scope", "admin", "--days", "30", "--json")
    assert (run.code, run.err) == (0, "")
    made = json.loads(run.out)
    assert made.pop("inherited") == 0
    found = keys.find(made.pop("token"))
    assert found is not None
    assert made["scope"] == "admin"
    assert made["expires_at"] > made["created_at"]
    assert made == {name: getattr(found, name) for name in made}


def test_create_tells_what_the_first_key_inherits(
    pincite: Pincite, generations: Generations
) -> None:
    conversations = Conversations(SqliteDatabase(generations.data_dir), 100)
    for _ in range(2):
        conversations.add(None, None, TURN)
    assert "first key of scope admin" in pincite("key", "create", "laptop").err
    run = pincite("key", "create", "operator", "--scope", "admin")
    assert "inherits what was asked without a key: 2 conversations." in run.err
    assert "inherits" not in pincite("key", "create", "second", "--scope", "admin").err
    assert "inherits" not in pincite("key", "create", "phone").err


def test_create_binds_a_key_to_an_origin_and_says_what_it_still_needs(
    pincite: Pincite, keys: Keys
) -> None:
    run = pincite("key", "create", "site", "--origin", "https://site.example")
    found = keys.find(run.out.strip())
    assert found is not None
    assert found.origin == "https://site.example"
    assert "only on pages of https://site.example" in run.err
    assert "PINCITE_ALLOWED_ORIGINS" in run.err
    assert "only on https://site.example" in pincite("key", "list").out
    [listed] = json.loads(pincite("key", "list", "--json").out)
    assert listed["origin"] == "https://site.example"


def test_list_tells_all_but_the_tokens(pincite: Pincite, keys: Keys) -> None:
    assert "no key" in pincite("key", "list").err
    tokens = [keys.create(name, "ask", days)[1] for name, days in (("a", 9), ("b", -1), ("c", 9))]
    keys.revoke("c")
    run = pincite("key", "list")
    assert run.code == 0
    for line, (name, state) in zip(
        run.out.splitlines(), [("a", "until"), ("b", "expired"), ("c", "revoked")], strict=True
    ):
        assert line.endswith(f"  {name}")
        assert state in line
    listed = json.loads(pincite("key", "list", "--json").out)
    assert [(key["name"], key["usable"]) for key in listed] == [
        ("a", True),
        ("b", False),
        ("c", False),
    ]
    for token in tokens:
        assert token.split("_", 2)[2] not in run.out + json.dumps(listed)


def test_revoke_ends_a_key(pincite: Pincite, keys: Keys) -> None:
    key, _ = keys.create("laptop", "ask", None)
    run = pincite("key", "revoke", "laptop")
    assert run.code == 0
    assert key.key_id in run.out
    assert not keys.usable(keys.all()[0])
    again = pincite("key", "revoke", "laptop", "--json")
    assert (again.code, again.out) == (2, "")
    assert "pincite key list" in again.err


def test_reset_forgets_them_all(pincite: Pincite, keys: Keys) -> None:
    keys.create("laptop", "ask", None)
    keys.revoke("laptop")
    assert json.loads(pincite("key", "reset", "--json").out) == {"forgotten": 1}
    assert not keys.exist()


@pytest.mark.parametrize(
    "arguments",
    [
        ["create"],
        ["create", ""],
        ["create", "a", "--scope", "root"],
        ["create", "a", "--days", "0"],
        ["create", "a", "--days", "36501"],
        ["create", "a", "--origin", "https://site.example/"],
        ["create", "a", "--origin", "https://site.example", "--scope", "admin"],
        ["revoke"],
        ["revoke", "nobody"],
        ["make", "a"],
    ],
)
def test_a_wrong_argument_is_wrong_use(pincite: Pincite, arguments: list[str]) -> None:
    run = pincite("key", *arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err
    assert "Traceback" not in run.err


def test_a_damaged_database_is_a_failure_in_words(
    pincite: Pincite, generations: Generations
) -> None:
    generations.data_dir.mkdir()
    (generations.data_dir / "service.sqlite").write_bytes(b"no database" * 100)
    run = pincite("key", "list")
    assert (run.code, run.out) == (1, "")
    assert "service.sqlite" in run.err
    assert "Traceback" not in run.err
