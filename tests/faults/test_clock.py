"""Clocks that jump by ten years, either way: no order and no duration depends on them."""

import ast
import datetime
import os
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.build import build
from index.building import job
from index.commands import generations
from index.commands.generations import status
from index.generations.publish import Generations
from service.library import Library
from tests.conftest import write_files
from tests.faults.harness.invariants import check_next_build, served_state, state_of_files
from tests.toy import ToyEncoder

ROOT = Path(__file__).parent.parent.parent
TEN_YEARS_S = 10 * 365 * 24 * 3600
_REAL = time.time

# By file, what may ask for the time of day, and why.
MAY_ASK = {
    "index/building/job.py": {"datetime.now"},  # created_at, for people
    "index/documents/formats/tables/workbook.py": {"datetime.time"},  # a type: what a cell holds
    "index/uploads/uploads.py": {"datetime.now"},  # when a file was added, for people
    "index/commands/generations.py": {"datetime.now"},  # the age that `status` shows
    "service/indexing/indexer.py": {"datetime.now"},  # when a re-indexing began, for people
    "service/keys.py": {"datetime.now"},  # a key expires on a day
    "service/database/remembered.py": {"time.time_ns"},  # whether a file was changed just now
    "service/shared_allowance.py": {"time.time"},  # a clock that several machines share
    "service/backup/making.py": {"datetime.now"},  # when it was made, for people
    "service/conversation/conversations.py": {"datetime.now"},  # when a turn was asked, for people
    "service/http/routes/completions.py": {"time.time"},  # as OpenAI's API has it
    "service/wording/llm/budget.py": {"datetime.now"},  # the day that tokens count for
}


class Clock:
    """The time of day, which jumps when it is told to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._ahead_s = 0.0
        clock = self

        class Shifted(datetime.datetime):
            @classmethod
            def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
                return datetime.datetime.fromtimestamp(clock.now(), tz)

        shifted = SimpleNamespace(**(vars(datetime) | {"datetime": Shifted}))
        for module in (job, generations):
            monkeypatch.setattr(module, "datetime", shifted)
        monkeypatch.setattr(time, "time", self.now)
        monkeypatch.setattr(time, "time_ns", lambda: int(self.now() * 1e9))

    def now(self) -> float:
        return _REAL() + self._ahead_s

    def jump(self, seconds: float, *folders: Path) -> None:
        """And the files of these folders bear the new date, as if they were written then."""
        self._ahead_s += seconds
        for folder in folders:
            for path in folder.rglob("*"):
                os.utime(path, (self.now(), self.now()))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.mark.parametrize("jump", [TEN_YEARS_S, -TEN_YEARS_S])
@pytest.mark.parametrize("files_too", [False, True])
def test_builds_follow_one_another_whatever_the_clock_says(
    jump: float, files_too: bool, clock: Clock, generations: Generations, tmp_path: Path
) -> None:
    encoder = ToyEncoder()
    library = Library(generations, lambda _: encoder)
    documents, created = tmp_path / "documents", []
    for number in range(1, 5):
        write_files(documents, {"a.txt": f"The lamp has {number} colours.", "b.txt": "It is red."})
        report = build(generations, encoder, [documents])
        assert report.generation == number
        assert all(0 <= seconds < 60 for seconds in report.seconds.values())
        searcher = library.searcher()
        assert searcher.generation.number == number
        found = searcher.search("lamp", 1)
        assert found.hits[0].stored.text == f"The lamp has {number} colours."
        assert 0 <= found.encode_ms < 60_000 > found.search_ms >= 0
        created.append(searcher.generation.manifest.created_at)
        clock.jump(jump, *([documents, generations.data_dir] if files_too else []))
        assert served_state(generations.data_dir) == state_of_files(documents)
    assert created == sorted(created, reverse=jump < 0), "the clock did not jump"
    with generations.writer():
        assert generations.step() == (4, 3)
        assert library.searcher().generation.number == 3
        assert generations.step(forward=True) == (3, 4)
    assert library.searcher().generation.number == 4


@pytest.mark.parametrize("jump", [TEN_YEARS_S, -TEN_YEARS_S])
def test_new_dates_of_files_are_no_change(
    jump: float, clock: Clock, generations: Generations, tmp_path: Path
) -> None:
    documents = write_files(tmp_path / "documents", {"a.txt": "The lamp is red."})
    encoder = ToyEncoder()
    build(generations, encoder, [documents])
    clock.jump(jump, documents)
    assert not build(generations, encoder, [documents]).published
    assert encoder.encoded == 1


@pytest.mark.parametrize("jump", [TEN_YEARS_S, -TEN_YEARS_S])
def test_a_jump_in_the_middle_of_a_build_changes_nothing(
    jump: float, clock: Clock, generations: Generations, tmp_path: Path
) -> None:
    class Jumping(ToyEncoder):
        def count_tokens(self, texts: list[str]) -> list[int]:  # type: ignore[override]
            clock.jump(jump / 100)
            return super().count_tokens(texts)

        def encode_passages(self, passages):  # type: ignore[no-untyped-def]
            clock.jump(jump)
            return super().encode_passages(passages)

    documents = tmp_path / "documents"
    for number in (1, 2, 3):
        write_files(documents, {"a.txt": f"The lamp has {number} colours."})
        report = build(generations, Jumping(), [documents])
        assert report.generation == number
        assert all(0 <= seconds < 60 for seconds in report.seconds.values())
    check_next_build(generations.data_dir, documents)


@pytest.mark.parametrize("jump", [TEN_YEARS_S, -TEN_YEARS_S])
def test_status_works_whatever_the_clock_says(
    jump: float,
    clock: Clock,
    generations: Generations,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    documents = write_files(tmp_path / "documents", {"a.txt": "The lamp is red."})
    build(generations, ToyEncoder(), [documents])
    clock.jump(jump)
    status(generations.data_dir)
    [age] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("age")]
    assert int(age.split()[-1]) >= 0


def test_nothing_asks_for_the_time_of_day_but_what_shows_it_to_people() -> None:
    wall = {"time", "time_ns", "now", "utcnow", "today", "localtime", "gmtime", "ctime"}
    asked: dict[str, set[str]] = {}
    for path in [*(ROOT / "index").rglob("*.py"), *(ROOT / "service").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in wall:
                base = node.value.attr if isinstance(node.value, ast.Attribute) else ""
                base = node.value.id if isinstance(node.value, ast.Name) else base
                if base in ("time", "datetime", "date"):
                    name = path.relative_to(ROOT).as_posix()
                    asked.setdefault(name, set()).add(f"{base}.{node.attr}")
            elif isinstance(node, ast.ImportFrom) and node.module == "time":
                assert not wall & {alias.name for alias in node.names}, path
    assert asked == MAY_ASK


def test_when_a_generation_was_created_is_only_shown() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for package in ("index", "service")
        for path in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "created_at"
    }
    others = {
        "service/keys.py",
        "service/conversation/chat.py",
        "service/conversation/export.py",
    }  # for people too
    shown_by = {"index/commands/generations.py", "service/http/routes/collection.py"}
    assert readers - others == {*shown_by, "service/http/routes/models.py"}
