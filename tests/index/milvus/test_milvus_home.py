"""What generations in Milvus promise: seen whole or not at all, rolled back, pruned, gone."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import build
from index.errors import (
    GenerationDamaged,
    IndexMissing,
    PinciteError,
    StoreAway,
    UsageError,
    WriterBusy,
)
from index.generations.homes import Home
from index.milvus.builder_lock import BuilderLock
from index.milvus.engine.connection import MilvusConnection
from index.milvus.engine.generation_tables import PASSAGES, RECORDS, fields_of
from index.milvus.milvus_home import MilvusGenerations
from index.search import Searcher
from service.library import Library
from tests.conftest import write_files
from tests.index.milvus.servers import MilvusServer
from tests.toy import ToyEncoder

# Builds, and hangs when all is written but the manifest.
_BUILD_AND_HANG = """
import sys, time
from pathlib import Path
from index.build import build
from index.homes.home import home_of
from index.milvus.builder_lock import BuilderLock
from index.settings import IndexSettings
from tests.toy import ToyEncoder
def hang(self):
    print("written", flush=True)
    time.sleep(600)
BuilderLock.check = hang
build(home_of(IndexSettings.load()), ToyEncoder(), [Path(sys.argv[1])])
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_files(tmp_path / "documents", {"a.txt": "The lamp is red.", "b.txt": "It rains."})


@pytest.fixture
def home(tmp_path: Path, milvus: MilvusConnection) -> MilvusGenerations:
    return home_on(milvus, tmp_path)


def home_on(milvus: MilvusConnection, tmp_path: Path, machine: str = "a") -> MilvusGenerations:
    lock = BuilderLock(milvus, beat_s=0.2, dead_s=1.5)
    return MilvusGenerations(milvus, tmp_path / machine, lock=lock)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MilvusServer]:
    pytest.importorskip("milvus_lite", reason="milvus-lite is missing: pip install -e .[scale]")
    server = MilvusServer(tmp_path / "server")
    server.start()
    yield server
    server.kill()


def answer(home: Home) -> str:
    searcher = Searcher(home.open_current().generation(), ToyEncoder())
    return searcher.search("What colour is the lamp?", 1).hits[0].stored.text


def paint(folder: Path, colour: str) -> None:
    (folder / "a.txt").write_text(f"The lamp is {colour}.", "utf-8")


def collections_of(milvus: MilvusConnection) -> list[str]:
    return [name for name in milvus.collections() if name.startswith(f"{milvus.address.name}_")]


def test_before_the_first_there_is_no_index(home: MilvusGenerations) -> None:
    for read in (home.require, home.open_current, home.open_good, home.step, home.prune):
        with pytest.raises(IndexMissing, match=r"no index in .*; build one: pincite index"):
            read()
    assert (home.current_stamp(), home.current_number(), home.numbers()) == (None, None, [])


def test_rollback_forward_and_prune(home: MilvusGenerations, folder: Path) -> None:
    for colour in ("red", "blue", "green"):
        paint(folder, colour)
        build(home, ToyEncoder(), [folder])
    assert home.numbers() == [2, 3]
    stamp = home.current_stamp()
    assert home.step() == (3, 2)
    assert answer(home) == "The lamp is blue."
    assert home.current_stamp() != stamp
    with pytest.raises(UsageError, match="no whole generation before 2"):
        home.step()
    assert home.step(forward=True) == (2, 3)
    assert home.current_stamp() == stamp
    home.step()
    with home.writer():
        assert home.prune(keep=1) == [3]
    paint(folder, "white")
    assert build(home, ToyEncoder(), [folder]).generation == 4  # a number is given once
    assert home.numbers() == [2, 4]


def test_deleted_means_gone(
    home: MilvusGenerations, milvus: MilvusConnection, folder: Path
) -> None:
    build(home, ToyEncoder(), [folder])
    (folder / "a.txt").unlink()
    build(home, ToyEncoder(), [folder])
    searcher = Searcher(home.open_current().generation(), ToyEncoder())
    hits = searcher.search("What colour is the lamp?", 5).hits
    assert {hit.stored.document.document_id for hit in hits} == {"b.txt"}
    with home.writer():
        home.prune(keep=1)
    assert len(collections_of(milvus)) == 4


def test_a_generation_that_a_killed_builder_left_is_invisible_and_cleared(
    home: MilvusGenerations, milvus: MilvusConnection, folder: Path, tmp_path: Path
) -> None:
    build(home, ToyEncoder(), [folder])
    whole = collections_of(milvus)
    paint(folder, "blue")
    with pytest.MonkeyPatch.context() as killed:

        def die(*_: object) -> None:
            raise KeyboardInterrupt

        killed.setattr("index.milvus.milvus_home.rows_of", die)
        killed.setattr(MilvusGenerations, "discard", lambda *_: None)
        with pytest.raises(KeyboardInterrupt):
            build(home, ToyEncoder(), [folder])
    assert len(collections_of(milvus)) == 2 * len(whole)
    other = home_on(milvus, tmp_path, "another machine")
    assert (home.numbers(), answer(other)) == ([1], "The lamp is red.")
    assert build(other, ToyEncoder(), [folder]).generation == 2
    assert (home.numbers(), answer(home)) == ([1, 2], "The lamp is blue.")
    assert len(collections_of(milvus)) == 2 * len(whole)


@pytest.mark.slow
def test_after_a_builder_was_killed_another_machine_builds(
    server: MilvusServer, folder: Path, tmp_path: Path
) -> None:
    milvus = server.connection()
    home = home_on(milvus, tmp_path)
    build(home, ToyEncoder(), [folder])
    paint(folder, "blue")
    child = subprocess.Popen(
        [sys.executable, "-c", _BUILD_AND_HANG, str(folder)],
        stdout=subprocess.PIPE,
        env={
            **os.environ,
            "PINCITE_STORE": server.store,
            "PINCITE_DATA_DIR": str(tmp_path / "killed"),
        },
    )
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"written\n"
        with pytest.raises(WriterBusy, match="another process is writing"):
            build(MilvusGenerations(milvus, tmp_path / "b"), ToyEncoder(), [folder])
        assert (home.numbers(), answer(home)) == ([1], "The lamp is red.")
    finally:
        child.kill()
        child.wait()
        if child.stdout:
            child.stdout.close()
    assert build(home, ToyEncoder(), [folder]).generation == 2
    assert answer(home) == "The lamp is blue."
    assert len(collections_of(milvus)) == 8  # of two generations, and nothing of the dead builder


def test_a_builder_that_seemed_dead_publishes_nothing(
    home: MilvusGenerations, milvus: MilvusConnection, folder: Path, tmp_path: Path
) -> None:
    build(home, ToyEncoder(), [folder])
    paint(folder, "blue")
    slow = home_on(milvus, tmp_path, "slow")
    slow._lock._beat = lambda *_: None  # type: ignore[method-assign]
    with slow.writer():
        staging = slow.stage()
        with home.writer():
            half_written = f"{milvus.address.name}_g000002_00000000_{PASSAGES}"
            milvus.create(half_written, fields_of(PASSAGES, 8))
            with pytest.raises(WriterBusy, match="nothing was published"):
                slow._lock.check()
            slow.discard(staging)
            assert half_written in collections_of(milvus)
    assert answer(home) == "The lamp is red."


def test_a_generation_that_lost_rows_is_named_and_the_one_before_answers(
    home: MilvusGenerations, milvus: MilvusConnection, folder: Path
) -> None:
    build(home, ToyEncoder(), [folder])
    paint(folder, "blue")
    build(home, ToyEncoder(), [folder])
    tables = home.open(2).tables
    milvus._client().delete(tables[PASSAGES], ids=[0])
    with pytest.raises(GenerationDamaged, match="generation 2 holds 1 passages, not 2"):
        home.open_current()
    lease, damaged = home.open_good()
    assert (lease.manifest.number, len(damaged)) == (1, 1)
    milvus.drop(tables[PASSAGES])
    assert home.open_good()[0].manifest.number == 1
    assert build(home, ToyEncoder(), None).reason.startswith("The current generation is damaged")
    assert answer(home) == "The lamp is blue."


def test_verify_names_what_is_not_as_it_was_written(
    home: MilvusGenerations, milvus: MilvusConnection, folder: Path
) -> None:
    build(home, ToyEncoder(), [folder])
    lease = home.open_current()
    assert lease.problems() == []
    client, passages = milvus._client(), lease.tables[PASSAGES]
    [row] = client.get(passages, ids=[0], output_fields=["*"])
    dense = [0.0] * (len(row["dense"]) - 1) + [1.0]
    client.upsert(passages, [{**row, "dense": dense}])
    problems = " ".join(lease.problems())
    assert "passages: vectors from 0 on are not as written" in problems
    client.delete(lease.tables[RECORDS], ids=["passage/0/0"])
    assert "holds no whole record passage/0" in " ".join(lease.problems())


def test_every_server_goes_over_to_what_another_machine_publishes(
    server: MilvusServer, folder: Path, tmp_path: Path
) -> None:
    build(home_on(server.connection(), tmp_path), ToyEncoder(), [folder])
    readers = [
        Library(home_on(server.connection(), tmp_path, name), lambda _: ToyEncoder())
        for name in ("b", "c")
    ]
    for colour in ("red", "blue"):
        paint(folder, colour)
        build(home_on(server.connection(), tmp_path), ToyEncoder(), [folder])
        for library in readers:
            library._generations._current.forget()  # type: ignore[attr-defined]
            hits = library.searcher().search("What colour is the lamp?", 1).hits
            assert hits[0].stored.text == f"The lamp is {colour}."


def test_a_server_that_is_killed_is_away_and_back_when_it_is(
    server: MilvusServer, folder: Path, tmp_path: Path
) -> None:
    home = home_on(server.connection(), tmp_path)
    build(home, ToyEncoder(), [folder])
    library = Library(home, lambda _: ToyEncoder())
    searcher = library.searcher()
    server.kill()
    with pytest.raises(StoreAway, match="does not answer"):
        searcher.search("What colour is the lamp?", 1)
    home._current.forget()
    with pytest.raises(StoreAway):
        library.searcher()
    with pytest.raises(StoreAway):
        build(home, ToyEncoder(), [folder])
    server.start()
    home._current.forget()
    hits = library.searcher().search("What colour is the lamp?", 1).hits
    assert hits[0].stored.text == "The lamp is red."


@pytest.mark.slow
def test_a_server_that_is_killed_while_a_generation_is_written_keeps_the_old_one(
    server: MilvusServer, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = home_on(server.connection(), tmp_path)
    build(home, ToyEncoder(), [folder])
    paint(folder, "blue")
    insert = MilvusConnection.insert

    def insert_and_die(self: MilvusConnection, name: str, rows: list[object]) -> None:
        insert(self, name, rows)  # type: ignore[arg-type]
        if name.endswith(RECORDS):
            server.kill()

    with monkeypatch.context() as killing:
        killing.setattr(MilvusConnection, "insert", insert_and_die)
        with pytest.raises(PinciteError):
            build(home, ToyEncoder(), [folder])
    server.start()
    again = home_on(server.connection(), tmp_path)
    assert (again.numbers(), answer(again)) == ([1], "The lamp is red.")
    encoder = ToyEncoder()
    build(again, encoder, [folder])
    assert (encoder.encoded, answer(again)) == (0, "The lamp is blue.")  # what was encoded is kept


def test_a_store_that_stalls_is_away_within_its_deadline(
    server: MilvusServer, folder: Path, tmp_path: Path
) -> None:
    build(home_on(server.connection(), tmp_path), ToyEncoder(), [folder])
    home = home_on(server.connection(read_s=0.5), tmp_path, "b")
    library = Library(home, lambda _: ToyEncoder())
    searcher = library.searcher()
    with server.stalled():
        with pytest.raises(StoreAway, match="DEADLINE_EXCEEDED"):
            searcher.search("What colour is the lamp?", 1)
        home._current.forget()
        told: list[str] = []

        def ask() -> None:
            try:
                library.searcher()
            except StoreAway as error:
                told.append(str(error))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        assert len(told) == 8
    home._current.forget()
    assert library.searcher() is searcher
