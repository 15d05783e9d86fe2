"""Where the terms of a question stand in the sentences of the passages that were found."""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from index.ranking.query import Numbers, Query
from index.storage.texts_records import Outlines

Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class Mentions:
    """What the sentences say of the question.

    counts: how often each of its terms stands in each sentence; shape (sentences, terms).
    pairs: which of its pairs of terms stand side by side, or one apart, and in which sentences the
    one and the other stand; shape (3, found).
    """

    query: Query
    counts: Integers
    pairs: Integers

    @classmethod
    def of(cls, query: Query, outlines: Outlines) -> Self:
        places, terms = np.nonzero(outlines.term_numbers[:, np.newaxis] == query.term_numbers)
        sentences = np.searchsorted(np.cumsum(outlines.terms), places, side="right")
        counts = np.zeros((len(outlines.terms), len(query.terms)), np.int64)
        np.add.at(counts, (sentences, terms), 1)
        return cls(query, counts, _pairs(query, places, terms, sentences))

    def pairs_in(self, groups: Integers, count: int) -> Numbers:
        """The share of the question's pairs, by rarity, that each of `count` groups of sentences
        has: shape (count,). groups: which one each sentence is in; shape (sentences,).
        """
        pairs = self.query.pairs
        there = np.zeros((count, len(pairs)), np.bool_)
        pair, one, two = self.pairs[0], groups[self.pairs[1]], groups[self.pairs[2]]
        same = one == two
        there[one[same], pair[same]] = True
        weights = self.query.rarities[pairs].sum(axis=1)
        share: Numbers = there @ weights / (weights.sum() or 1.0)
        return share


def _pairs(query: Query, places: Integers, terms: Integers, sentences: Integers) -> Integers:
    """places: of each mention among all terms of all sentences, in order. See Mentions.pairs."""
    # Of the mentions that follow one, only the next two can be that near.
    one = np.concatenate([np.arange(len(places) - step) for step in (1, 2)])
    two = np.concatenate([np.arange(step, len(places)) for step in (1, 2)])
    near = places[two] - places[one] <= 2
    one, two = one[near], two[near]
    # A pair of terms as one number, to be compared at once.
    size = len(query.terms)
    found = terms[one] * size + terms[two]
    at, pair = np.nonzero(found[:, np.newaxis] == query.pairs[:, 0] * size + query.pairs[:, 1])
    return np.stack([pair, sentences[one[at]], sentences[two[at]]])
