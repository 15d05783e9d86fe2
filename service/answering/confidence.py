"""How sure we are that the documents answer the question: one number from 0 to 1."""

import math
from collections.abc import Sequence

from service.answering.asked import Kind, kind_of
from service.answering.evidence import Evidence

# A logistic model with weights set by hand: similarity alone calls a question answered that is
# merely about the same things, so the words of the question must be found too, and a question
# for a number, a time or a name needs one.
_SIMILARITY, _COVERAGE, _MISSING_KIND, _BIAS = 5.0, 7.0, -4.0, -3.5
_NEEDS_ITS_KIND = (Kind.NUMBER, Kind.TIME, Kind.NAME)


def confidence_in(question: str, evidence: Sequence[Evidence]) -> float:
    """Judge by the best evidence; `evidence` is in order, best first."""
    if not evidence:
        return 0.0
    best = evidence[0]
    missing = kind_of(question) in _NEEDS_ITS_KIND and not best.shows_kind
    z = (
        _SIMILARITY * best.sentence.similarity
        + _COVERAGE * best.sentence.coverage
        + _MISSING_KIND * missing
        + _BIAS
    )
    return 1 / (1 + math.exp(-z))
