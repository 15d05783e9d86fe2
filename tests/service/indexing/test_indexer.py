import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index.errors import WriterBusy
from index.generations.publish import Generations
from service.indexing.indexer import Indexer, Indexing
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


def test_it_can_be_done_again_and_again(indexer: Indexer, indexed: Generations) -> None:
    for _ in range(2):
        indexer.start()
        state = result(indexer)
        assert state.report is not None
        assert (state.status, state.report.published) == ("done", False)
    assert indexed.current() == 1


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


def test_without_an_index_it_says_that_a_folder_must_be_named(
    generations: Generations,
) -> None:
    indexer = Indexer(Settings.load(data_dir=generations.data_dir), TOY_INDEXING)
    indexer.start()
    state = result(indexer)
    assert state.status == "failed"
    assert "name the folder of your documents" in (state.failure or "")
