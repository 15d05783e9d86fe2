"""What is told of a claim and its evidence: one number for each signal, and what stands behind."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from service.answering.agreement.values import ValueKind
from service.checking.signs.alignment import aligned
from service.checking.signs.lacking_values import ValueSign, lacking
from service.checking.signs.names import NameSigns, name_signs
from service.checking.signs.parsed_claim import ParsedClaim
from service.checking.signs.polarity import PolaritySigns, polarity_signs

# numbers, dates: how many of the claim's the evidence lacks. number_other, date_other: how many of
# these have another in their place. unit: whether a number counts something else. names: how many
# words of names the evidence lacks; elsewhere: how many stand only where somebody else is spoken
# of; swapped: whether two have changed places; doer: whether another does it. negation, opposite:
# see polarity.py. words: the share of the other words that the sentences nearest to the claim lack;
# all_words: that no evidence has.
SEARCH_NAMES = (
    *("numbers", "number_other", "dates", "date_other", "unit"),
    *("names", "elsewhere", "swapped", "doer", "negation", "opposite", "words", "all_words"),
)
# answers, span: the best that the reader says of the evidence, with the claim as the question.
NAMES = (*SEARCH_NAMES, "answers", "span")
_MOST = 2.0  # more of the same tell nothing more
Signals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs that evidence does not support a claim. near: the sentences it is compared with."""

    near: tuple[ParsedClaim, ...]
    values: tuple[ValueSign, ...]
    names: NameSigns
    polarity: PolaritySigns
    words: float
    all_words: float

    def numbers(self) -> Signals:
        """Return the signals: float64, shape (signals,), in the order of SEARCH_NAMES."""
        told = [one for one in self.values if not one.unit]
        dates = [one for one in told if one.value.kind is ValueKind.DATE]
        numbers = [one for one in told if one.value.kind is not ValueKind.DATE]
        counts = (
            len(numbers),
            sum(one.other is not None for one in numbers),
            len(dates),
            sum(one.other is not None for one in dates),
            any(one.unit for one in self.values),
            len(self.names.missing),
            len(self.names.elsewhere),
            self.names.swapped is not None,
            bool(self.names.doer),
            self.polarity.negation,
            bool(self.polarity.opposite[0]),
            self.words,
            self.all_words,
        )
        return np.minimum(np.array(counts, np.float64), _MOST)


def signs_of(claim: ParsedClaim, evidence: Sequence[ParsedClaim]) -> Signs:
    """Return the signs of a claim. evidence: its sentences."""
    near = aligned(claim, evidence)
    return Signs(
        tuple(near),
        tuple(lacking(claim, near, evidence)),
        name_signs(claim, near, evidence),
        polarity_signs(claim, near),
        _lacked(claim, near),
        _lacked(claim, evidence),
    )


def _lacked(claim: ParsedClaim, evidence: Sequence[ParsedClaim]) -> float:
    """Return the share of the claim's words that no sentence has."""
    had = {word for one in evidence for word in one.words}
    wanted = claim.words - claim.name_terms
    return len(wanted - had) / len(wanted) if wanted else 0.0
