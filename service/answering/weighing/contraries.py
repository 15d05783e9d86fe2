"""Evidence that says the contrary of what a question asks for, or says it of another thing."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from service.answering.agreement.asked_polarity import AskedPolarity, polarity_asked, says_contrary
from service.answering.agreement.designations import designations_in, is_of_another
from service.answering.agreement.polar_clause import may_deny
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, Place


def contraries(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where it affirms what was asked not to be so, or denies what was asked for, and where
    it is of "Brisa 100" and "Brisa 300" was asked about.

    An item or a row that tells nothing of it takes after the heading, the lead-in or the header
    that it stands under.
    """
    asked, things = polarity_asked(question.clause), designations_in(question.text)
    named, denying = cache(designations_in), cache(may_deny)  # many stand under one heading
    return frozenset(
        one.place
        for one in evidence
        if (asked is not None and _is_contrary(asked, one, denying))
        or (things and is_of_another(things, [*map(named, _from_inside(one)), named(_title(one))]))
    )


def _title(one: Evidence) -> str:
    return one.hit.stored.document.title


def _is_contrary(asked: AskedPolarity, one: Evidence, denying: Callable[[str], bool]) -> bool:
    # Of what is asked for, only a denial is the contrary. This spares a look at most sentences.
    if not asked.denied and not any(map(denying, _from_inside(one))):
        return False
    told = (says_contrary(asked, text) for text in _from_inside(one))
    return next((contrary for contrary in told if contrary is not None), False)


def _from_inside(one: Evidence) -> Iterator[str]:
    """Yield a sentence and what it stands under, the nearest first."""
    yield one.text
    yield from (upper.text for upper in one.upper)
