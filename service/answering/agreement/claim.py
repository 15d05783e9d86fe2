"""The claim of a sentence, parsed so that it can be compared with another claim."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from index.storage.lexicon import terms
from service.answering.agreement.values import Value, ValueKind, find_values

# Two sentences are compared only if all words of the one with fewer stand in the other, for
# replacing a word (otter by badger, rose by fell) makes another claim. These are the least shares
# of the longer sentence's words that the shorter must have. Among 4,000,000 pairs of sentences of
# different documents, found for the questions of the fit sets, no pair with two different claims
# passes either.
_COPY, _SAME_MATTER = 0.8, 0.6
_FEWEST_WORDS = 2
# The index drops these words, and yet each of them turns a claim into another.
_STANCE = re.compile(
    r"\b(?:not|no|nor|never|none|without|may|might|could|would|should|can|will|must|if)\b|n[’']t\b"
)
_ROUNDED_FROM, _ROUNDED_BY = 1000, Decimal("0.1")  # 3 million does not contradict 3.2 million


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence, parsed for comparison.

    values: its numbers and dates. words: the index terms of the rest. stance: the words by which
    it denies, doubts or sets a condition.
    """

    values: tuple[Value, ...]
    words: frozenset[str]
    stance: frozenset[str]

    @classmethod
    def parse(cls, text: str) -> "Claim":
        """Return the claim of a sentence."""
        values = tuple(find_values(text))
        rest, end = [], 0
        for value in values:
            rest.append(text[end : value.span.start])
            end = value.span.end
        words = " ".join([*rest, text[end:]])
        return cls(values, frozenset(terms(words)), frozenset(_STANCE.findall(words.lower())))

    def copies(self, other: "Claim") -> bool:
        """Whether `other` says the same in nearly the same words and with the same values."""
        return self._is_near(other, _COPY) and self._meanings() == other._meanings()

    def disagreement(self, other: "Claim") -> tuple[Value, Value] | None:
        """Return the one number or date in which the two differ, as each has it, or None.

        All else must be alike. Two differences are none: another number for another year is no
        disagreement.
        """
        if not self._is_near(other, _SAME_MATTER):
            return None
        own, theirs = Counter(self._meanings()), Counter(other._meanings())
        only_own = [value for value in self.values if _meaning(value) in own - theirs]
        only_theirs = [value for value in other.values if _meaning(value) in theirs - own]
        if len(only_own) == len(only_theirs) == 1 and _exclusive(only_own[0], only_theirs[0]):
            return only_own[0], only_theirs[0]
        return None

    def _is_near(self, other: "Claim", share: float) -> bool:
        """Whether both have the same stance, and the longer one holds all words of the shorter.

        share: how many of the longer one's words the shorter must have at least.
        """
        fewer, more = sorted((self.words, other.words), key=len)
        return (
            len(fewer) >= max(_FEWEST_WORDS, share * len(more))
            and fewer <= more
            and self.stance == other.stance
        )

    def _meanings(self) -> list[tuple[object, ...]]:
        return [_meaning(value) for value in self.values]


def _meaning(value: Value) -> tuple[object, ...]:
    return value.kind, *value.meaning


def _exclusive(value: Value, other: Value) -> bool:
    """Whether two different values cannot both be true. Dates must be equally precise."""
    if value.kind is not other.kind or not (value.exact and other.exact):
        return False
    if value.kind is ValueKind.DATE:
        return [part is None for part in value.meaning] == [part is None for part in other.meaning]
    amount, other_amount = value.meaning[0], other.meaning[0]
    if not (isinstance(amount, Decimal) and isinstance(other_amount, Decimal)):
        return False
    return value.meaning[1] == other.meaning[1] and not _rounds_to(amount, other_amount)


def _rounds_to(amount: Decimal, other: Decimal) -> bool:
    """Whether the rounder of two large amounts may stand for the other."""
    low, high = sorted((abs(amount), abs(other)))
    if low < _ROUNDED_FROM or high - low > _ROUNDED_BY * high:
        return False
    exponent = max(number.normalize().as_tuple().exponent for number in (amount, other))
    unit = Decimal((0, (1,), int(exponent)))
    return round(amount / unit) == round(other / unit)
