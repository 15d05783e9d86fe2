"""The signals of a passage and of its sentences: numbers that tell how well they may answer.

Each signal is on a scale that does not depend on the question, so that weights fitted on some
questions hold for others. `index.ranking.weights` weighs those of passages.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.ranking.mentions import Mentions
from index.ranking.query import Numbers, Query
from index.ranking.upper_mentions import upper_mentions
from index.records import Span, Vectors
from index.storage.texts_records import Outlines
from index.storage.words.analysis import terms

# Okapi BM25 over sentences (Robertson & Zaragoza, 2009), which are all about this long.
_K1, _B, _USUAL_TERMS = 1.2, 0.75, 12


class SentenceHit(NamedTuple):
    """A sentence of a passage that was found, and its signals.

    span: in the document's text. similarity: cosine to the question. bm25: of the question's terms
    in the sentence, over the sum of their rarities. coverage: the share of the question's terms, by
    rarity, that stand in the sentence. context_coverage: the share that stand in it, in the
    sentence before it, in the title, or in the headings, lead-ins and header rows that it stands
    under. pairs: the share of the question's pairs of terms, by
    rarity, that stand side by side or one apart.

    Each token and each content word of the question has a nearest word in the sentence. tokens: the
    mean of these similarities over the tokens. words: their mean over the content words, weighed by
    rarity. weakest_word: the least of them over the content words.
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
    """The signals of a passage. Those that a sentence has too are explained in SentenceHit.

    best_sentence: the highest similarity of its sentences; best_sentence_bm25 and
    best_sentence_coverage likewise. title_coverage: the share of the question's terms, by rarity,
    that stand in the passage, in the title, or in what its sentences stand under.
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
        """Return the signals in the order of PASSAGE_NAMES: float32, shape (passage signals,)."""
        return np.array([getattr(self, name) for name in PASSAGE_NAMES], np.float32)


SENTENCE_NAMES = SentenceHit._fields[1:]
PASSAGE_NAMES = tuple(field.name for field in fields(PassageSignals))
Columns = dict[str, npt.NDArray[np.floating]]
"""Signals by name, each of shape (n,) for n sentences or passages."""


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Candidates:
    """Candidate passages, and how near their vectors are to the question's.

    similarities: float32, shape (passages,). sentence_similarities: of the first passage's
    sentences, then of the next one's; float32, shape (sentences,). nearness: of each of their words
    to the question's tokens and, after them, its content words; float32, shape (words, tokens +
    content words).
    """

    outlines: Outlines
    similarities: Vectors
    sentence_similarities: Vectors
    nearness: Vectors


def signals_of(query: Query, candidates: Candidates) -> tuple[Numbers, Numbers]:
    """Return the signals of the passages, and of all their sentences in order, a row each.

    float64, shape (passages, passage signals) and (sentences, sentence signals), the columns in the
    order of PASSAGE_NAMES and of SENTENCE_NAMES.
    """
    outlines = candidates.outlines
    passages, sentences = len(outlines.rows), len(outlines.terms)
    firsts = np.cumsum(outlines.sentences) - outlines.sentences
    passage_of = np.repeat(np.arange(passages), outlines.sentences)
    mentions, in_titles = Mentions.of(query, outlines), _in_titles(query, outlines.titles)
    in_sentences = mentions.counts > 0
    in_sentence_before = np.roll(in_sentences, 1, axis=0)
    in_sentence_before[firsts] = False
    upper = upper_mentions(query, outlines, in_sentences)
    in_context = in_sentences | in_sentence_before | upper.of_sentences | in_titles[passage_of]
    in_passages = np.logical_or.reduceat(in_sentences, firsts) | upper.of_passages
    bm25, coverage = _bm25(query, mentions.counts, outlines.terms), _coverage(query, in_sentences)
    nearest = _nearest_words(candidates)
    of_sentences: Columns = {
        "similarity": candidates.sentence_similarities,
        "bm25": bm25,
        "coverage": coverage,
        "context_coverage": _coverage(query, in_context),
        "pairs": mentions.pairs_in(np.arange(sentences), sentences),
        **_late_interaction(query, nearest),
    }
    of_passages: Columns = {
        "similarity": candidates.similarities,
        "best_sentence": np.maximum.reduceat(candidates.sentence_similarities, firsts),
        "best_sentence_bm25": np.maximum.reduceat(bm25, firsts),
        "best_sentence_coverage": np.maximum.reduceat(coverage, firsts),
        "title_coverage": _coverage(query, in_passages | in_titles),
        "pairs": mentions.pairs_in(passage_of, passages),
        **_late_interaction(query, np.maximum.reduceat(nearest, firsts)),
    }
    return (
        np.array([of_passages[name] for name in PASSAGE_NAMES]).T,
        np.array([of_sentences[name] for name in SENTENCE_NAMES]).T,
    )


def _in_titles(query: Query, titles: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return whether each of the question's terms stands in each title.

    bool, shape (titles, terms).
    """
    # Passages of one document share a title.
    terms_of = {
        title: {term for language in query.languages for term in terms(title, language)}
        for title in dict.fromkeys(titles)
    }
    present = [[not terms_of[title].isdisjoint(ways) for ways in query.terms] for title in titles]
    return np.array(present, np.bool_)


def _coverage(query: Query, present: npt.NDArray[np.bool_]) -> Numbers:
    """Return the share of the question's terms, by rarity, that are present: float64, shape (n,).

    present: bool, shape (n, terms).
    """
    share: Numbers = present @ query.rarities / query.total
    return share


def _bm25(query: Query, counts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Numbers:
    """Return the BM25 score of each sentence over the sum of rarities: float64, shape (sentences,).

    counts: of each term in each sentence; int64, shape (sentences, terms). lengths: of each
    sentence, in terms; int64, shape (sentences,).
    """
    length = 1 - _B + _B * lengths[:, np.newaxis] / _USUAL_TERMS
    saturated = counts * (_K1 + 1) / (counts + _K1 * length)
    score: Numbers = saturated @ query.rarities / query.total
    return score


def _nearest_words(candidates: Candidates) -> Vectors:
    """Return how near each sentence's nearest word is to each of the question's tokens and words.

    float32, shape (sentences, tokens + content words); minus infinity for a sentence without words.
    """
    counts = candidates.outlines.words
    nearest = np.full((len(counts), candidates.nearness.shape[1]), -np.inf, np.float32)
    if len(candidates.nearness):
        starts = np.cumsum(counts) - counts
        nearest[counts > 0] = np.maximum.reduceat(candidates.nearness, starts[counts > 0])
    return nearest


def _late_interaction(query: Query, nearest: Vectors) -> Columns:
    """Return the three signals that compare word by word.

    nearest: how near the nearest word is to each of the question's tokens and words; float32,
    shape (n, tokens + content words), with n sentences or passages.
    """
    nearest = np.where(np.isneginf(nearest), 0, nearest)
    tokens, none = len(query.vectors.tokens), np.zeros(len(nearest))
    of_tokens, of_words = nearest[:, :tokens], nearest[:, tokens:]
    return {
        "tokens": of_tokens.mean(axis=1) if of_tokens.size else none,
        "words": of_words @ query.word_weights if of_words.size else none,
        "weakest_word": of_words.min(axis=1) if of_words.size else none,
    }
