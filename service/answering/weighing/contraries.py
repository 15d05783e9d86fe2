"""Evidence that says the contrary of what a question asks for."""

from collections.abc import Iterator, Sequence

from service.answering.agreement.asked_polarity import AskedPolarity, polarity_asked, says_contrary
from service.answering.weighing.evidence import Evidence, Place
from service.english.clauses import Clause


def contraries(clause: Clause | None, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where it affirms what was asked not to be so, or denies what was asked for.

    An item or a row that tells nothing of it has the polarity of the heading, the lead-in or the
    header that it stands under. clause: of the question.
    """
    asked = polarity_asked(clause)
    if asked is None:
        return frozenset()
    return frozenset(one.place for one in evidence if _is_contrary(asked, one))


def _is_contrary(asked: AskedPolarity, one: Evidence) -> bool:
    told = (says_contrary(asked, text) for text in _from_inside(one))
    return next((contrary for contrary in told if contrary is not None), False)


def _from_inside(one: Evidence) -> Iterator[str]:
    """Yield a sentence and what it stands under, the nearest first."""
    yield one.text
    yield from (upper.text for upper in one.upper)
