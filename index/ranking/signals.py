"""What speaks for a passage, and for a sentence in it, as an answer to a question: plain numbers.

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
from index.records import Span, Vectors
from index.storage.lexicon import terms
from index.storage.texts_records import Outlines

# Okapi BM25 over sentences (Robertson & Zaragoza, 2009), which are all about this long.
_K1, _B, _USUAL_TERMS = 1.2, 0.75, 12


class SentenceHit(NamedTuple):
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
        return np.array([getattr(self, name) for name in PASSAGE_NAMES], np.float32)


SENTENCE_NAMES = SentenceHit._fields[1:]
PASSAGE_NAMES = tuple(field.name for field in fields(PassageSignals))
Columns = dict[str, npt.NDArray[np.floating]]


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Candidates:
    """Candidate passages, and what is known of them beside their texts.

    similarities: shape (passages,). sentence_similarities: of the first passage's sentences, then
    of the next one's; shape (sentences,). nearness: of each of their words to the question's
    tokens and, after them, its content words; shape (words, tokens + content words).
    """

    outlines: Outlines
    similarities: Vectors
    sentence_similarities: Vectors
    nearness: Vectors


def signals_of(query: Query, found: Candidates) -> tuple[Numbers, Numbers]:
    """The signals of the passages, and of all their sentences in order, a row each.

    The columns are as in PASSAGE_NAMES and in SENTENCE_NAMES.
    """
    outlines = found.outlines
    passages, sentences = len(outlines.rows), len(outlines.terms)
    firsts = np.cumsum(outlines.sentences) - outlines.sentences
    passage_of = np.repeat(np.arange(passages), outlines.sentences)
    mentions, in_titles = Mentions.of(query, outlines), _in_titles(query, outlines.titles)
    there = mentions.counts > 0
    before = np.roll(there, 1, axis=0)
    before[firsts] = False
    in_passages = np.logical_or.reduceat(there, firsts)
    bm25, coverage = _bm25(query, mentions.counts, outlines.terms), _coverage(query, there)
    nearest = _nearest_words(found)
    of_sentences: Columns = {
        "similarity": found.sentence_similarities,
        "bm25": bm25,
        "coverage": coverage,
        "context_coverage": _coverage(query, there | before | in_titles[passage_of]),
        "pairs": mentions.pairs_in(np.arange(sentences), sentences),
        **_late_interaction(query, nearest),
    }
    of_passages: Columns = {
        "similarity": found.similarities,
        "best_sentence": np.maximum.reduceat(found.sentence_similarities, firsts),
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
    """Whether each of the question's terms stands in each title: shape (titles, terms)."""
    # Passages of one document share a title.
    terms_of = {title: frozenset(terms(title)) for title in dict.fromkeys(titles)}
    return np.array([[t in terms_of[title] for t in query.terms] for title in titles], np.bool_)


def _coverage(query: Query, there: npt.NDArray[np.bool_]) -> Numbers:
    """there: whether each term is there, shape (n, terms)."""
    share: Numbers = there @ query.rarities / query.total
    return share


def _bm25(query: Query, counts: npt.NDArray[np.int64], lengths: npt.NDArray[np.int64]) -> Numbers:
    """counts: of each term in each sentence. lengths: of each sentence, in terms."""
    length = 1 - _B + _B * lengths[:, np.newaxis] / _USUAL_TERMS
    saturated = counts * (_K1 + 1) / (counts + _K1 * length)
    score: Numbers = saturated @ query.rarities / query.total
    return score


def _nearest_words(found: Candidates) -> Vectors:
    """How near the nearest word of each sentence is to each of the question's tokens and words.

    Shape (sentences, tokens + content words); minus infinity for a sentence without words.
    """
    counts = found.outlines.words
    nearest = np.full((len(counts), found.nearness.shape[1]), -np.inf, np.float32)
    if len(found.nearness):
        starts = np.cumsum(counts) - counts
        nearest[counts > 0] = np.maximum.reduceat(found.nearness, starts[counts > 0])
    return nearest


def _late_interaction(query: Query, nearest: Vectors) -> Columns:
    """nearest: see `_nearest_words`, of sentences or of passages."""
    nearest = np.where(np.isneginf(nearest), 0, nearest)
    split, none = len(query.vectors.tokens), np.zeros(len(nearest))
    of_tokens, of_words = nearest[:, :split], nearest[:, split:]
    return {
        "tokens": of_tokens.mean(axis=1) if of_tokens.size else none,
        "words": of_words @ query.word_weights if of_words.size else none,
        "weakest_word": of_words.min(axis=1) if of_words.size else none,
    }
