"""Evidence that says of somebody else what a question takes for granted of somebody."""

from collections.abc import Sequence

from index.records import BlockKind
from service.answering.agreement.doers import (
    Doing,
    doing_in,
    is_done_by_another,
    is_named_in,
    may_tell_of,
    verb_asked_of,
)
from service.answering.agreement.polar_clause import may_have
from service.answering.contrary.before_pronouns import before_pronouns
from service.answering.weighing.evidence import Evidence
from service.english.clauses import Clause

_LOOKED_AT = 6  # sentences: those after them are hardly ever quoted


def without_other_doers(
    question: str, clause: Clause | None, evidence: Sequence[Evidence]
) -> list[Evidence]:
    """Return the evidence without such sentences. clause: of the question. evidence: best first.

    Where the best one is such, the question may take for granted what is not so. Then only those
    stay that may tell of the same.
    """
    best, rest = evidence[:_LOOKED_AT], evidence[_LOOKED_AT:]
    verb = verb_asked_of(clause)
    if clause is None or verb is None or not any(may_have(verb, one.text) for one in best):
        return [*evidence]
    doing = doing_in(question, clause, verb)
    if doing is None:
        return [*evidence]
    of_others = [_is_of_another(doing, one) for one in best]
    if any(of_others[:1]):
        return [one for one in best if _may_tell(doing, one)]
    own = [one for one, of_another in zip(best, of_others, strict=True) if not of_another]
    return [*own, *rest]


def _may_tell(doing: Doing, one: Evidence) -> bool:
    """Whether it may tell of the same: a row that names somebody needs no verb."""
    if one.kind is BlockKind.ROW and is_named_in(doing.names, one.text):
        return True
    return may_tell_of(doing, one.text, [*before_pronouns(one), *one.above])


def _is_of_another(doing: Doing, one: Evidence) -> bool:
    return is_done_by_another(doing, one.text, one.above, list(before_pronouns(one)))
