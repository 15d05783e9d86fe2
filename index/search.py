"""A question -> ranked passages, each with the scores of its sentences."""

import math
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoder import Encoder
from index.errors import GenerationDamaged
from index.generation import Generation
from index.lexicon import terms
from index.records import Span, Vectors
from index.store import StoredPassage

_POOL = 50  # candidates from each of the three ways to find a passage
_BM25_WEIGHT = 0.8  # of the scaled BM25 score, beside the scaled sum of both similarities
# Okapi BM25 over sentences (Robertson & Zaragoza, 2009), which are all about this long.
_K1, _B, _USUAL_TERMS = 1.2, 0.75, 12

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence of a found passage. `span` counts in the document's text.

    similarity: cosine to the question. bm25: of the question's terms in the sentence.
    coverage: share of the question's terms, by rarity, that stand in the sentence.
    """

    span: Span
    similarity: float
    bm25: float
    coverage: float


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A found passage, its place in the ranking (0 to 1, best first), and its sentences."""

    stored: StoredPassage
    score: float
    sentences: tuple[SentenceHit, ...]


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What one search found, in which generation, and how long it took."""

    generation: int
    hits: tuple[PassageHit, ...]
    encode_ms: float
    search_ms: float


class Searcher:
    """Searches one generation. Safe to use from any number of threads."""

    def __init__(self, generation: Generation, encoder: Encoder) -> None:
        if generation.manifest.model.sha256 != encoder.identity.sha256:
            raise GenerationDamaged(
                f"generation {generation.number} was made with the model "
                f"{generation.manifest.model.name}, the settings name {encoder.identity.name}; "
                "run: pincite index"
            )
        self.generation = generation
        self._encoder = encoder

    def search(self, question: str, k: int) -> Retrieved:
        """The best `k` passages for `question`, best first."""
        start = time.perf_counter()
        vector = self._encoder.encode_question(question).whole
        encoded = time.perf_counter()
        hits = self._rank(question, vector, k)
        done = time.perf_counter()
        ms = ((encoded - start) * 1000, (done - encoded) * 1000)
        return Retrieved(self.generation.number, hits, *ms)

    def _rank(self, question: str, vector: Vectors, k: int) -> tuple[PassageHit, ...]:
        """Hybrid ranking: similarity of the passage and of its best sentence, and BM25."""
        rows, bm25 = self._candidates(question, vector)
        stored = [self.generation.store.passage(int(row)) for row in rows]
        similarities = self.generation.passages.take(rows) @ vector
        of_sentences = [
            self.generation.sentences.take(np.array(s.sentence_rows)) @ vector for s in stored
        ]
        best_sentence = np.array([scores.max() for scores in of_sentences])
        scores = _scaled(similarities + best_sentence) + _BM25_WEIGHT * _scaled(bm25)
        scores /= 1 + _BM25_WEIGHT
        weights = {term: self.generation.lexicon.rarity(term) for term in set(terms(question))}
        best = np.argsort(-scores, kind="stable")[:k]
        return tuple(
            PassageHit(
                stored[i], float(scores[i]), _sentence_hits(stored[i], of_sentences[i], weights)
            )
            for i in best
        )

    def _candidates(self, question: str, vector: Vectors) -> tuple[npt.NDArray[np.int64], Scores]:
        """Passages that rank high in any of the three ways, and their BM25 scores (0: no match)."""
        by_passage, _ = self.generation.passages.search(vector, _POOL)
        sentences, _ = self.generation.sentences.search(vector, _POOL)
        of = self.generation.store.passage_of_sentence([int(row) for row in sentences])
        by_words, scores = self.generation.lexicon.search(question, _POOL)
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


def _sentence_hits(
    stored: StoredPassage, similarities: Vectors, weights: dict[str, float]
) -> tuple[SentenceHit, ...]:
    hits = []
    for span, similarity in zip(stored.passage.sentences, similarities, strict=True):
        words = terms(span.of(stored.document.text))
        bm25, coverage = _match(words, weights)
        hits.append(SentenceHit(span, float(similarity), bm25, coverage))
    return tuple(hits)


def _match(words: list[str], weights: dict[str, float]) -> tuple[float, float]:
    """BM25 of the question's terms in one sentence, and the share of them it holds."""
    length = 1 - _B + _B * len(words) / _USUAL_TERMS
    bm25 = covered = 0.0
    for term, weight in weights.items():
        if count := words.count(term):
            bm25 += weight * count * (_K1 + 1) / (count + _K1 * length)
            covered += weight
    return bm25, covered / math.fsum(weights.values()) if weights else 0.0
