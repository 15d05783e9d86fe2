"""Evidence that says the contrary of what a question asks for, or says it of another thing."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from service.answering.agreement.asked_polarity import AskedPolarity, polarity_asked, says_contrary
from service.answering.agreement.designations import (
    designations_asked,
    designations_in,
    is_of_another,
)
from service.answering.agreement.named_kinds import (
    is_of_another_name,
    named_kinds_in,
    unknown_in,
)
from service.answering.agreement.polar_clause import may_deny
from service.answering.asking.question import Question
from service.answering.weighing.before_pronouns import before_pronouns
from service.answering.weighing.evidence import Evidence, Place


def contraries(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where it affirms what was asked not to be so, or denies what was asked for, and where
    it is of "Brisa 100" and "Brisa 300" was asked about, or of one name and another was.

    An item or a row that tells nothing of it takes after the heading, the lead-in or the header
    that it stands under.
    """
    asked, denying = polarity_asked(question.clause), cache(may_deny)
    contrary = {one.place for one in evidence if asked and _is_contrary(asked, one, denying)}
    others = _of_another(question, evidence) | _of_another_name(question, evidence)
    return frozenset(contrary | others)


def _of_another(question: Question, evidence: Sequence[Evidence]) -> set[Place]:
    """Return where it is of something else that is called by the same word."""
    asked, named = designations_asked(question.text), cache(designations_in)
    if not asked:
        return set()
    return {one.place for one in evidence if is_of_another(asked, [*map(named, _naming(one))])}


def _of_another_name(question: Question, evidence: Sequence[Evidence]) -> set[Place]:
    """Return where it tells of another of a kind, such as the Pro plan, if nothing that was found
    has the name of the one asked about.
    """
    asked = named_kinds_in(question.text) if question.names else frozenset()
    if not asked:
        return set()
    unknown = unknown_in(asked, list({text for one in evidence for text in _naming(one)}))
    if not unknown:
        return set()
    return {one.place for one in evidence if is_of_another_name(unknown, named_kinds_in(one.text))}


def _naming(one: Evidence) -> Iterator[str]:
    """Yield what may name the thing that a sentence is of, the nearest first."""
    yield one.text
    yield from before_pronouns(one)
    yield from (upper.text for upper in one.upper)
    yield one.hit.stored.document.title


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
