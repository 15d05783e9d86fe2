"""Why a claim is not supported, in one plain sentence for a person."""

from service.answering.agreement.values import ValueKind
from service.checking.signals import Signs
from service.checking.signs.parsed_claim import ParsedClaim
from service.records import Label

NOT_ALL = "The document does not say all of this."


def because(claim: ParsedClaim, signs: Signs, label: Label) -> tuple[str, str]:
    """Return what decided against a claim, and the reason.

    The first is "number", "date", "unit", "name", "negation", "comparison" or "words".
    """
    for value in signs.values:
        here = value.value.span.of(claim.text).strip()
        kind = "date" if value.value.kind is ValueKind.DATE else "number"
        if value.unit:
            return "unit", f"The document counts something else by {here}."
        if value.other is not None and label == "contradicted":
            there = _written(signs, value.other)
            return kind, f"The document says {there} where this says {here}."
        return kind, f"The document does not say {here}."
    return _by_names(signs) or _by_polarity(signs) or ("words", _lacking(label))


def _by_names(signs: Signs) -> tuple[str, str] | None:
    names = signs.names
    if names.missing:
        return "name", f"The document does not name {_listed(names.missing)}."
    if names.doer:
        return "name", f"The document says this of another than {names.doer.title()}."
    if names.swapped:
        one, other = (name.title() for name in names.swapped)
        return "name", f"The document has {one} and {other} the other way round."
    if names.elsewhere:
        return "name", f"The document says this of another than {_listed(names.elsewhere)}."
    return None


def _by_polarity(signs: Signs) -> tuple[str, str] | None:
    here, there = signs.polarity.opposite
    if here:
        return "comparison", f"The document says “{there}” where this says “{here}”."
    if signs.polarity.negation:
        return "negation", "One of the two denies what the other says."
    return None


def _lacking(label: Label) -> str:
    if label == "contradicted":
        return "The document says otherwise."
    return NOT_ALL


def _written(signs: Signs, value: object) -> str:
    return next(
        other.span.of(one.text).strip()
        for one in signs.near
        for other in one.values
        if other is value
    )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(name.title() for name in names)
