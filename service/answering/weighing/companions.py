"""What answers for the other things that a question joins: the row of Kay beside the row of Ida.

Only a sentence that says of the one what the best sentence says of the other is sure to belong to
the answer: another row of its table, or nearly the same words.
"""

from collections.abc import Sequence, Set

from index.storage.words.analysis import terms
from service.answering.asking.asked_together import asked_together
from service.answering.weighing.counterparts import counterparts_of
from service.answering.weighing.evidence import Evidence


def companions_of(question: str, best: Evidence, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences that say of the other joined things what the best says of one of them.

    It is empty where the question joins nothing, and where the best sentence names all that it
    joins or none of it. evidence: best first.
    """
    things = asked_together(question)
    missing = _missing(things, [best])
    if len(missing) == len(things):
        return []
    companions: list[Evidence] = []
    for other in counterparts_of(best, evidence) if missing else ():
        still_missing = _missing(missing, [*companions, other])
        if len(still_missing) < len(_missing(missing, companions)):
            companions.append(other)
    return companions


def _missing(things: Sequence[Set[str]], sentences: Sequence[Evidence]) -> list[Set[str]]:
    """Return the things that none of the sentences names."""
    named = [_words(sentence) for sentence in sentences]
    return [thing for thing in things if not any(thing <= words for words in named)]


def _words(one: Evidence) -> Set[str]:
    """Return the terms of a sentence and of what it stands under."""
    return frozenset(terms(" ".join([one.text, *(upper.text for upper in one.upper)])))
