"""Which of the sentences that answer to quote: few, each saying something of its own."""

import re
from collections.abc import Sequence

from index.lexicon import terms
from service.answering.evidence import Evidence

MOST_QUOTES = 3
_WORTH_QUOTING = 0.9  # of the best sentence's score
_SAME_STATEMENT = 0.5  # of the terms of the shorter one
_PRONOUNS = "it|they|he|she|this|that|these|those|its|their|his|her|such"
_LEANS_BACK = re.compile(rf"(?:(?:and|but|yet|so|still|then)\s+)?(?:{_PRONOUNS})\b", re.IGNORECASE)


def select(question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
    """One to three sentences that each say something of their own, in reading order.

    A sentence that begins with a pronoun brings the one before it, which says what it is about.
    """
    asked = set(terms(question))
    chosen: list[Evidence] = []
    for candidate in evidence:
        if len(chosen) == MOST_QUOTES or candidate.score < _WORTH_QUOTING * evidence[0].score:
            break
        if chosen and not candidate.shows_kind:
            continue
        if not any(_says_the_same(candidate, other, asked) for other in chosen):
            chosen.append(candidate)
    return _in_reading_order(_with_antecedents(chosen))


def _says_the_same(one: Evidence, other: Evidence, asked: set[str]) -> bool:
    """Whether most of what the shorter one says stands in the other.

    What the question said already counts half: two answers to one question share that anyway.
    """
    words, others = set(terms(one.text)), set(terms(other.text))

    def weight(found: set[str]) -> float:
        return len(found) - len(found & asked) / 2

    smaller = min(weight(words), weight(others))
    return weight(words & others) >= _SAME_STATEMENT * smaller


def _with_antecedents(chosen: list[Evidence]) -> list[Evidence]:
    complete = list(chosen)
    for evidence in chosen:
        if evidence.number > 0 and _LEANS_BACK.match(evidence.text):
            before = Evidence(evidence.hit, evidence.number - 1, evidence.score, False)
            if before.text not in {other.text for other in complete}:
                complete.append(before)
    return complete


def _in_reading_order(chosen: list[Evidence]) -> list[Evidence]:
    """By document, the one with the best sentence first, and by place in it."""
    best: dict[str, float] = {}
    for evidence in chosen:
        name = evidence.place[0]
        best[name] = max(best.get(name, 0.0), evidence.score)
    return sorted(chosen, key=lambda e: (-best[e.place[0]], e.place))
