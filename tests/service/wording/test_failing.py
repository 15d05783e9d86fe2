"""Whatever the LLM's server does, the quoted answer comes in time, and says why."""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from index.generations.publish import Generations
from service.errors import LlmFailed
from service.records import NO_TIME, Answer
from service.wording.llm.turnstile import MOST_WAITING, Turnstile
from service.wording.worder import Listener
from tests.service.apps import TEXTS, published
from tests.service.wording.asking import KEY, QUESTION, llm_behind, worded, worded_parts
from tests.service.wording.misbehaving import BAD, Exchange, answering, misbehaving, saying, silent
from tests.toy import ToyEncoder

GENEROUS_S = 30.0


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Generations:
    return published(TEXTS, tmp_path_factory.mktemp("failing"), ToyEncoder())


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers differ in nothing that a reader sees."""
    return replace(one, id="", timings_ms=NO_TIME, wording=None) == replace(
        other, id="", timings_ms=NO_TIME, wording=None
    )


@pytest.mark.parametrize("name", BAD)
def test_the_quoted_answer_comes_in_time_and_says_why(
    shelf: Generations, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.DEBUG),
        llm_behind(shelf, BAD[name], llm_timeout_s=2, llm_max_tokens=100) as (parts, llm),
    ):
        begun = time.monotonic()
        answer = worded(parts)
        assert time.monotonic() - begun < GENEROUS_S
        assert same(answer, parts.answerer.answer(QUESTION, 5))
        assert answer.mode == "quoted"
        assert answer.wording is not None
        problem = answer.wording.problem
        assert problem is not None
        assert problem.startswith(f"The LLM at 127.0.0.1:{llm.port} ")
        assert problem.endswith(".")
        assert answer.wording.model == "toy-llm"
        assert len(llm.exchanges) <= 1, "it is not asked again"
        for exchange in llm.exchanges:
            assert exchange.gone.wait(GENEROUS_S), "the request ends, even if the server goes on"
            assert KEY in exchange.head
    for text in (problem, caplog.text, repr(parts), repr(parts.settings), repr(answer)):
        assert "sk-planted" not in text


def test_a_server_that_is_not_there_is_no_failure_of_the_answer(shelf: Generations) -> None:
    with misbehaving(silent) as llm:
        pass  # it has ended: nobody listens at its port
    answer = worded(worded_parts(shelf, llm.url))
    assert answer.wording is not None
    assert answer.wording.problem == f"The LLM at 127.0.0.1:{llm.port} cannot be reached."
    assert answer.citations


def test_a_name_that_nobody_knows_is_no_failure_of_the_answer(shelf: Generations) -> None:
    answer = worded(worded_parts(shelf, "http://llm.invalid:9/v1", llm_timeout_s=2))
    assert answer.wording is not None
    assert answer.wording.server == "llm.invalid:9"
    assert answer.wording.problem is not None
    assert answer.citations


def test_a_redirect_is_not_followed(shelf: Generations) -> None:
    with misbehaving(saying("The otter dives [1].")) as elsewhere:
        to = f"Location: {elsewhere.url}/chat/completions\r\n"
        with llm_behind(shelf, answering("307 Temporary Redirect", "", more=to)) as (parts, _):
            answer = worded(parts)
        assert elsewhere.exchanges == []
    assert answer.wording is not None
    assert "another address" in (answer.wording.problem or "")


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_no_proxy_of_the_environment_is_used(
    shelf: Generations, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    with misbehaving(silent) as proxy:
        monkeypatch.setenv(variable, f"http://127.0.0.1:{proxy.port}")
        with llm_behind(shelf, saying("The otter dives eight metres deep [1].")) as (parts, _):
            assert worded(parts).mode == "worded"
        assert proxy.exchanges == []


def test_whoever_has_gone_ends_the_request(shelf: Generations) -> None:
    class Gone(Exception):
        pass

    asked = threading.Event()

    def may_stop() -> None:
        if asked.is_set():
            raise Gone

    def behave(exchange: Exchange) -> None:
        asked.set()
        silent(exchange)

    with llm_behind(shelf, behave, llm_timeout_s=600) as (parts, llm):
        with pytest.raises(Gone):
            worded(parts, listener=Listener(may_stop))
        assert llm.exchanges[0].gone.wait(GENEROUS_S)


def test_no_more_answers_than_allowed_are_worded_at_once(shelf: Generations) -> None:
    at_once, most, lock = 0, 0, threading.Lock()
    say = saying("The otter dives eight metres deep [1].")

    def behave(exchange: Exchange) -> None:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        time.sleep(0.2)
        say(exchange)
        with lock:
            at_once -= 1

    with llm_behind(shelf, behave, llm_requests=2) as (parts, llm):
        with ThreadPoolExecutor(6) as pool:
            answers = list(pool.map(lambda _: worded(parts), range(6)))
        assert [one.mode for one in answers] == ["worded"] * 6
        assert len(llm.exchanges) == 6
    assert most == 2


def test_who_waits_for_a_busy_llm_waits_no_longer_than_its_deadline(shelf: Generations) -> None:
    turnstile = Turnstile(1)
    soon = time.monotonic() + 0.2
    with turnstile.place(soon, lambda: None):
        with pytest.raises(LlmFailed, match="busy"), turnstile.place(soon, lambda: None):
            pytest.fail("there was only one place")
        with ExitStack() as waiting:
            pool = waiting.enter_context(ThreadPoolExecutor(MOST_WAITING + 1))

            def wait(_: int) -> str:
                try:
                    with turnstile.place(time.monotonic() + 1, lambda: None):
                        return "let in"
                except LlmFailed as error:
                    return str(error)

            waits = [pool.submit(wait, number) for number in range(MOST_WAITING + 1)]
            assert {one.result() for one in waits} == {"is busy with other answers"}
    with turnstile.place(soon, lambda: None):
        pass  # all have left it


def test_the_tokens_of_a_day_are_counted_and_end(tmp_path: Path) -> None:
    own = published(TEXTS, tmp_path, ToyEncoder())
    say = saying("The otter dives eight metres deep [1].", tokens=900)
    with llm_behind(own, say, llm_tokens_per_day=1500) as (parts, llm):
        first = worded(parts)
        assert first.wording is not None
        assert (first.wording.problem, first.wording.tokens) == (None, 900)
        # A new process counts on.
        again = worded_parts(own, llm.url, llm_tokens_per_day=1500)
        second = worded(again)
        assert len(llm.exchanges) == 1
    assert second.wording is not None
    assert "PINCITE_LLM_TOKENS_PER_DAY" in (second.wording.problem or "")
    assert second.wording.tokens == 0
