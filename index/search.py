"""A question -> ranked passages, each with the scores of its sentences."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index import ranking
from index.encoder import ModelIdentity, QuestionEncoder
from index.errors import GenerationDamaged
from index.filter import Allowed, Filter, allowed_by
from index.generation import Generation
from index.query import Query
from index.records import Rows, Vectors
from index.signals import Found, PassageSignals, SentenceHit, signals_of
from index.store import StoredPassage
from index.words import unpack

_POOL = 50  # candidates from each of the three ways to find a passage
_BM25_WEIGHT = 0.8  # of the scaled BM25 score, beside the scaled sum of both similarities
_LOOKED_AT = 20  # of the candidates: those whose texts and words are looked at

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A found passage, its score (0 to 1, best first), what speaks for it, and its sentences.

    moved: how far, in logits, a Reranker moved the score.
    """

    stored: StoredPassage
    score: float
    signals: PassageSignals
    sentences: tuple[SentenceHit, ...]
    moved: float = 0.0


class Reranker(Protocol):
    """Judges the best few passages once more, with more care. identity: of its model."""

    @property
    def identity(self) -> ModelIdentity: ...

    def rerank(self, question: str, hits: Sequence[PassageHit]) -> tuple[PassageHit, ...]:
        """The same passages, best first again. Raises ModelFailed."""
        ...


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What one search found, in which generation, and how long it took; no time is part of another.

    wait_ms: of the question, for others that were being encoded. rerank_ms: None without a
    Reranker. allowed: by the Filter; None without one.
    """

    generation: int
    hits: tuple[PassageHit, ...]
    wait_ms: float
    encode_ms: float
    search_ms: float
    rerank_ms: float | None = None
    allowed: Allowed | None = None


class Searcher:
    """Searches one generation. Safe to use from any number of threads."""

    def __init__(
        self, generation: Generation, encoder: QuestionEncoder, reranker: Reranker | None = None
    ) -> None:
        if generation.manifest.model.sha256 != encoder.identity.sha256:
            raise GenerationDamaged(
                f"generation {generation.number} was made with the model "
                f"{generation.manifest.model.name}, the settings name {encoder.identity.name}; "
                "run: pincite index"
            )
        self.generation, self.reranker = generation, reranker
        self._encoder = encoder

    def search(self, question: str, k: int, chosen: Filter | None = None) -> Retrieved:
        """The best `k` passages for `question`, best first; of the documents that are chosen."""
        start = time.perf_counter()
        allowed = allowed_by(chosen, self.generation.store) if chosen else None
        filter_ms = (time.perf_counter() - start) * 1000
        if allowed and not allowed.documents:
            return Retrieved(self.generation.number, (), 0.0, 0.0, filter_ms, allowed=allowed)
        start = time.perf_counter()
        vectors = self._encoder.encode_question(question)
        encoded = time.perf_counter()
        query = Query.of(question, vectors, self.generation.lexicon)
        # A small `k` must not keep passages from the reranker.
        hits = self._rank(query, max(k, _LOOKED_AT) if self.reranker else k, allowed)
        done = time.perf_counter()
        wait_ms = vectors.waited_ms
        ms = (wait_ms, (encoded - start) * 1000 - wait_ms, (done - encoded) * 1000 + filter_ms)
        if self.reranker is None:
            return Retrieved(self.generation.number, hits, *ms, allowed=allowed)
        hits = self.reranker.rerank(question, hits)[:k]
        rerank_ms = (time.perf_counter() - done) * 1000
        return Retrieved(self.generation.number, hits, *ms, rerank_ms, allowed)

    def _rank(self, query: Query, k: int, allowed: Allowed | None) -> tuple[PassageHit, ...]:
        found = self._found(query, max(k, _LOOKED_AT), allowed)
        looked_at = [signals_of(query, candidate) for candidate in found]
        scores = ranking.scores(np.stack([signals.values() for signals, _ in looked_at]))
        best = np.argsort(-scores, kind="stable")[:k]
        return tuple(
            PassageHit(found[i].stored, float(scores[i]), *looked_at[i]) for i in best.tolist()
        )

    def _found(self, query: Query, most: int, allowed: Allowed | None) -> list[Found]:
        """The candidates that a plain sum of similarity and BM25 puts first.

        It needs neither their texts nor their words, which are looked up for these alone.
        """
        rows, bm25 = self._candidates(query, allowed)
        whole = query.vectors.whole
        similarities = self.generation.passages.take(rows) @ whole
        spans = self.generation.store.sentence_rows(rows.tolist())
        of_sentences = [self.generation.sentences.take(np.arange(*span)) @ whole for span in spans]
        best_sentence = np.array([scores.max() for scores in of_sentences])
        scores = _scaled(similarities + best_sentence) + _BM25_WEIGHT * _scaled(bm25)
        best = np.argsort(-scores, kind="stable")[:most]
        stored = [self.generation.store.passage(int(rows[i])) for i in best]
        return [
            Found(passage, float(similarities[i]), of_sentences[i], near)
            for i, passage, near in zip(
                best.tolist(), stored, self._near(query, stored), strict=True
            )
        ]

    def _near(self, query: Query, stored: Sequence[StoredPassage]) -> list[Vectors]:
        """How near the question's tokens and words are to each word of each passage."""
        ranges = [(passage.word_rows[0], passage.word_rows[-1]) for passage in stored]
        words = unpack(self.generation.words.take(ranges), self.generation.manifest.dimension)
        near = np.concatenate([query.vectors.tokens, query.vectors.words]) @ words.T
        return np.split(near, np.cumsum([end - first for first, end in ranges])[:-1], axis=1)

    def _candidates(self, query: Query, allowed: Allowed | None) -> tuple[Rows, Scores]:
        """Passages that rank high in any of the three ways, and their BM25 scores (0: no match).

        What is not allowed is left out by each of the three, so that nothing is missing behind it.
        """
        whole = query.vectors.whole
        passages, sentences = (allowed.passages, allowed.sentences) if allowed else (None, None)
        by_passage, _ = self.generation.passages.search(whole, _POOL, passages)
        by_sentence, _ = self.generation.sentences.search(whole, _POOL, sentences)
        of = self.generation.store.passage_of_sentence(by_sentence.tolist())
        by_words, scores = self.generation.lexicon.search(query.text, _POOL, passages)
        found = {*by_passage.tolist(), *of.values(), *by_words.tolist()}
        rows = np.array(sorted(found), np.int64)
        bm25 = dict(zip(by_words.tolist(), scores.tolist(), strict=True))
        return rows, np.array([bm25.get(row, 0.0) for row in rows.tolist()])


def _scaled(scores: npt.NDArray[np.floating]) -> Scores:
    """Min-max scaled to 0..1; all zero where all are equal, since they then tell nothing."""
    low, high = float(scores.min()), float(scores.max())
    if high <= low:
        return np.zeros(len(scores))
    return (scores.astype(np.float64) - low) / (high - low)
