import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.errors import WriterBusy
from index.generations.opened import Generation
from index.generations.publish import Generations
from index.uploads.folder_uploads import FolderUploads
from service.indexing.indexer import Indexer, Indexing
from service.indexing.wish import Wish
from service.settings import Settings
from tests.conftest import write_files
from tests.service.apps import TOY_INDEXING

_LONGEST_S = 120.0


@pytest.fixture
def indexer(indexed: Generations) -> Iterator[Indexer]:
    """Of the index of TEXTS, whose files lie in `documents`."""
    indexer = Indexer(Settings.load(data_dir=indexed.data_dir), TOY_INDEXING)
    yield indexer
    indexer.stop()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encoding takes longer than a test does."""
    monkeypatch.setenv("TOY_SECONDS", "600")


def wait(until: Callable[[], bool]) -> None:
    end = time.monotonic() + _LONGEST_S
    while not until():
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.02)


def result(indexer: Indexer) -> Indexing:
    wait(lambda: indexer.state().status != "running")
    return indexer.state()


def test_before_the_first_there_is_nothing_to_tell(indexer: Indexer) -> None:
    assert indexer.state() == Indexing("never")


def test_it_indexes_the_remembered_files_again(
    indexer: Indexer, indexed: Generations, tmp_path: Path
) -> None:
    write_files(tmp_path / "documents", {"new.txt": "The beaver fells a tree in one night."})
    (tmp_path / "documents" / "otters.txt").unlink()
    started = indexer.start()
    assert started.status == "running"
    assert started.started_at is not None
    state = result(indexer)
    assert (state.status, state.failure) == ("done", None)
    assert state.report is not None
    assert (state.report.added, state.report.removed, state.report.encoded) == (1, 1, 1)
    assert state.report.generation == indexed.current() == 2
    assert 0 < state.report.seconds["total"] <= state.seconds < _LONGEST_S
    assert state.started_at == started.started_at


@pytest.mark.slow
def test_it_can_be_done_again_and_again(indexer: Indexer, indexed: Generations) -> None:
    for _ in range(2):
        indexer.start()
        state = result(indexer)
        assert state.report is not None
        assert (state.status, state.report.published) == ("done", False)
    assert indexed.current() == 1


@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_in_the_report(indexer: Indexer, tmp_path: Path) -> None:
    (tmp_path / "documents" / "otters.txt").write_bytes(b"\x00\x01\x02" * 50)
    indexer.start()
    state = result(indexer)
    assert state.report is not None
    assert [failure.path for failure in state.report.failed] == ["otters.txt"]


@pytest.mark.usefixtures("slow")
def test_while_one_runs_another_is_refused_and_its_progress_is_told(
    indexer: Indexer, tmp_path: Path
) -> None:
    write_files(tmp_path / "documents", {"new.txt": "The beaver fells a tree in one night."})
    indexer.start()
    with pytest.raises(WriterBusy):
        indexer.start()
    wait(lambda: indexer.state().stage == "encode")
    state = indexer.state()
    assert (state.status, state.done, state.total) == ("running", 0, 1)
    assert state.report is None
    assert state.seconds < indexer.state().seconds + 0.2


@pytest.mark.usefixtures("slow")
def test_when_the_server_ends_so_does_it_and_the_index_stays(
    indexer: Indexer, indexed: Generations, tmp_path: Path
) -> None:
    write_files(tmp_path / "documents", {"new.txt": "The beaver fells a tree in one night."})
    indexer.start()
    wait(lambda: indexer.state().stage == "encode")
    indexer.stop()
    state = result(indexer)
    assert state.status == "failed"
    assert state.failure
    assert indexed.current() == 1
    with indexed.writer():
        pass  # nobody holds the lock any more


def test_while_another_process_writes_it_is_refused(indexer: Indexer, indexed: Generations) -> None:
    with indexed.writer(), pytest.raises(WriterBusy, match=str(os.getpid())):
        indexer.start()
    assert indexer.state() == Indexing("never")


def test_a_failure_in_words_is_told(indexer: Indexer, tmp_path: Path) -> None:
    (tmp_path / "documents").rename(tmp_path / "elsewhere")
    indexer.start()
    state = result(indexer)
    assert (state.status, state.report) == ("failed", None)
    assert str(tmp_path / "documents") in str(state.failure)


@pytest.mark.parametrize("code", ["raise SystemExit(3)", "print('no json at all')"])
def test_a_process_that_breaks_is_told_and_another_may_begin(
    indexed: Generations, code: str
) -> None:
    indexer = Indexer(Settings.load(data_dir=indexed.data_dir), (sys.executable, "-c", code))
    for _ in range(2):
        indexer.start()
        state = result(indexer)
        assert (state.status, state.stage) == ("failed", None)
        assert "error output" in str(state.failure)


@pytest.mark.slow
def test_without_an_index_it_says_that_a_folder_must_be_named(
    generations: Generations,
) -> None:
    indexer = Indexer(Settings.load(data_dir=generations.data_dir), TOY_INDEXING)
    indexer.start()
    state = result(indexer)
    assert state.status == "failed"
    assert "name the folder of your documents" in (state.failure or "")


def put(indexed: Generations, name: str, text: str) -> None:
    uploads = FolderUploads(indexed.data_dir)
    with uploads.receive() as incoming:
        incoming.write(text.encode())
        uploads.keep([(name, incoming)], None)


def documents(indexed: Generations) -> list[str]:
    store = Generation.open_current(indexed).store
    return [document.document_id for document in store.summaries()]


def test_what_comes_while_one_runs_is_indexed_right_after(
    indexer: Indexer, indexed: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_SECONDS", "1")
    put(indexed, "a.txt", "The beaver fells a tree in one night.")
    assert not indexer.soon().followed
    wait(lambda: indexer.state().stage == "encode")
    monkeypatch.setenv("TOY_SECONDS", "0")
    for name in ("b.txt", "c.txt"):
        put(indexed, name, f"Another text, which is {name}.")
        assert indexer.soon().followed
    state = result(indexer)
    assert (state.status, state.followed) == ("done", False)
    assert state.report is not None
    assert (state.report.added, state.report.generation) == (2, 3)
    assert {"uploads/a.txt", "uploads/b.txt", "uploads/c.txt"} <= set(documents(indexed))


@pytest.mark.slow
def test_between_two_that_follow_each_other_it_is_not_done(
    indexer: Indexer, indexed: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(indexed, "a.txt", "The beaver fells a tree in one night.")
    indexer.soon()
    put(indexed, "b.txt", "The heron waits for hours in the reeds.")
    assert indexer.soon().followed
    popen = subprocess.Popen

    def slowly(*arguments: Any, **options: Any) -> Any:
        time.sleep(0.5)
        return popen(*arguments, **options)

    monkeypatch.setattr(subprocess, "Popen", slowly)
    state = result(indexer)
    assert (state.status, state.followed) == ("done", False)
    assert state.report is not None
    assert "uploads/b.txt" in documents(indexed)


@pytest.mark.slow
def test_while_another_process_writes_it_waits(indexer: Indexer, indexed: Generations) -> None:
    put(indexed, "a.txt", "The beaver fells a tree in one night.")
    with indexed.writer():
        assert indexer.soon().status == "running"
        time.sleep(1)
        assert indexer.state().status == "running"
    assert result(indexer).status == "done"
    assert "uploads/a.txt" in documents(indexed)


@pytest.mark.slow
def test_folders_are_added_and_dropped_and_remembered(
    indexer: Indexer, indexed: Generations, tmp_path: Path
) -> None:
    other = write_files(tmp_path / "other", {"new.txt": "The beaver fells a tree in one night."})
    indexer.soon(Wish(add=(str(other),)))
    assert result(indexer).status == "done"
    assert "other/new.txt" in documents(indexed)
    indexer.soon(Wish(drop=(str(tmp_path / "documents"),)))
    assert result(indexer).status == "done"
    assert documents(indexed) == ["new.txt"]
    indexer.soon(Wish(drop=(str(other),)))
    assert result(indexer).status == "done"
    assert documents(indexed) == []
    indexer.soon()
    assert result(indexer).status == "done"


def test_of_two_wishes_the_later_rules() -> None:
    add = Wish(add=("/a",), password="x")
    drop = Wish(drop=("/a",), add=("/b",), ocr=True)
    assert add.then(drop) == Wish(add=("/b",), drop=("/a",), password="x", ocr=True)
    assert drop.then(add) == Wish(add=("/b", "/a"), password="x", ocr=True)
    assert Wish.of_line(add.to_line()) == add
    assert Wish.of_line("") == Wish()
