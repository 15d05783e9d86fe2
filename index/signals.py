"""What speaks for a passage, and for a sentence in it, as an answer to a question: plain numbers.

Each signal is on a scale that does not depend on the question, so that weights fitted on some
questions hold for others. `index.ranking` weighs those of passages.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from index.lexicon import terms
from index.query import Query
from index.records import Span, Vectors
from index.store import StoredPassage

# Okapi BM25 over sentences (Robertson & Zaragoza, 2009), which are all about this long.
_K1, _B, _USUAL_TERMS = 1.2, 0.75, 12


@dataclass(frozen=True, slots=True)
class SentenceHit:
    """A sentence of a found passage, and its signals. `span` counts in the document's text.

    similarity: cosine to the question. bm25: of the question's terms in the sentence, over the
    sum of their rarities. coverage: the share of the question's terms, by rarity, that stand in
    it; context_coverage: in it, in the sentence before it or in the title. pairs: the share of the
    question's pairs of terms, by rarity, that stand side by side or one apart.
    tokens: mean over the question's tokens of the similarity of the nearest word; words: mean over
    its content words, by rarity; weakest_word: of the one that has the least.
    """

    span: Span
    similarity: float
    bm25: float
    coverage: float
    context_coverage: float
    pairs: float
    tokens: float
    words: float
    weakest_word: float


@dataclass(frozen=True, slots=True)
class PassageSignals:
    """The signals of a passage; see SentenceHit.

    best_sentence: the highest similarity. title_coverage: the share of terms that stand in the
    passage or in the title.
    """

    similarity: float
    best_sentence: float
    best_sentence_bm25: float
    best_sentence_coverage: float
    title_coverage: float
    pairs: float
    tokens: float
    words: float

    def values(self) -> Vectors:
        """In the order of the fields, float32."""
        return np.array([getattr(self, field.name) for field in fields(self)], np.float32)


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate passage, and what is known of it beside its text.

    nearness: of the question's tokens and, after them, its content words, to each word of the
    passage; shape (tokens + content words, words), columns as `stored.word_rows` counts them.
    """

    stored: StoredPassage
    similarity: float
    sentence_similarities: Vectors
    nearness: Vectors


def signals_of(query: Query, found: Found) -> tuple[PassageSignals, tuple[SentenceHit, ...]]:
    """The signals of a passage and of its sentences."""
    stored = found.stored
    sentences = stored.passage.sentences
    said = [terms(span.of(stored.document.text)) for span in sentences]
    title = _title_terms(stored.document.title)
    nearest = _nearest(query, found)
    hits = []
    for number, span in enumerate(sentences):
        context = {*said[number], *(said[number - 1] if number else ()), *title}
        hits.append(
            SentenceHit(
                span=span,
                similarity=float(found.sentence_similarities[number]),
                bm25=_bm25(query, said[number]),
                coverage=_coverage(query, set(said[number])),
                context_coverage=_coverage(query, context),
                pairs=_pairs(query, said[number]),
                tokens=nearest[number][0],
                words=nearest[number][1],
                weakest_word=nearest[number][2],
            )
        )
    return _of_passage(query, found, hits, said, title, nearest[-1]), tuple(hits)


def _of_passage(
    query: Query,
    found: Found,
    hits: Sequence[SentenceHit],
    said: Sequence[list[str]],
    title: frozenset[str],
    nearest: tuple[float, float, float],
) -> PassageSignals:
    everything = [term for of_sentence in said for term in of_sentence]
    words = set(everything)
    return PassageSignals(
        similarity=found.similarity,
        best_sentence=float(found.sentence_similarities.max()),
        best_sentence_bm25=max(hit.bm25 for hit in hits),
        best_sentence_coverage=max(hit.coverage for hit in hits),
        title_coverage=_coverage(query, words | title),
        pairs=_pairs(query, everything),
        tokens=nearest[0],
        words=nearest[1],
    )


def _nearest(query: Query, found: Found) -> list[tuple[float, float, float]]:
    """(tokens, words, weakest word) of each sentence, and, last, of the whole passage."""
    near, rows = found.nearness, np.array(found.stored.word_rows)
    best = np.zeros((len(near), len(rows)), np.float32)  # a column each; the last: the passage
    if near.size:
        starts, counts = rows[:-1] - rows[0], np.diff(rows)
        best[:, :-1][:, counts > 0] = np.maximum.reduceat(near, starts[counts > 0], axis=1)
        best[:, -1] = near.max(axis=1)
    split = len(query.vectors.tokens)
    none = np.zeros(len(rows))
    tokens = best[:split].mean(axis=0) if split else none
    words = query.word_weights @ best[split:] if split < len(near) else none
    weakest = best[split:].min(axis=0) if split < len(near) else none
    return list(zip(tokens.tolist(), words.tolist(), weakest.tolist(), strict=True))


@lru_cache(maxsize=4096)
def _title_terms(title: str) -> frozenset[str]:
    return frozenset(terms(title))


def _coverage(query: Query, words: set[str]) -> float:
    return sum(rarity for term, rarity in query.rarities.items() if term in words) / query.total


def _bm25(query: Query, words: list[str]) -> float:
    length = 1 - _B + _B * len(words) / _USUAL_TERMS
    score = 0.0
    for term, rarity in query.rarities.items():
        if count := words.count(term):
            score += rarity * count * (_K1 + 1) / (count + _K1 * length)
    return score / query.total


def _pairs(query: Query, words: list[str]) -> float:
    if not query.pairs:
        return 0.0
    there = {*itertools.pairwise(words), *zip(words, words[2:], strict=False)}
    weights = [query.rarities[one] + query.rarities[two] for one, two in query.pairs]
    found = sum(w for pair, w in zip(query.pairs, weights, strict=True) if pair in there)
    return found / (sum(weights) or 1.0)
