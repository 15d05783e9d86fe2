import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.build import build
from index.generations.manifest import MANIFEST
from index.generations.publish import Generations
from service.indexing.renewal import index_waiting, renew_outdated
from service.wiring import Parts
from tests.conftest import write_files
from tests.index.old_format import make_old
from tests.service.apps import parts_of
from tests.service.indexing.test_indexer import documents, put, result
from tests.toy import ToyEncoder


@pytest.fixture
def parts(indexed: Generations) -> Iterator[Parts]:
    """On an index that can be made old."""
    parts = parts_of(indexed, ToyEncoder())
    yield parts
    parts.indexer.stop()


@pytest.fixture
def renew(parts: Parts, indexed: Generations) -> Callable[[], None]:
    return lambda: renew_outdated(parts.library, indexed, parts.indexer)


def test_an_index_of_this_version_is_left_as_it_is(
    renew: Callable[[], None], parts: Parts, caplog: pytest.LogCaptureFixture
) -> None:
    renew()
    assert parts.indexer.state().status == "never"
    assert caplog.records == []


def test_an_index_without_shapes_answers_until_the_next_one_is_there(
    renew: Callable[[], None],
    parts: Parts,
    indexed: Generations,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_old(indexed)
    renew()
    assert parts.library.searcher().generation.manifest.documents == 3
    assert [r.levelno for r in caplog.records] == [logging.WARNING]
    assert "An older version of Pincite made this index" in caplog.text
    state = result(parts.indexer)
    assert state.report is not None
    assert (state.report.published, state.report.encoded) == (True, 0)
    now = parts.library.searcher().generation.manifest
    assert (now.number, now.documents, now.outdated) == (2, 3, None)


def test_a_format_that_cannot_be_read_is_replaced(
    renew: Callable[[], None],
    parts: Parts,
    indexed: Generations,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with indexed.open_current() as lease:
        (lease.folder / MANIFEST).write_bytes(replace(lease.manifest, format=2).to_bytes())
    renew()
    assert "was made by an older Pincite" in caplog.text
    assert result(parts.indexer).status == "done"
    assert parts.library.searcher().generation.number == 2


def test_where_the_folders_are_gone_the_log_says_so_and_the_index_answers(
    renew: Callable[[], None],
    parts: Parts,
    indexed: Generations,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_old(indexed)
    (tmp_path / "documents").rename(tmp_path / "elsewhere")
    renew()
    assert result(parts.indexer).status == "failed"
    assert "the documents were not indexed" in caplog.text
    assert parts.library.searcher().generation.store.document("otters.txt") is not None


def test_what_somebody_rolled_back_to_stays(
    renew: Callable[[], None], parts: Parts, indexed: Generations, tmp_path: Path
) -> None:
    make_old(indexed)
    build(indexed, ToyEncoder(), [write_files(tmp_path / "documents", {"new.txt": "Rafts drift."})])
    with indexed.writer():
        assert indexed.step() == (2, 1)
    renew()
    assert parts.indexer.state().status == "never"


def test_another_process_that_is_indexing_is_left_to_it(
    renew: Callable[[], None],
    parts: Parts,
    indexed: Generations,
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_old(indexed)
    with indexed.writer():
        renew()
    assert parts.indexer.state().status == "never"
    assert "another process" in caplog.text


def test_uploads_that_came_or_went_before_the_server_ended_are_indexed(
    parts: Parts, indexed: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    def start() -> None:
        index_waiting(parts.library, indexed, parts.indexer, parts.uploads)

    start()
    assert parts.indexer.state().status == "never"
    put(indexed, "a.txt", "The beaver fells a tree in one night.")
    start()
    assert result(parts.indexer).status == "done"
    assert "uploads/a.txt" in documents(indexed)
    start()
    assert indexed.current() == 2
    parts.uploads.remove(["uploads/a.txt"], None)
    start()
    assert result(parts.indexer).status == "done"
    assert "uploads/a.txt" not in documents(indexed)
    assert len(caplog.records) == 2
    with indexed.writer():
        indexed.step()
    parts.library.searcher()
    start()
    assert indexed.current() == 2, "an index that somebody rolled back to is left as it is"
