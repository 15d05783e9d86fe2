"""What a sentence says, taken apart, so that it can be compared with what another says."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from index.storage.lexicon import terms
from service.answering.agreement.values import Of, Value, find_values

# Two sentences are compared only if all words of the one with fewer stand in the other; replacing
# a word (otter by badger, rose by fell) makes another statement. These are the shares of the
# longer one that the shorter must have. Of 4,000,000 pairs of sentences of different documents,
# found for the questions of the fit sets, none that says something else passes either.
_COPY, _SAME_MATTER = 0.8, 0.6
_FEWEST_WORDS = 2
# Not words to the index, and yet they turn a statement into another.
_STANCE = re.compile(
    r"\b(?:not|no|nor|never|none|without|may|might|could|would|should|can|will|must|if)\b|n[’']t\b"
)
_ROUNDED_FROM, _ROUNDED_BY = 1000, Decimal("0.1")  # 3 million is not at odds with 3.2 million


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence's numbers and dates, the terms of the rest, and whether it denies or doubts."""

    values: tuple[Value, ...]
    words: frozenset[str]
    stance: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "Claim":
        values = tuple(find_values(text))
        rest, end = [], 0
        for value in values:
            rest.append(text[end : value.span.start])
            end = value.span.end
        other = " ".join([*rest, text[end:]])
        return cls(values, frozenset(terms(other)), frozenset(_STANCE.findall(other.lower())))

    def copies(self, other: "Claim") -> bool:
        """Whether it says the same in nearly the same words, with the same numbers and dates."""
        return self._is_near(other, _COPY) and self._meanings() == other._meanings()

    def disagreement(self, other: "Claim") -> tuple[Value, Value] | None:
        """The number or date of each that the other has otherwise, if all else is alike.

        Just one: who gives another number for another year does not disagree.
        """
        if not self._is_near(other, _SAME_MATTER):
            return None
        own, others = Counter(self._meanings()), Counter(other._meanings())
        mine = [value for value in self.values if _meaning(value) in own - others]
        theirs = [value for value in other.values if _meaning(value) in others - own]
        if len(mine) == len(theirs) == 1 and _exclude_each_other(mine[0], theirs[0]):
            return mine[0], theirs[0]
        return None

    def _is_near(self, other: "Claim", share: float) -> bool:
        fewer, more = sorted((self.words, other.words), key=len)
        return (
            len(fewer) >= max(_FEWEST_WORDS, share * len(more))
            and fewer <= more
            and self.stance == other.stance
        )

    def _meanings(self) -> list[tuple[object, ...]]:
        return [_meaning(value) for value in self.values]


def _meaning(value: Value) -> tuple[object, ...]:
    return value.of, *value.meaning


def _exclude_each_other(one: Value, other: Value) -> bool:
    """Whether both cannot be true; dates only if they say as much as each other."""
    if one.of is not other.of or not (one.exact and other.exact):
        return False
    if one.of is Of.DATES:
        return [part is None for part in one.meaning] == [part is None for part in other.meaning]
    amount, other_amount = one.meaning[0], other.meaning[0]
    if not (isinstance(amount, Decimal) and isinstance(other_amount, Decimal)):
        return False
    return one.meaning[1] == other.meaning[1] and not _rounds_to(amount, other_amount)


def _rounds_to(one: Decimal, other: Decimal) -> bool:
    """Whether the rounder of two large amounts may stand for the other."""
    low, high = sorted((abs(one), abs(other)))
    if low < _ROUNDED_FROM or high - low > _ROUNDED_BY * high:
        return False
    exponent = max(one.normalize().as_tuple().exponent, other.normalize().as_tuple().exponent)
    unit = Decimal((0, (1,), int(exponent)))
    return round(one / unit) == round(other / unit)
