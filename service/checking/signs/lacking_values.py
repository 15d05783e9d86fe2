"""Numbers, units and dates of a claim that its evidence lacks or has otherwise."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from service.answering.agreement.claim import rounds_to
from service.answering.agreement.values import Value, ValueKind
from service.checking.signs.parsed_claim import ParsedClaim
from service.english.calendar import YEAR
from service.english.nouns import singular
from service.english.tokens import Tag

_ROUNDED = 10_000  # less may be a year
_YEAR_ALONE = re.compile(YEAR)


@dataclass(frozen=True, slots=True)
class ValueSign:
    """A value of a claim that no evidence has. other: what stands in its place; None for nothing.

    unit: whether only what the number counts differs.
    """

    value: Value
    other: Value | None = None
    unit: bool = False


def lacking(
    claim: ParsedClaim, near: Sequence[ParsedClaim], evidence: Sequence[ParsedClaim]
) -> list[ValueSign]:
    """Return the values of a claim that the sentences near it lack.

    near: the sentences of the evidence that the claim is compared with. evidence: all of them; a
    value that stands elsewhere counts as had if no other stands in its place.
    """
    signs = []
    for value in claim.values:
        if any(_has(one, claim, value) for one in near):
            signs += _other_unit(claim, value, near)
            continue
        other = next((v for one in near for v in _in_place(one, claim, value)), None)
        if other or not any(_has(one, claim, value) for one in evidence):
            signs.append(ValueSign(value, other))
    return signs


def _has(said: ParsedClaim, claim: ParsedClaim, value: Value) -> bool:
    if value.kind is ValueKind.OTHER and str(value.meaning[0]) in said.text.casefold():
        return True
    return any(_same(value, other) for other in said.values) or _written_there(claim, value, said)


def _written_there(claim: ParsedClaim, value: Value, said: ParsedClaim) -> bool:
    """Whether another sentence has the same four digits, read as something else there.

    "The Act 1981" has a label and "the 2005 reduction" a number where a claim has years.
    """
    written = value.span.of(claim.text).strip()
    if not _YEAR_ALONE.fullmatch(written):
        return False
    return re.search(rf"(?<![\d.,]){written}(?![\d.,]\d|\d)", said.text) is not None


def _same(value: Value, other: Value) -> bool:
    """Whether another value says the same as one of a claim, which may be less exact."""
    if value.kind is not other.kind:
        return False
    if value.kind is ValueKind.DATE:
        pairs = zip(value.meaning, other.meaning, strict=True)
        return all(part is None or part == others for part, others in pairs)
    amount, others = value.meaning[0], other.meaning[0]
    if value.meaning[1:] != other.meaning[1:]:
        return False
    if isinstance(amount, Decimal) and isinstance(others, Decimal):
        return (
            amount == others
            or (not value.exact and _close(amount, others))
            or (max(amount, others) >= _ROUNDED and rounds_to(amount, others))
        )
    return amount == others


def _close(amount: Decimal, other: Decimal) -> bool:
    """Whether "about" one amount may stand for the other."""
    return abs(amount - other) * 10 <= max(abs(amount), abs(other))


def _in_place(said: ParsedClaim, claim: ParsedClaim, value: Value) -> list[Value]:
    """Return the values of a sentence that may stand in the place of one that it lacks."""
    return [
        other
        for other in said.values
        if other.kind is value.kind and not any(_same(one, other) for one in claim.values)
    ]


def _other_unit(claim: ParsedClaim, value: Value, near: Sequence[ParsedClaim]) -> list[ValueSign]:
    """Return a sign where the same number counts other things than in every sentence that has it"""
    counted = _counted(claim, value)
    if value.kind is not ValueKind.NUMBER or not counted or not value.exact:
        return []
    others = [
        _counted(one, other)
        for one in near
        for other in one.values
        if other.kind is value.kind and _same(value, other)
    ]
    known = [other for other in others if other]
    words = {word for one in near for word in _plain_nouns(one)}
    if not known or counted in known or len(known) < len(others) or counted in words:
        return []
    return [ValueSign(value, unit=True)]


def _counted(said: ParsedClaim, value: Value) -> str:
    """Return the noun right after a number; "" for none."""
    following = [token for token in said.tokens if token.start >= value.span.end][:1]
    return next((singular(t.lower) for t in following if t.tag is Tag.NOUN), "")


def _plain_nouns(said: ParsedClaim) -> list[str]:
    return [singular(token.lower) for token in said.tokens if token.tag is Tag.NOUN]
