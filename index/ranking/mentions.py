"""Where the terms of a question stand in the sentences of candidate passages."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from index.ranking.query import Numbers, Query
from index.storage.texts_records import Outlines

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Mentions:
    """Which of the question's terms the sentences mention, and which pairs of terms.

    counts: how often each term stands in each sentence; int64, shape (sentences, terms).
    pairs: the question's pairs whose two terms stand side by side, or one apart; int64, shape
    (3, occurrences). The rows are the number of the pair, the sentence of its first term, and the
    sentence of its second.
    """

    query: Query
    counts: Integers
    pairs: Integers

    @classmethod
    def of(cls, query: Query, outlines: Outlines) -> Self:
        """Return the mentions of the question in all sentences of the passages."""
        places, ways = np.nonzero(outlines.term_numbers[:, np.newaxis] == query.term_numbers)
        terms = query.term_of[ways]
        sentences = np.searchsorted(np.cumsum(outlines.terms), places, side="right")
        counts = np.zeros((len(outlines.terms), len(query.terms)), np.int64)
        np.add.at(counts, (sentences, terms), 1)
        return cls(query, counts, _pairs(query, places, terms, sentences))

    def pairs_in(self, groups: Integers, count: int) -> Numbers:
        """Return the share of the question's pairs, by rarity, that each group of sentences has.

        groups: which of the `count` groups each sentence is in; int64, shape (sentences,). Result:
        float64, shape (count,).
        """
        pairs = self.query.pairs
        present = np.zeros((count, len(pairs)), np.bool_)
        pair, first, second = self.pairs[0], groups[self.pairs[1]], groups[self.pairs[2]]
        same = first == second
        present[first[same], pair[same]] = True
        weights = self.query.rarities[pairs].sum(axis=1)
        share: Numbers = present @ weights / (weights.sum() or 1.0)
        return share


def _pairs(query: Query, places: Integers, terms: Integers, sentences: Integers) -> Integers:
    """Return the occurrences of the question's pairs, as in Mentions.pairs.

    places: of each mention among all terms of all sentences, ascending. terms, sentences: the
    number of its term and of its sentence. All three: int64, shape (mentions,).
    """
    # Only the next two mentions can be near enough to one.
    first = np.concatenate([np.arange(len(places) - step) for step in (1, 2)])
    second = np.concatenate([np.arange(step, len(places)) for step in (1, 2)])
    near = places[second] - places[first] <= 2
    first, second = first[near], second[near]
    # As one number each, pairs of terms are compared at once.
    size = len(query.terms)
    neighbours = terms[first] * size + terms[second]
    pairs = query.pairs[:, 0] * size + query.pairs[:, 1]
    at, pair = np.nonzero(neighbours[:, np.newaxis] == pairs)
    return np.stack([pair, sentences[first[at]], sentences[second[at]]])
