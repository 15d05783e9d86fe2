"""Everything that can happen to an index, in any order, against a dictionary that says the same."""

import gc
import logging
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from index.build import build
from index.durable import remove_folder
from index.errors import GenerationDamaged, IndexMissing, StorageFailed, UsageError
from index.generations.publish import KEEP, Generations
from index.records import PassageText, PassageVectors
from service.answering.answerer import Answerer
from service.library import Library
from service.records import to_json
from tests.faults.harness.editions import PLACES, question_of, text_of
from tests.faults.harness.forks import Forks
from tests.faults.harness.invariants import check_nothing_is_left, files_of
from tests.service.apps import assert_pinned
from tests.toy import ToyEncoder

names = st.sampled_from([f"{folder}{p}.txt" for folder in ("", "north/") for p in PLACES[:5]])
editions = st.integers(0, 6)


@dataclass
class Kept:
    """A generation as the model knows it."""

    texts: dict[str, str]
    whole: bool = True


class Faulty(ToyEncoder):
    """Dies as soon as it has to encode."""

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        raise RuntimeError("the encoder died")


def _it_broke(*_: object) -> None:
    # A mock would keep the error, and with it the generation that the build had open.
    raise OSError(5, "it broke")


class Machine(RuleBasedStateMachine):
    """The files, the generations and the current one, beside a real data folder."""

    forks: Forks

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="pincite-machine-"))
        self.data_dir, self.documents = self.folder / "data", self.folder / "documents"
        self.documents.mkdir()
        self.files: dict[str, str] = {}
        self.kept: dict[int, Kept] = {}
        self.current: int | None = None
        self.highest = 0  # of the numbers that a generation ever had
        self.left: set[int] = set()  # numbers of segments that a build left when it died
        self.open_again()

    def teardown(self) -> None:
        remove_folder(self.folder)

    def good(self) -> int | None:
        """The number that must be served: the current one, or the last whole one before it."""
        whole = [n for n, kept in self.kept.items() if kept.whole and n <= (self.current or 0)]
        return max(whole, default=None)

    # What people do to their files

    @rule(name=names, edition=editions)
    def add_or_edit(self, name: str, edition: int) -> None:
        self.files[name] = text_of(Path(name).stem, edition)
        path = self.documents / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.files[name], "utf-8")

    @precondition(lambda self: self.files)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        del self.files[name]
        (self.documents / name).unlink()

    @precondition(lambda self: self.files)
    @rule(data=st.data(), to=names)
    def move(self, data: st.DataObject, to: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        self.files[to] = self.files.pop(name)
        (self.documents / to).parent.mkdir(exist_ok=True)
        (self.documents / name).replace(self.documents / to)

    # What they do to the index

    @precondition(lambda self: self.files)
    @rule()
    def index(self) -> None:
        report = build(Generations(self.data_dir), ToyEncoder(), [self.documents])
        good = self.good()
        needed = good is None or good != self.current or self.kept[good].texts != self.files
        assert report.published == needed
        self.published() if needed else self.pruned()
        assert Generations(self.data_dir).numbers() == sorted(self.kept)
        assert {path.name for path in self.data_dir.iterdir()} <= {
            *("CURRENT", "HIGHEST", "generations", "segments", "verified", "writer.lock")
        }
        check_nothing_is_left(self.data_dir)

    @precondition(lambda self: self.files)
    @rule()
    def index_while_the_encoder_dies(self) -> None:
        """It is as it was; or done, where nothing had to be encoded."""
        try:
            report = build(Generations(self.data_dir), Faulty(), [self.documents])
        except RuntimeError:
            gc.collect()  # as in open_again
            return
        self.published() if report.published else self.pruned()

    @precondition(lambda self: self.files)
    @rule(name=st.sampled_from(["write_file", "sync_file", "sync_folder", "replace_file"]))
    def index_while_the_disk_fails(self, name: str) -> None:
        with mock.patch(f"index.generations.publish.{name}", _it_broke):
            try:
                build(Generations(self.data_dir), ToyEncoder(), [self.documents])
            except StorageFailed:
                self.died()
                gc.collect()  # as in open_again
            else:
                self.pruned()

    @precondition(lambda self: self.files)
    @rule(change=st.integers(1, 50))
    def index_and_be_killed(self, change: int) -> None:
        code = self.forks.build(self.data_dir, self.documents, die_at=change)
        assert code in (0, -9)
        self.died()
        if code == 0:
            assert self.kept[self.current or 0].texts == self.files

    @rule()
    def open_again(self) -> None:
        """What a restart of the server does."""
        encoder = ToyEncoder()
        self.library = Library(Generations(self.data_dir), lambda _: encoder)
        self.answerer = Answerer(self.library.searcher, 0.5)
        gc.collect()  # the frames of a failure it raised may still hold what the old one read

    @precondition(lambda self: self.current)
    @rule(forward=st.booleans())
    def roll(self, forward: bool) -> None:
        current = self.current or 0
        whole = [number for number, kept in self.kept.items() if kept.whole]
        there = min((n for n in whole if n > current), default=None)
        if not forward:
            there = max((n for n in whole if n < current), default=None)
        generations = Generations(self.data_dir)
        with generations.writer():
            if there is None:
                with pytest.raises(UsageError, match="nothing was changed"):
                    generations.step(forward)
            else:
                assert generations.step(forward) == (current, there)
                self.current = there

    @precondition(lambda self: self.current)
    @rule(keep=st.integers(1, 2))
    def prune(self, keep: int) -> None:
        self.open_again()  # nobody reads the old ones any more
        generations = Generations(self.data_dir)
        with generations.writer():
            generations.prune(keep)
        self.pruned(keep)
        assert generations.numbers() == sorted(self.kept)

    # Only of a whole one: the same bit turned twice would mend it.
    @precondition(lambda self: self.current in self.kept and self.kept[self.current].whole)
    @rule(which=st.integers(0, 99), where=st.integers(0, 10**6), bit=st.integers(0, 7))
    def corrupt(self, which: int, where: int, bit: int) -> None:
        """A bit of the current generation turns, under the server that has it open."""
        files = self.files_of(self.current or 0)
        files.sort(key=lambda p: (p.suffix, p.name))  # some names are made up at random
        path = files[which % len(files)]
        sharing = [n for n, kept in self.kept.items() if kept.whole and path in self.files_of(n)]
        content = bytearray(path.read_bytes())
        content[where % len(content)] ^= 1 << bit
        path.unlink()  # a file that some process may still have mapped is not cut under it
        path.write_bytes(content)
        for number in sharing:
            self.kept[number].whole = False

    def files_of(self, number: int) -> list[Path]:
        return files_of(self.data_dir, number)

    # What must then hold

    @rule(place=st.sampled_from(PLACES[:5]))
    def ask(self, place: str) -> None:
        if self.current is None or (good := self.good()) is None:
            error = IndexMissing if self.current is None else GenerationDamaged
            with pytest.raises(error):
                self.answerer.answer(question_of(place), 5)
            return
        answer = to_json(self.answerer.answer(question_of(place), 50))
        texts = self.kept[good].texts
        assert answer["generation"] == good
        assert_pinned(answer, texts)
        for passage in answer["passages"]:
            text = texts[passage["document_id"]]
            assert text[passage["start"] : passage["end"]] == passage["text"]
        # There are fewer documents than it was asked for, so all must be found, by vector or word;
        # of those with the same text one.
        found = [texts[passage["document_id"]] for passage in answer["passages"]]
        assert sorted(found) == sorted(set(texts.values()))

    @invariant()
    def what_is_served_is_what_the_model_says(self) -> None:
        good = self.good()
        if self.current is None or good is None:
            with pytest.raises((IndexMissing, GenerationDamaged)):
                self.library.searcher()
            return
        generation = self.library.searcher().generation
        assert generation.number == good
        served = {d.document_id: d.text for d in generation.store.all_documents()}
        assert served == self.kept[good].texts
        assert bool(self.library.damaged) == (good != self.current)

    def next_numbers(self) -> set[int]:
        """What the next generation may be called.

        No segment is cleared while a manifest cannot be read, and a new one never has the name of
        one that is there.
        """
        return {self.highest + 1} | {n + 1 for n in self.left if n > self.highest}

    def published(self) -> None:
        """A build made the next generation of the files."""
        before = self.current
        number = Generations(self.data_dir).current()
        assert number in self.next_numbers()
        self.highest = self.current = number
        self.kept[self.current] = Kept(dict(self.files))
        self.pruned(last=before)

    def pruned(self, keep: int = KEEP, last: int | None = None) -> None:
        """Only the current one and the whole ones before it stay; `last`: not those after it."""
        current = self.current or 0
        last = current - 1 if last is None else last
        before = sorted(n for n, kept in self.kept.items() if kept.whole and n <= last)
        stay = {current, *(before[-(keep - 1) :] if keep > 1 else ())}
        self.kept = {number: kept for number, kept in self.kept.items() if number in stay}

    def died(self) -> None:
        """A build ended somewhere: each generation on disk is an old one or the one of now."""
        generations = Generations(self.data_dir)
        numbers, current = generations.numbers(), generations.current_number()
        new = {n for n in numbers if n not in self.kept}
        assert new <= self.next_numbers()
        self.highest = max([self.highest, *new])
        segments = (self.data_dir / "segments").glob("*")
        self.left = {int(path.name.partition("-")[0]) for path in segments}
        assert current in {self.current, *new}
        assert current == self.current or current in new
        kept = {n: self.kept[n] for n in numbers if n in self.kept}
        self.kept = kept | {n: Kept(dict(self.files)) for n in new}
        self.current = current


@pytest.mark.parametrize("examples", [5, pytest.param(600, marks=pytest.mark.slow)])
def test_an_index_does_what_a_dictionary_does(
    examples: int,
    forks: Forks,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    caplog.set_level(logging.CRITICAL, "pincite")  # every corruption is logged
    Machine.forks = forks
    gc.freeze()  # so that the many collections look only at what the machine makes
    request.addfinalizer(gc.unfreeze)
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=30 if examples < 100 else 50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=examples < 100,
        ),
    )
