"""Which of the sentences that answer to quote: few, each saying something of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.storage.lexicon import terms
from service.answering.antecedents import with_antecedents
from service.answering.compare import Comparison
from service.answering.evidence import Evidence

MOST_QUOTES = 3
# Of the best sentence's score. Of the questions of the fit sets 2 in 100 more are answered than at
# 0.9, at 0.1 to 0.25 quotes more; further down most of what is added does not answer.
_WORTH_QUOTING = 0.8
_SAME_STATEMENT = 0.5  # of the terms of the shorter one


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence to quote, and where other documents say the same; one place in each."""

    evidence: Evidence
    also: tuple[Evidence, ...] = ()


def select(question: str, evidence: Sequence[Evidence]) -> list[Chosen]:
    """One to three sentences that each say something of their own, in reading order.

    One that contradicts another document's is quoted with it. In addition to the three, a
    sentence that begins with a pronoun brings the one that says what it is about.
    """
    compare = Comparison(question, evidence)
    chosen = with_antecedents(question, _choose(question, evidence, compare), evidence)
    return [Chosen(one, _also(one, compare)) for one in _in_reading_order(chosen)]


def _choose(question: str, evidence: Sequence[Evidence], compare: Comparison) -> list[Evidence]:
    asked = set(terms(question))
    chosen: list[Evidence] = []
    for candidate in evidence:
        if len(chosen) >= MOST_QUOTES or candidate.score < _WORTH_QUOTING * evidence[0].score:
            break
        if chosen and not candidate.shows_kind:
            continue
        if not any(_says_the_same(candidate, other, asked) for other in chosen):
            chosen.append(candidate)
            # Before what else answers: who reads one of them only is misled.
            chosen += _contradicting(candidate, chosen, compare)
    return chosen[:MOST_QUOTES]


def _contradicting(
    one: Evidence, chosen: Sequence[Evidence], compare: Comparison
) -> list[Evidence]:
    """The sentences of other documents that are at odds with this one, each unlike the others."""
    found: list[Evidence] = []
    for other in compare.near(one):
        if compare.disagreement(one, other) and not any(
            third.place == other.place or compare.copies(other, third)
            for third in (*chosen, *found)
        ):
            found.append(other)
    return found


def _says_the_same(one: Evidence, other: Evidence, asked: set[str]) -> bool:
    """Whether most of what the shorter one says stands in the other.

    What the question said already counts half: two answers to one question share that anyway.
    """
    words, others = set(terms(one.text)), set(terms(other.text))

    def weight(found: set[str]) -> float:
        return len(found) - len(found & asked) / 2

    smaller = min(weight(words), weight(others))
    return weight(words & others) >= _SAME_STATEMENT * smaller


def _also(one: Evidence, compare: Comparison) -> tuple[Evidence, ...]:
    found: dict[str, Evidence] = {}
    for other in compare.near(one):
        if other.place[0] not in found and compare.copies(one, other):
            found[other.place[0]] = other
    return tuple(found.values())


def _in_reading_order(chosen: Sequence[Evidence]) -> list[Evidence]:
    """By document, the one with the best sentence first, and by place in it."""
    best: dict[str, float] = {}
    for evidence in chosen:
        name = evidence.place[0]
        best[name] = max(best.get(name, 0.0), evidence.score)
    return sorted(chosen, key=lambda e: (-best[e.place[0]], e.place))
