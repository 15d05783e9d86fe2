import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from index.errors import UsageError
from service.database.migrations import MIGRATIONS
from service.database.opening import database_of
from service.errors import DatabaseFailed
from service.settings import Settings
from tests.service.postgres_server import ESCAPED, PASSWORD, PostgresServer, until

psycopg = pytest.importorskip("psycopg", reason="pip install 'pincite[scale]'")

from service.database import postgres as postgres_file  # noqa: E402
from service.database import postgres_connection  # noqa: E402
from service.database.postgres import PostgresDatabase  # noqa: E402

ROW = "INSERT INTO llm_tokens (day, tokens) VALUES (?, 1)"
Opened = Callable[[str], PostgresDatabase]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens databases as servers of their own would."""
    all_of_them: list[PostgresDatabase] = []

    def one(url: str) -> PostgresDatabase:
        all_of_them.append(PostgresDatabase(url, 4))
        return all_of_them[-1]

    yield one
    for database in all_of_them:
        database.close()


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    return postgres.new_database()


def days(database: PostgresDatabase) -> list[str]:
    with database.reading() as connection:
        return [day for (day,) in connection.execute("SELECT day FROM llm_tokens").fetchall()]


def write(database: PostgresDatabase, day: str) -> None:
    with database.writing() as connection:
        connection.execute(ROW, (day,))


def version(url: str) -> int:
    with psycopg.connect(url) as connection:
        [(found,)] = connection.execute("SELECT version FROM pincite_version").fetchall()
        return int(found)


def failure(database: PostgresDatabase) -> str:
    """What a use of it says in words, which never hold the password."""
    with pytest.raises(DatabaseFailed) as failed:
        days(database)
    for text in (PASSWORD, ESCAPED):
        assert text not in f"{failed.value!r} {failed.value.__cause__!r}"
    return str(failed.value)


def test_the_first_use_makes_the_tables(opened: Opened, url: str) -> None:
    assert days(opened(url)) == []
    assert version(url) == len(MIGRATIONS)
    write(opened(url), "2026-01-01")
    assert days(opened(url)) == ["2026-01-01"]


@pytest.mark.parametrize("oldest", range(1, len(MIGRATIONS)))
def test_every_older_version_is_brought_up_to_date(
    opened: Opened, url: str, monkeypatch: pytest.MonkeyPatch, oldest: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(postgres_file, "MIGRATIONS", MIGRATIONS[:oldest])
        with opened(url).writing() as connection:
            connection.execute(
                "INSERT INTO keys (key_id, name, scope, sha256, created_at)"
                " VALUES ('k1', 'k1', 'ask', '', '2026-01-01')"
            )
        assert version(url) == oldest
    with opened(url).reading() as connection:
        kept = connection.execute("SELECT key_id, number FROM keys").fetchall()
    # Keys are numbered by the sixth step; whoever makes one after it numbers it.
    assert kept == [("k1", int(oldest < 6))]
    assert version(url) == len(MIGRATIONS)


def test_a_migration_that_fails_changes_nothing(
    opened: Opened, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    days(opened(url))
    broken = ("CREATE TABLE half (a TEXT)", "CREATE TABLE keys (a TEXT)")
    with monkeypatch.context() as patched:
        patched.setattr(postgres_file, "MIGRATIONS", (*MIGRATIONS, broken))
        assert "keys" in failure(opened(url))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT to_regclass('half')").fetchall() == [(None,)]
    assert days(opened(url)) == []


def test_one_of_a_newer_version_is_left_alone_even_by_a_server_that_runs(
    opened: Opened, url: str
) -> None:
    running = opened(url)
    assert days(running) == []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("UPDATE pincite_version SET version = 99")
    for database in (running, opened(url)):
        assert "newer Pincite" in failure(database)
    assert version(url) == 99


def test_servers_that_start_at_once_upgrade_it_once(opened: Opened, url: str) -> None:
    failed: list[Exception] = []

    def start(number: int) -> None:
        try:
            write(opened(url), f"2026-01-0{number}")
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(days(opened(url))) == 6
    assert version(url) == len(MIGRATIONS)


def write_then_fail(database: PostgresDatabase, statement: str) -> None:
    with database.writing() as connection:
        connection.execute(ROW, ("2026-01-01",))
        connection.execute(statement)


DISK_FULL = "DO $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("INSERT INTO nowhere VALUES (1)", "nowhere"),
        (DISK_FULL, "is full; nothing was saved"),
        ("SELECT pg_sleep(60)", "takes too long"),
        (
            "SELECT pg_terminate_backend(pg_backend_pid())",
            "does not answer|cannot be used",
        ),
    ],
)
def test_a_transaction_that_fails_leaves_nothing_and_says_why(
    opened: Opened, url: str, monkeypatch: pytest.MonkeyPatch, statement: str, words: str
) -> None:
    monkeypatch.setattr(postgres_connection, "_STATEMENT_MS", 200)
    database = opened(url)
    with pytest.raises(DatabaseFailed, match=words):
        write_then_fail(database, statement)
    assert days(database) == []


def test_writers_on_one_subject_go_one_after_the_other_and_others_do_not_wait(
    opened: Opened, url: str
) -> None:
    one, other = opened(url), opened(url)
    order: list[str] = []

    def second() -> None:
        with other.writing("a") as connection:
            seen = connection.execute("SELECT count(*) FROM llm_tokens").fetchone()
            order.append(f"second, after {seen[0]}")

    with one.writing("a") as connection:
        thread = threading.Thread(target=second)
        thread.start()
        with other.writing("b"):
            order.append("another")
        time.sleep(0.1)
        connection.execute(ROW, ("2026-01-01",))
        order.append("first")
    thread.join()
    assert order == ["another", "first", "second, after 1"]


def test_a_server_whose_password_or_database_is_wrong_is_a_failure_in_words(
    opened: Opened, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_file, "_WAIT_S", 0.5)
    assert "password authentication failed" in failure(opened(postgres.url("postgres", "wrong")))
    assert "does not exist" in failure(opened(postgres.url("nowhere")))


def test_a_user_who_may_not_write_is_told_so(
    opened: Opened, postgres: PostgresServer, url: str
) -> None:
    write(opened(url), "2026-01-01")
    postgres.does(f"CREATE ROLE guest LOGIN PASSWORD '{PASSWORD}'")
    guest = url.replace("//pincite:", "//guest:")
    assert "check what its user may do" in failure(opened(guest))


def test_when_all_connections_are_in_use_that_is_said(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_file, "_WAIT_S", 0.2)
    database = PostgresDatabase(url, 1)
    try:
        with database.reading():
            assert "are busy" in failure(database)
        assert days(database) == []
    finally:
        database.close()


@pytest.mark.slow
def test_one_that_is_away_fails_at_once_and_is_found_again(
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
    own_postgres: PostgresServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(postgres_file, "_WAIT_S", 2.0)
    database = opened(own_postgres.new_database())
    write(database, "2026-01-01")
    own_postgres.stop()
    assert "cannot be reached" in failure(database)
    with monkeypatch.context() as patched:
        patched.setattr(database._pool, "getconn", pytest.fail)
        failure(database)  # without asking again
    own_postgres.start()
    until(lambda: _answers(database))
    assert days(database) == ["2026-01-01"]
    # A restart between two uses fails nobody.
    own_postgres.stop()
    own_postgres.start()
    assert days(database) == ["2026-01-01"]
    assert PASSWORD not in caplog.text


def _answers(database: PostgresDatabase) -> bool:
    try:
        days(database)
    except DatabaseFailed:
        return False
    return True


@pytest.mark.slow
def test_one_that_hangs_is_left_in_time(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, own_postgres: PostgresServer
) -> None:
    monkeypatch.setattr(postgres_connection, "_SILENCE_S", 0.5)
    monkeypatch.setattr(postgres_file, "_WAIT_S", 1.5)
    database = opened(own_postgres.new_database())
    write(database, "2026-01-01")
    own_postgres.freeze()
    try:
        assert "cannot be reached: no answer within" in failure(database)
    finally:
        own_postgres.thaw()
    until(lambda: _answers(database))


@pytest.mark.parametrize("url", ["mysql://a@b/c", f"postgresql://me:{PASSWORD}@127.0.0.1/x", "x"])
def test_a_url_that_is_none_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("PINCITE_DATABASE_URL", url)
    with pytest.raises(UsageError, match="PINCITE_DATABASE_URL") as refused:
        database_of(Settings.load())
    assert "planted" not in f"{refused.value!r} {refused.value.__cause__!r}"


def test_the_password_stands_in_no_text(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PINCITE_DATABASE_URL", url)
    settings = Settings.load()
    database = database_of(settings)
    assert ESCAPED not in f"{settings!r} {settings} {settings.model_dump_json()} {database.where}"


def test_without_the_driver_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "service.database.postgres", None)
    monkeypatch.setenv("PINCITE_DATABASE_URL", "postgresql://a@127.0.0.1/not-asked-before")
    with pytest.raises(UsageError, match=r"pip install 'pincite\[scale\]'"):
        database_of(Settings.load())


def test_nothing_of_the_driver_is_loaded_without_the_setting() -> None:
    code = (
        "import sys; from service.wiring import keys_of; from service.settings import Settings;"
        "keys_of(Settings.load()).all(); print('psycopg' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout.strip() == b"False"
