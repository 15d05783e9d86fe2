"""The claim of a sentence, parsed so that it can be compared with another claim."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import chain

from index.storage.words.analysis import terms
from service.answering.agreement.back_pointing import pronoun_that_points_back
from service.answering.agreement.values import Value, ValueKind, find_values
from service.answering.agreement.wording import ClaimWording, style
from service.english.nouns import EDITIONS

# A sentence is a copy of a longer one only if all its words stand there, for replacing a word
# (otter by badger, rose by fell) makes another claim, and if it has at least this share of them.
_COPY = 0.8
_FEWEST_WORDS = 2
# Who said it and which edition it is may differ, but not most words. This spares tagging most.
_WORTH_TAGGING = 0.5
# The index drops these words, and yet each of them turns a claim into another.
_STANCE = re.compile(
    r"\b(?:not|no|nor|never|none|without|may|might|could|would|should|can|will|must|if)\b|n[’']t\b"
)
_HALF_A_DAY = 12 * 60  # minutes
_ROUNDED_FROM, _ROUNDED_BY = 1000, Decimal("0.1")  # 3 million does not contradict 3.2 million


@dataclass(frozen=True)
class Claim:
    """A sentence, parsed for comparison.

    values: its numbers, dates and times. words: the index terms of the rest. stance: the words by
    which it denies, doubts or sets a condition. resolved: its wording with the subject that its
    pronoun stands for; None where the sentence is taken as it is.
    """

    text: str
    values: tuple[Value, ...]
    words: frozenset[str]
    stance: frozenset[str]
    resolved: ClaimWording | None = None

    @classmethod
    def parse(cls, text: str) -> "Claim":
        """Return the claim of a sentence."""
        values = tuple(find_values(text))
        rest, end = [], 0
        for value in values:
            rest.append(text[end : value.span.start])
            end = value.span.end
        words = " ".join([*rest, text[end:]])
        return cls(
            text,
            values,
            frozenset(terms(words)),
            frozenset(_STANCE.findall(words.lower())),
        )

    @cached_property
    def wording(self) -> ClaimWording:
        """All of it in order. Few sentences are compared so far that this is needed."""
        return self.resolved or ClaimWording.parse(self.text, self.values)

    @cached_property
    def leans_back(self) -> bool:
        """Whether it begins with a pronoun that stands for something named before."""
        return pronoun_that_points_back(self.text) is not None

    def about(self, subject_of: "Claim") -> "Claim":
        """Return this claim with the subject of another in place of its own, a pronoun."""
        other = subject_of.wording
        named = replace(
            self.wording,
            subject=other.subject,
            names=other.names,
            first=other.first,
            indefinite=other.indefinite,
        )
        subject = terms(" ".join(part for part in other.subject if isinstance(part, str)))
        return replace(self, resolved=named, words=self.words | frozenset(subject))

    def names_subject_of(self, other: "Claim") -> bool:
        """Whether all words of the other's subject stand in this claim."""
        subject = {part for part in other.wording.subject if isinstance(part, str)}
        return bool(subject) and subject <= self.wording.words

    def copies(self, other: "Claim") -> bool:
        """Whether `other` says the same in nearly the same words and with the same values."""
        fewer, more = sorted((self.words, other.words), key=len)
        return (
            len(fewer) >= max(_FEWEST_WORDS, _COPY * len(more))
            and fewer <= more
            and self.stance == other.stance
            and self._meanings() == other._meanings()
        )

    def may_disagree(self, other: "Claim") -> bool:
        """Whether both have values, and one has all words of the other. Most pairs fail here."""
        if not (self.values and other.values):
            return False
        fewest = min(len(self.words), len(other.words))
        if len(self.words & other.words) < _WORTH_TAGGING * fewest:
            return False
        one, two = self.wording.words, other.wording.words
        return one <= two or two <= one

    def disagreement(
        self,
        other: "Claim",
        around: frozenset[str] = frozenset(),
        around_other: frozenset[str] = frozenset(),
    ) -> tuple[Value, Value] | None:
        """Return the one number or date in which the two differ, as each has it, or None.

        All else must be the same: who or what it is said of, in what respect, of what time and
        place, in what unit. Two differences are none: another number for another year is no
        disagreement.
        around, around_other: words of the titles and headings above each, which may leave out in
        the sentence what they have said.
        """
        one, two = self.wording, other.wording
        if max(len(self.words), len(other.words)) < _FEWEST_WORDS or one.past != two.past:
            return None
        if one.by_today or two.by_today:
            return None
        aligned = _aligned(one, two, around, around_other)
        differing = [pair for pair in aligned or () if _meaning(pair[0]) != _meaning(pair[1])]
        if len(differing) != 1 or not _exclusive(*differing[0]):
            return None
        # "A bomb killed 4 people" and "a bomb killed 11" may tell of two bombs.
        new = one.past and (one.indefinite or two.indefinite)
        return None if new and not _is_tied(one, differing[0][0]) else differing[0]

    def _meanings(self) -> list[tuple[object, ...]]:
        return [_meaning(value) for value in self.values]


def _aligned(
    one: ClaimWording, two: ClaimWording, around_one: frozenset[str], around_two: frozenset[str]
) -> list[tuple[Value, Value]] | None:
    """Return the values of the two side by side; None if any word between them differs.

    One of the two may have words more that say which edition it speaks of, or that stand around the
    other.
    """
    more_one, more_two = one.words - two.words, two.words - one.words
    if more_one and more_two:
        return None
    if not more_one <= around_two | EDITIONS or not more_two <= around_one | EDITIONS:
        return None
    sections, other_sections = one.sections(without=more_one), two.sections(without=more_two)
    if list(map(style, sections)) != list(map(style, other_sections)):
        return None
    pairs = zip(chain(*sections), chain(*other_sections), strict=True)
    return [(a, b) for a, b in pairs if isinstance(a, Value) and isinstance(b, Value)]


def _is_tied(wording: ClaimWording, value: Value) -> bool:
    """Whether a date or a name, beside the value, tells which of several events it is."""
    return any(
        part.kind is ValueKind.DATE if isinstance(part, Value) else part in wording.all_names
        for part in wording.parts
        if part is not value
    )


def _meaning(value: Value) -> tuple[object, ...]:
    return value.kind, *value.meaning


def _exclusive(value: Value, other: Value) -> bool:
    """Whether two different values cannot both be true. Dates must be equally precise."""
    if value.kind is not other.kind or not (value.exact and other.exact):
        return False
    if value.kind is ValueKind.DATE:
        return [part is None for part in value.meaning] == [part is None for part in other.meaning]
    amount, other_amount = value.meaning[0], other.meaning[0]
    if value.kind is ValueKind.TIME:
        apart = int(amount or 0) - int(other_amount or 0)
        return apart % _HALF_A_DAY != 0  # 2:30 may be in the afternoon
    if not (isinstance(amount, Decimal) and isinstance(other_amount, Decimal)):
        return False
    return value.meaning[1] == other.meaning[1] and not rounds_to(amount, other_amount)


def rounds_to(amount: Decimal, other: Decimal) -> bool:
    """Whether the rounder of two large amounts may stand for the other."""
    low, high = sorted((abs(amount), abs(other)))
    if low < _ROUNDED_FROM or high - low > _ROUNDED_BY * high:
        return False
    exponent = max(number.normalize().as_tuple().exponent for number in (amount, other))
    unit = Decimal((0, (1,), int(exponent)))
    return round(amount / unit) == round(other / unit)
