"""Items and what is part of them: inner lists, and the command or the remark below a step."""

from collections import Counter, defaultdict
from collections.abc import Sequence, Set
from itertools import chain

from index.records import BlockKind, Span
from index.storage.words.analysis import terms
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, Place

_Step = tuple[Place, int]
"""The list that an item is of, and where the item starts."""


def item_above(question: Question, sentence: Evidence) -> Span | None:
    """Return where the item stands that an item of an inner list is part of, if it says anything
    that neither the question nor the sentence does: "Red card" above "server room".
    """
    above = sentence.upper[:1] if sentence.kind is BlockKind.ITEM else []
    if not above or above[0].kind is not BlockKind.ITEM:
        return None
    new = set(terms(above[0].text)) - question.terms - set(terms(sentence.text))
    return above[0].span if new else None


def some_steps(
    question: Question, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> frozenset[Place]:
    """Return the sentences that are of several steps of one list, where the question asks how to
    do something: without the steps between these, it is not told.

    Not where its words tell all these steps from the others: "Ctrl+S: save" is a list of its own.
    Words that stand above the list name all of it. evidence: all sentences that were found.
    """
    if not question.asks_how_to:
        return frozenset()
    steps = {one.place: step for one in chosen if (step := _step_of(one))}
    counts = Counter(of_list for of_list, _ in set(steps.values()))
    if max(counts.values(), default=0) < 2:
        return frozenset()
    loose = {
        step[0] for step in _not_told_apart(question.telling_terms, evidence) & {*steps.values()}
    }
    return frozenset(place for place, (of, _) in steps.items() if counts[of] > 1 and of in loose)


def _not_told_apart(asked: Set[str], evidence: Sequence[Evidence]) -> set[_Step]:
    """Return the steps that hold none of the asked words that some steps of their list hold."""
    words = defaultdict[_Step, set[str]](set)
    for one in evidence:
        if step := _step_of(one):
            words[step] |= (asked & {*terms(one.text)}) - {*chain(*map(terms, one.above))}
    lists = defaultdict[Place, list[set[str]]](list)
    for (of_list, _), held in words.items():
        lists[of_list].append(held)
    common = {of_list: set.intersection(*held) for of_list, held in lists.items()}
    return {step for step, held in words.items() if not held - common[step[0]]}


def _step_of(one: Evidence) -> _Step | None:
    """Return of which list a sentence is part, and where its item starts; None without an item."""
    above = one.upper
    start = one.sentence.span.start
    if one.kind is not BlockKind.ITEM:
        if not above or above[0].kind is not BlockKind.ITEM:
            return None
        start, above = above[0].span.start, above[1:]
    return (one.document_id, above[0].span.start if above else -1), start
