"""Encodes questions that come at the same time together, and no recent question twice.

In a batch of eight, a question costs about half of what it costs alone. So those that come while
the encoder is busy wait for each other ("micro-batching").
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.encoder import Encoder, ModelIdentity
from index.records import QuestionVectors

MOST_TOGETHER = 32
_KEPT_BYTES = 8 * 2**20  # the vectors of some 250 questions of usual length

Outcomes = Mapping[str, QuestionVectors | Exception]


@dataclass(slots=True, eq=False)
class _Waiting:
    """A question whose thread waits until `goes_on` is set.

    By then the question has an outcome, or its thread is the next to encode what waits. begun: when
    its encoding began.
    """

    question: str
    goes_on: threading.Event = field(default_factory=threading.Event)
    begun: float = 0.0
    outcome: QuestionVectors | Exception | None = None


class BatchingEncoder:
    """A QuestionEncoder for any number of threads.

    A question that comes alone is encoded at once. The first of those that come meanwhile encodes
    them all, in its own thread, so that no thread needs starting or stopping. A question that the
    encoder fails at fails alone.

    kept_bytes: how many bytes of vectors to keep, those of the questions asked last. These need no
    encoder when they are asked again.
    """

    def __init__(self, encoder: Encoder, kept_bytes: int = _KEPT_BYTES) -> None:
        self._encoder = encoder
        self._lock = threading.Lock()  # held for moments only, never while something is encoded
        self._busy = False
        self._waiting: list[_Waiting] = []
        self._kept = _Cache(kept_bytes)

    @property
    def identity(self) -> ModelIdentity:
        return self._encoder.identity

    @property
    def waiting(self) -> int:
        """How many questions wait to be encoded."""
        return len(self._waiting)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return self._encoder.count_tokens(texts)

    def encode_question(self, question: str) -> QuestionVectors:
        came = time.perf_counter()
        with self._lock:
            if (vectors := self._kept.get(question)) is not None:
                return vectors
            own = _Waiting(question)
            self._waiting.append(own)
            busy, self._busy = self._busy, True
        if busy:
            own.goes_on.wait()
        if own.outcome is None:
            self._encode_waiting()
        assert own.outcome is not None
        if isinstance(own.outcome, Exception):
            raise own.outcome
        return replace(own.outcome, waited_ms=(own.begun - came) * 1000)

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        """Return the vectors of each question, in order; they share a pass."""
        with self._lock:
            known = {q: self._kept.get(q) for q in questions}
        new = [question for question, vectors in known.items() if vectors is None]
        encoded = dict(zip(new, self._encoder.encode_questions(new), strict=True)) if new else {}
        with self._lock:
            for question, vectors in encoded.items():
                self._kept.put(question, vectors)
        return [known[question] or encoded[question] for question in questions]

    def _encode_waiting(self) -> None:
        with self._lock:
            together = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
        begun = time.perf_counter()
        outcomes: Outcomes = {}
        try:
            outcomes = self._outcomes(list(dict.fromkeys(w.question for w in together)))
        finally:
            for waiting in together:
                # A question without an outcome was interrupted; its thread must not wait for ever.
                failure = RuntimeError("the encoder was interrupted")
                waiting.begun, waiting.outcome = begun, outcomes.get(waiting.question, failure)
            self._hand_over(together, outcomes)

    def _hand_over(self, done: Sequence[_Waiting], outcomes: Outcomes) -> None:
        with self._lock:
            for question, outcome in outcomes.items():
                if isinstance(outcome, QuestionVectors):
                    self._kept.put(question, outcome)
            self._busy = bool(self._waiting)
            go_on = [*self._waiting[:1], *done]
        for waiting in go_on:  # the one that encodes next comes first
            waiting.goes_on.set()

    def _outcomes(self, questions: Sequence[str]) -> Outcomes:
        """Return the vectors of each question, or the error that it failed with."""
        try:
            return dict(zip(questions, self._encoder.encode_questions(questions), strict=True))
        except Exception as error:
            if len(questions) == 1:
                return {questions[0]: error}
        # One of them is to blame, and must not fail the others.
        return {question: self._outcomes([question])[question] for question in questions}


class _Cache:
    """The vectors of the questions asked last, up to a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes, self._bytes = most_bytes, 0
        self._vectors: OrderedDict[str, QuestionVectors] = OrderedDict()

    def get(self, question: str) -> QuestionVectors | None:
        if question in self._vectors:
            self._vectors.move_to_end(question)
        return self._vectors.get(question)

    def put(self, question: str, vectors: QuestionVectors) -> None:
        if question in self._vectors:
            return
        self._vectors[question] = vectors
        self._bytes += vectors.nbytes
        while self._bytes > self._most_bytes:
            _, dropped = self._vectors.popitem(last=False)
            self._bytes -= dropped.nbytes
