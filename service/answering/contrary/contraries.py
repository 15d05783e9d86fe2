"""Evidence that says the contrary of what a question asks for, or says it of another thing."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache

from service.answering.agreement.asked_polarity import AskedPolarity, polarity_asked, says_contrary
from service.answering.agreement.designations import (
    Designations,
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
from service.answering.contrary.before_pronouns import naming
from service.answering.contrary.cells import designations_of_row
from service.answering.contrary.numbered_sections import of_other_sections
from service.answering.weighing.evidence import Evidence, Place


def contraries(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where it affirms what was asked not to be so, or denies what was asked for, and where
    it is of another thing: of "Brisa 100", where "Brisa 300" was asked about, of "the Pro plan"
    where that was another one, or below "4.1.0" where that was 4.2.0.

    An item or a row that tells nothing of it takes after the heading, the lead-in or the header
    that it stands under. A row is "week 3" that has a 3 in the column "Week".
    """
    asked, denying = polarity_asked(question.clause), cache(may_deny)  # many have one heading
    contrary = (one.place for one in evidence if asked and _is_contrary(asked, one, denying))
    return frozenset(contrary).union(
        _of_others(designations_asked(question.text), evidence),
        _of_another_name(question, evidence),
        of_other_sections(question.text, evidence),
    )


def _of_others(asked: Designations, evidence: Sequence[Evidence]) -> Iterator[Place]:
    """Yield where something else is told of that is called by the same word."""
    if not asked:
        return
    rows = {one.place: designations_of_row(one) for one in evidence}
    # A column tells what its rows are called where one of them is called as was asked.
    columns = {word for word, _ in asked & frozenset().union(*rows.values())}
    named = cache(designations_in)
    for one in evidence:
        told = [*map(named, naming(one))]
        told[0] |= {(word, number) for word, number in rows[one.place] if word in columns}
        if is_of_another(asked, told):
            yield one.place


def _of_another_name(question: Question, evidence: Sequence[Evidence]) -> set[Place]:
    """Return where it tells of another of a kind, such as the Pro plan, if nothing that was found
    has the name of the one asked about.
    """
    asked = named_kinds_in(question.text) if question.names else frozenset()
    if not asked:
        return set()
    texts = {text for one in evidence for text in (one.hit.stored.text, *one.above)}
    unknown = unknown_in(asked, list(texts))
    if not unknown:
        return set()
    told = cache(named_kinds_in)
    return {
        one.place
        for one in evidence
        if any(is_of_another_name(unknown, told(text)) for text in naming(one))
    }


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
