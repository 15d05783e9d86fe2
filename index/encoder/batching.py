"""Questions that come at the same time are encoded together, and none is encoded twice.

Of eight that are encoded together each costs about half of what one alone does. So those that come
while the encoder is busy wait for each other ("micro-batching").
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
    """A question whose thread waits until `goes_on` is set: by then it has an outcome, or its
    thread is the next to encode what waits. begun: when its encoding began.
    """

    question: str
    goes_on: threading.Event = field(default_factory=threading.Event)
    begun: float = 0.0
    outcome: QuestionVectors | Exception | None = None


class BatchingEncoder:
    """A QuestionEncoder for any number of threads.

    A question that comes alone is encoded at once. Of those that come meanwhile the first encodes
    all, in its own thread: there is none to start or to stop. What the encoder fails at fails for
    that question alone.

    kept_bytes: of vectors, of the questions that were asked last, so that these need no encoder.
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

    def _encode_waiting(self) -> None:
        with self._lock:
            together = self._waiting[:MOST_TOGETHER]
            del self._waiting[:MOST_TOGETHER]
        begun = time.perf_counter()
        outcomes: Outcomes = {}
        try:
            outcomes = self._outcomes(list(dict.fromkeys(asked.question for asked in together)))
        finally:
            for asked in together:
                # Without one, this thread was interrupted: nobody may wait for it for ever.
                failure = RuntimeError("the encoder was interrupted")
                asked.begun, asked.outcome = begun, outcomes.get(asked.question, failure)
            self._hand_over(together, outcomes)

    def _hand_over(self, done: Sequence[_Waiting], outcomes: Outcomes) -> None:
        with self._lock:
            for question, outcome in outcomes.items():
                if isinstance(outcome, QuestionVectors):
                    self._kept.put(question, outcome)
            self._busy = bool(self._waiting)
            go_on = [*self._waiting[:1], *done]
        for asked in go_on:  # first of all the one that encodes next
            asked.goes_on.set()

    def _outcomes(self, questions: Sequence[str]) -> Outcomes:
        try:
            return dict(zip(questions, self._encoder.encode_questions(questions), strict=True))
        except Exception as error:
            if len(questions) == 1:
                return {questions[0]: error}
        # One of them is to blame; the others have nothing to do with it.
        return {question: self._outcomes([question])[question] for question in questions}


class _Cache:
    """The vectors of the questions asked last, of so many bytes at most."""

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
