"""READ FIRST: a quoted answer -> the same in the words of an LLM, or the quoted one and why."""

import itertools
import logging
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from index.errors import ModelFailed
from index.languages.telling import languages_of
from service.answering.composing.check import check
from service.answering.looked import FoundAnswer
from service.checking.judgement import Judge
from service.errors import DatabaseFailed, LlmFailed
from service.records import Answer, Wording
from service.wording.contradictions import contradict_each_other
from service.wording.draft import SaidPiece, WordedDraft
from service.wording.llm.budget import Budget, estimated
from service.wording.llm.client import LlmClient, Message
from service.wording.llm.turnstile import Turnstile
from service.wording.parsing import Sentences, WrittenSentence
from service.wording.prompt import messages_for
from service.wording.tellable import is_wordable, tellable
from service.wording.verify import Verifier

_MOST_SENTENCES = 40


def _in_time(deadline: float) -> None:
    """Raise LlmFailed if it is later than that, by `time.monotonic`."""
    if time.monotonic() > deadline:
        raise LlmFailed("took too long")


_log = logging.getLogger("pincite")


def _nothing(*_: object) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Whoever waits for a worded answer.

    may_stop: called again and again; it may raise to end the work. asked: called with the quoted
    answer once the LLM is to word it, before any wait. said: called with each sentence as soon as
    it has passed its check; the answer that is returned holds, even where it has others.
    """

    may_stop: Callable[[], None] = _nothing
    asked: Callable[[Answer], None] = _nothing
    said: Callable[[SaidPiece], None] = _nothing


class Worder:
    """Words answers. Safe to use from any number of threads.

    timeout_s: the whole of the time that the LLM has for an answer, in seconds.
    """

    def __init__(
        self,
        client: LlmClient,
        judge: Judge,
        budget: Budget,
        turnstile: Turnstile,
        timeout_s: float,
    ) -> None:
        self._client, self._judge = client, judge
        self._budget, self._turnstile = budget, turnstile
        self._timeout_s = timeout_s

    @property
    def most_threads(self) -> int:
        """How many threads may be busy here at once, most of them with waiting."""
        return self._turnstile.most

    def word(self, found: FoundAnswer, listener: Listener) -> Answer:
        """Return the answer in the LLM's words, checked; or the quoted one, with what went wrong.

        An answer that there is nothing to word of is returned as it is, and the LLM is not asked.
        Raises what `listener.may_stop` raises; GenerationDamaged; BrokenCitation.
        """
        if not is_wordable(found):
            return found.answer
        begun = time.perf_counter()
        asking = _Asking(self._client, self._budget, self._judge, found, listener)
        listener.asked(found.answer)
        deadline = time.monotonic() + self._timeout_s
        answer, problem = None, None
        try:
            with self._turnstile.place(deadline, listener.may_stop):
                answer = asking.answer(deadline)
        except (LlmFailed, ModelFailed, DatabaseFailed) as error:
            problem = self._problem(error)
        verifier = asking.verifier
        wording = Wording(
            server=self._client.server,
            model=self._client.model,
            problem=problem,
            dropped=verifier.dropped,
            replaced=verifier.replaced,
            tokens=asking.tokens,
        )
        ms = round((time.perf_counter() - begun) * 1000, 2)
        timings = found.answer.timings_ms
        timings = replace(timings, word=ms, total=round(timings.total + ms, 2))
        return replace(answer or found.answer, wording=wording, timings_ms=timings)

    def _problem(self, error: LlmFailed | ModelFailed | DatabaseFailed) -> str:
        """Return in a plain sentence why the answer is not worded, and write it to the log."""
        _log.warning("the LLM at %s: %s", self._client.server, error)
        # What a database or a model says of itself names files of this machine.
        told = "could not be checked or counted; the server's log says why"
        reason = str(error) if isinstance(error, LlmFailed) else told
        return f"The LLM at {self._client.server} {reason}."


class _Asking:
    """One answer on its way through the LLM. tokens: that it has taken so far, as in Wording."""

    def __init__(
        self,
        client: LlmClient,
        budget: Budget,
        judge: Judge,
        found: FoundAnswer,
        listener: Listener,
    ) -> None:
        self._client, self._budget = client, budget
        self._found, self._listener = found, listener
        self._tellable = tellable(found)
        self._judge, self.verifier = judge, Verifier(judge, self._tellable.told)
        self.tokens = 0

    def answer(self, deadline: float) -> Answer:
        """Return the worded answer. Raises LlmFailed, ModelFailed, DatabaseFailed."""
        told = self._tellable.told
        messages = messages_for(self._found.answer.question, told)
        draft = self._drafted(messages, deadline)
        if not self.verifier.passed:
            raise LlmFailed("said nothing that its evidence supports")
        conflicts = self._found.answer.conflicts
        if contradict_each_other(self._judge, self.verifier.own, conflicts):
            raise LlmFailed("contradicted itself")
        answer = draft.answer(self._found.answer, self._tellable.passages)
        if answer is None:
            raise LlmFailed("did not tell in what the documents disagree")
        check(answer, self._found.searcher.generation.store)
        return answer

    def _drafted(self, messages: Sequence[Message], deadline: float) -> WordedDraft:
        sent = estimated(sum(len(message["content"]) for message in messages))
        reserved = self._budget.reserve(sent + self._client.max_tokens)
        self.tokens = sent
        asked = self._client.ask(messages, deadline, self._listener.may_stop)
        try:
            return self._written(asked.texts(), deadline)
        finally:
            if asked.tokens is not None and 0 < asked.tokens <= 4 * reserved.tokens:
                self.tokens = asked.tokens  # a count that is far off is none
            self._budget.settle(reserved, self.tokens)

    def _written(self, texts: Generator[str], deadline: float) -> WordedDraft:
        quotes = " ".join(one.citation.quote for one in self._tellable.told)
        sentences, draft = Sentences(languages_of(quotes)), WordedDraft()
        sent, characters, count = self.tokens, 0, itertools.count(1)

        def write(said: WrittenSentence) -> None:
            if next(count) > _MOST_SENTENCES:
                raise LlmFailed("wrote more sentences than it may")
            _in_time(deadline)
            if shown := self.verifier.shown(said):
                self._listener.said(draft.add(shown))

        with closing(texts):
            for text in texts:
                characters += len(text)
                _in_time(deadline)
                self.tokens = sent + estimated(characters)
                for said in sentences.feed(text):
                    write(said)
        for said in sentences.end():
            write(said)
        return draft
