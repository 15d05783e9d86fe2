import contextvars
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from index.search import Searcher
from service.answering.answerer import Answerer
from service.http.exchange.underway import begin, observed, underway
from service.records import Answer
from tests.service.apps import QUESTION, TEXTS

LibraryOf = Callable[[dict[str, str]], Searcher]


@pytest.fixture
def answer(library_of: LibraryOf) -> Answer:
    searcher = library_of(TEXTS)
    return Answerer(lambda: searcher, 0.0).answer(QUESTION, 1)


def test_the_wait_before_an_answer_counts_from_when_the_request_had_come(answer: Answer) -> None:
    def in_request() -> Answer:
        begin("r").came = time.perf_counter() - 0.25
        told = observed(lambda: answer)
        assert underway().answer == told
        return told

    told = contextvars.copy_context().run(in_request)
    before, after = answer.timings_ms, told.timings_ms
    assert 250 <= after.wait - before.wait < 10_000
    assert after.total - before.total == pytest.approx(after.wait - before.wait)
    assert replace(told, timings_ms=before) == answer


def test_outside_of_any_request_an_answer_stays_as_it_is(answer: Answer) -> None:
    told = contextvars.Context().run(observed, lambda: answer)
    assert told == answer
