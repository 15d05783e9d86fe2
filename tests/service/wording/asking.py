"""An index about otters, and answers to questions about them in the words of some LLM."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from index.generations.publish import Generations
from service.checking.judgement import Judge
from service.database.sqlite_file import SqliteDatabase
from service.records import Answer
from service.wiring import Parts
from service.wording.llm.budget import Budget
from service.wording.llm.client import LlmClient
from service.wording.llm.turnstile import Turnstile
from service.wording.worder import Listener, Worder
from tests.service.apps import parts_of
from tests.service.wording.misbehaving import Behaviour, MisbehavingLlm, misbehaving
from tests.service.wording.toy_judge import ToyJudge
from tests.toy import ToyEncoder

QUESTION = "How deep does the otter dive?"
DIVES, FUR = "The otter dives eight metres deep.", "Its fur keeps the cold water out."
KEY = "sk-planted-1234567890"


def worded_parts(
    generations: Generations, url: str, judge: Judge | None = None, **settings: Any
) -> Parts:
    """The parts of a service whose LLM is at this URL."""
    own = {"llm_timeout_s": 20, "llm_api_key": KEY, **settings}
    parts = parts_of(generations, ToyEncoder(), llm_base_url=url, llm_model="toy-llm", **own)
    loaded = parts.settings
    worder = Worder(
        LlmClient(loaded),
        judge or ToyJudge(),
        Budget(SqliteDatabase(loaded.data_dir), loaded.llm_tokens_per_day),
        Turnstile(loaded.llm_requests),
        loaded.llm_timeout_s,
    )
    return replace(parts, worder=worder)


@contextmanager
def llm_behind(
    generations: Generations, behave: Behaviour, judge: Judge | None = None, **settings: Any
) -> Iterator[tuple[Parts, MisbehavingLlm]]:
    with misbehaving(behave) as llm:
        yield worded_parts(generations, llm.url, judge, **settings), llm


def worded(parts: Parts, question: str = QUESTION, listener: Listener | None = None) -> Answer:
    assert parts.worder is not None
    return parts.worder.word(parts.answerer.found(question, 5), listener or Listener())
