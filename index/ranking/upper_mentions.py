"""Where the terms of a question stand in what the sentences of passages stand under."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.ranking.query import Query
from index.storage.texts_records import Outlines

Flags = npt.NDArray[np.bool_]


class UpperMentions(NamedTuple):
    """Which of the question's terms stand in headings, lead-ins and header rows.

    of_sentences: in any that the sentence stands under; bool, shape (sentences, terms).
    of_passages: in any above the passage; bool, shape (passages, terms).
    """

    of_sentences: Flags
    of_passages: Flags


def upper_mentions(query: Query, outlines: Outlines, in_sentences: Flags) -> UpperMentions:
    """Return the mentions of the question in what the sentences of the passages stand under.

    in_sentences: which terms each sentence has itself; bool, shape (sentences, terms).
    """
    above = _in_above(query, outlines)
    passages = np.arange(len(outlines.rows))
    passage_of = np.repeat(passages, outlines.contexts.above)
    of_passages = np.zeros((len(passages), len(query.terms)), np.bool_)
    np.logical_or.at(of_passages, passage_of, above)
    # Of each passage first what is above it, then its sentences, as `under` counts them.
    order = np.argsort(
        np.concatenate([passage_of, np.repeat(passages, outlines.sentences)]), kind="stable"
    )
    reached = _reached(np.concatenate([above, in_sentences])[order], _upper(outlines, order))
    return UpperMentions(reached[order >= len(above)], of_passages)


def _in_above(query: Query, outlines: Outlines) -> Flags:
    """Return which terms stand in each sentence above a passage: shape (sentences above, terms)."""
    contexts = outlines.contexts
    places, ways = np.nonzero(contexts.term_numbers[:, np.newaxis] == query.term_numbers)
    present = np.zeros((len(contexts.terms), len(query.terms)), np.bool_)
    present[
        np.searchsorted(np.cumsum(contexts.terms), places, side="right"), query.term_of[ways]
    ] = True
    return present


def _upper(outlines: Outlines, order: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the row of what each row stands under, -1 for nothing: int64, shape (rows,)."""
    contexts = outlines.contexts
    under = np.concatenate([contexts.under_of_above, contexts.under_of_sentences])[order]
    counts = contexts.above + outlines.sentences
    first = np.repeat(np.cumsum(counts) - counts, counts)
    return np.where(under > 0, first + under - 1, -1)


def _reached(own: Flags, upper: npt.NDArray[np.int64]) -> Flags:
    """Return which terms stand in any row that each row stands under: shape (rows, terms)."""
    nothing = np.zeros((1, own.shape[1]), np.bool_)  # the last row, which -1 points to
    own, upper = np.concatenate([own, nothing]), np.append(upper, -1)
    reached = np.zeros_like(own)
    # A step more each time; it ends, also where rows stand under each other, as none is lost.
    while not np.array_equal(reached, further := (own | reached)[upper]):
        reached = further
    return reached[:-1]
