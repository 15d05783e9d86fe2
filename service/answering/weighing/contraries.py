"""Evidence that says the contrary of what a question asks for, or says it of another thing."""

from collections.abc import Iterator, Sequence

from service.answering.agreement.asked_polarity import AskedPolarity, polarity_asked, says_contrary
from service.answering.agreement.designations import designations_in, is_of_another
from service.answering.weighing.evidence import Evidence, Place
from service.english.clauses import Clause


def contraries(
    question: str, clause: Clause | None, evidence: Sequence[Evidence]
) -> frozenset[Place]:
    """Return where it affirms what was asked not to be so, or denies what was asked for, and where
    it is of "Brisa 100" and "Brisa 300" was asked about.

    An item or a row that tells nothing of it takes after the heading, the lead-in or the header
    that it stands under. clause: of the question.
    """
    asked, things = polarity_asked(clause), designations_in(question)
    return frozenset(
        one.place
        for one in evidence
        if (asked is not None and _is_contrary(asked, one))
        or (things and is_of_another(things, [*_from_inside(one), _title(one)]))
    )


def _title(one: Evidence) -> str:
    return one.hit.stored.document.title


def _is_contrary(asked: AskedPolarity, one: Evidence) -> bool:
    told = (says_contrary(asked, text) for text in _from_inside(one))
    return next((contrary for contrary in told if contrary is not None), False)


def _from_inside(one: Evidence) -> Iterator[str]:
    """Yield a sentence and what it stands under, the nearest first."""
    yield one.text
    yield from (upper.text for upper in one.upper)
