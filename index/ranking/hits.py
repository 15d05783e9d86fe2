"""What a search hands on: the passages it found, best first, and who may reorder them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.encoder import ModelIdentity
from index.ranking import logistic
from index.ranking.signals import PassageSignals, SentenceHit
from index.storage.document_filter import Allowed
from index.storage.texts_records import StoredPassage


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage that was found for a question, its signals, and its sentences with theirs.

    logit: the log-odds, by the fitted ranking, that the passage holds the answer. rerank_shift:
    what a Reranker added to it; 0 where none judged the passage.
    """

    stored: StoredPassage
    logit: float
    signals: PassageSignals
    sentences: tuple[SentenceHit, ...]
    rerank_shift: float = 0.0

    @property
    def final_logit(self) -> float:
        """The log-odds that hits are ordered by."""
        return self.logit + self.rerank_shift

    @property
    def score(self) -> float:
        """The probability, 0 to 1, of the final logit."""
        return logistic.probability_of(self.final_logit)


class Reranker(Protocol):
    """Judges the best few passages once more, with more care. identity: of its model."""

    @property
    def identity(self) -> ModelIdentity: ...

    def rerank(self, question: str, hits: Sequence[PassageHit]) -> tuple[PassageHit, ...]:
        """Return the same passages with their shifts, best first again. Raises ModelFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Retrieved:
    """The result of one search: the generation searched, the hits, and the time each step took.

    The times, in milliseconds, do not overlap. wait_ms: how long the question waited for others
    that were being encoded. rerank_ms: None without a Reranker. allowed: what the Filter allowed;
    None without one.
    """

    generation: int
    hits: tuple[PassageHit, ...]
    wait_ms: float
    encode_ms: float
    search_ms: float
    rerank_ms: float | None = None
    allowed: Allowed | None = None

    @property
    def ms(self) -> float:
        """How long all steps took together."""
        return self.wait_ms + self.encode_ms + self.search_ms + (self.rerank_ms or 0.0)
