import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace

import numpy as np
import pytest

from index.encoder.batching import MOST_TOGETHER, BatchingEncoder
from index.errors import ModelFailed
from index.records import QuestionVectors
from tests.toy import ToyEncoder

PATIENCE_S = 120


class Held(ToyEncoder):
    """Keeps the first passes that are asked of it until they are let go; `passes`: all of them.

    It fails at a pass with a question that says so.
    """

    def __init__(self, held: int = 0) -> None:
        super().__init__()
        self.passes: list[list[str]] = []
        self._held, self._gates = held, [threading.Event() for _ in range(held)]

    def let_go(self) -> None:
        for gate in self._gates:
            gate.set()

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        self.passes.append([*questions])
        if len(self.passes) <= self._held:
            assert self._gates[len(self.passes) - 1].wait(PATIENCE_S)
        if any("fails" in question for question in questions):
            raise ModelFailed("it fails")
        return super().encode_questions(questions)


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(64) as threads:
        yield threads


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end
        time.sleep(0.001)


def ask_behind(
    held: Held, batching: BatchingEncoder, threads: ThreadPoolExecutor, questions: Sequence[str]
) -> list[Future[QuestionVectors]]:
    """Ask the first, and the others, one after the other, while the encoder is busy with it."""
    asked = [threads.submit(batching.encode_question, questions[0])]
    until(lambda: held.passes != [])
    for number, question in enumerate(questions[1:], start=1):
        asked.append(threads.submit(batching.encode_question, question))
        until(lambda number=number: batching.waiting == number)
    return asked


def same(found: QuestionVectors, question: str) -> bool:
    expected = ToyEncoder().encode_question(question)
    return np.array_equal(found.whole, expected.whole) and np.array_equal(
        found.words, expected.words
    )


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The clock of the encoder, which goes only when a test says so."""
    clock = SimpleNamespace(now=100.0)
    stopped = SimpleNamespace(perf_counter=lambda: clock.now)
    monkeypatch.setattr("index.encoder.batching.time", stopped)
    return clock


@pytest.mark.usefixtures("clock")
def test_a_question_that_comes_alone_is_encoded_at_once() -> None:
    held = Held()
    batching = BatchingEncoder(held)
    for question in ("otters?", "mills?"):
        found = batching.encode_question(question)
        assert same(found, question)
        assert found.waited_ms == 0
    assert held.passes == [["otters?"], ["mills?"]]


def test_questions_that_come_meanwhile_are_encoded_together(
    threads: ThreadPoolExecutor, clock: SimpleNamespace
) -> None:
    held = Held(1)
    batching = BatchingEncoder(held)
    questions = [f"question {number}?" for number in range(6)]
    asked = ask_behind(held, batching, threads, questions)
    clock.now += 0.05
    held.let_go()
    found = [one.result(PATIENCE_S) for one in asked]
    assert held.passes == [questions[:1], questions[1:]]
    assert all(map(same, found, questions))
    assert found[0].waited_ms == 0
    assert [one.waited_ms for one in found[1:]] == pytest.approx([50] * 5)


def test_there_is_a_most_that_is_encoded_together(threads: ThreadPoolExecutor) -> None:
    held = Held(1)
    batching = BatchingEncoder(held)
    questions = [f"question {number}?" for number in range(MOST_TOGETHER + 3)]
    asked = ask_behind(held, batching, threads, questions)
    held.let_go()
    assert all(map(same, [one.result(PATIENCE_S) for one in asked], questions))
    assert [len(questions) for questions in held.passes] == [1, MOST_TOGETHER, 2]


def test_what_one_question_fails_of_no_other_does(threads: ThreadPoolExecutor) -> None:
    held = Held(1)
    batching = BatchingEncoder(held)
    questions = ["otters?", "mills?", "this fails", "lamps?"]
    asked = ask_behind(held, batching, threads, questions)
    held.let_go()
    for question, one in zip(questions, asked, strict=True):
        if "fails" in question:
            with pytest.raises(ModelFailed, match="it fails"):
                one.result(PATIENCE_S)
        else:
            assert same(one.result(PATIENCE_S), question)


def test_who_fails_leaves_the_encoder_to_the_next() -> None:
    batching = BatchingEncoder(Held())
    for _ in range(2):
        with pytest.raises(ModelFailed):
            batching.encode_question("this fails")
        assert same(batching.encode_question("otters?"), "otters?")


def test_an_interrupted_thread_lets_nobody_wait(threads: ThreadPoolExecutor) -> None:
    class Interrupted(Held):
        def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
            found = super().encode_questions(questions)
            if "mills?" in questions:
                raise KeyboardInterrupt
            return found

    held = Interrupted(1)
    batching = BatchingEncoder(held)
    first, *interrupted = ask_behind(held, batching, threads, ["otters?", "mills?", "lamps?"])
    held.let_go()
    assert same(first.result(PATIENCE_S), "otters?")
    for one in interrupted:
        assert isinstance(one.exception(PATIENCE_S), KeyboardInterrupt | RuntimeError)
    assert same(batching.encode_question("lamps?"), "lamps?")


@pytest.mark.parametrize("count", [1, 2, 24])
def test_any_number_of_threads_gets_every_question_its_own_vectors(count: int) -> None:
    before = threading.active_count()
    batching = BatchingEncoder(ToyEncoder())
    questions = [f"who saw otter {number} dive?" for number in range(500)]
    with ThreadPoolExecutor(count) as threads:
        found = list(threads.map(batching.encode_question, questions, timeout=PATIENCE_S))
    assert all(map(same, found, questions))
    assert threading.active_count() == before  # there is nothing to stop


def test_a_question_asked_again_is_not_encoded_again(threads: ThreadPoolExecutor) -> None:
    held = Held(1)
    batching = BatchingEncoder(held)
    asked = ask_behind(held, batching, threads, ["otters?", "mills?", "mills?"])
    held.let_go()
    assert all(same(one.result(PATIENCE_S), "mills?") for one in asked[1:])
    again = batching.encode_question("mills?")
    assert same(again, "mills?")
    assert again.waited_ms == 0
    assert held.passes == [["otters?"], ["mills?"]]


def test_the_questions_asked_last_are_kept_in_so_many_bytes() -> None:
    held = Held()
    size = ToyEncoder().encode_question("otters?").nbytes
    batching = BatchingEncoder(held, kept_bytes=2 * size)
    for question in ("otters?", "mills?", "otters?", "lamps?", "otters?", "lamps?", "mills?"):
        assert same(batching.encode_question(question), question)
    assert held.passes == [["otters?"], ["mills?"], ["lamps?"], ["mills?"]]


def test_a_question_that_is_larger_than_all_that_is_kept_has_vectors_too() -> None:
    batching = BatchingEncoder(Held(), kept_bytes=100)
    for _ in range(2):
        assert same(
            batching.encode_question("how deep do otters dive?"), "how deep do otters dive?"
        )


def test_a_failure_is_not_kept() -> None:
    class Recovering(Held):
        def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
            found = super().encode_questions(questions)
            if len(self.passes) == 1:
                raise ModelFailed("not yet")
            return found

    batching = BatchingEncoder(Recovering())
    with pytest.raises(ModelFailed):
        batching.encode_question("otters?")
    assert same(batching.encode_question("otters?"), "otters?")


def test_it_says_whose_vectors_they_are() -> None:
    assert (
        BatchingEncoder(ToyEncoder(name="another")).identity == ToyEncoder(name="another").identity
    )
