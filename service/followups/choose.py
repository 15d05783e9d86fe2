"""Several readings of a follow-up -> the one that grammar and the documents speak for.

Four conditional logits (McFadden, "Conditional logit analysis of qualitative choice behavior",
1974), one for each step: grammar alone cuts the readings to four, what a listener hears cuts these
to the three that are searched for, what the search finds to the two that are read, and what the
reader says decides. Where the listener by itself prefers the same reading as it does together with
grammar, that is meant, and the documents are not asked. Where there are few documents, or reading
is off, nothing is heard, and five are searched for. The logits are fitted on conversations by
`python -m tests.fitting.followups`; the weights lie in weights.json, those for where a listener
hears and those for where none does.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from service.followups.reading_features import FOLLOWS, AskedOf, Judged, features_with, heard
from service.followups.reworded import without_alike
from service.followups.said.history import Reading

# By grammar, without a listener; that a listener hears; and so on.
MOST_BY_GRAMMAR, MOST_HEARD, MOST_HEARD_WELL, MOST_READ, MOST_OTHERS = 5, 4, 3, 2, 3
_LEAST_SHARE = 0.1
FITTED = Path(__file__).with_name("weights.json")
# A reading that leads by this much after the search is seldom overruled by the reader. Unheard, of
# 1,680 follow-ups out of fold, 1,200 lead so, and 11 of them would be.
SURE, SURE_IF_HEARD = 0.7, 0.35
# How much of what grammar says counts beside what the search says.
SHARE = 0.5
STEPS = ("grammar", "listener", "search", "reader")
Weights = Mapping[str, Mapping[str, float]]
"""The weight of each feature, by step."""
Judge = Callable[[Sequence[str]], Sequence[Judged]]
"""Says how far the documents answer each of several questions."""
Hear = Callable[[Sequence[str]], Sequence[float]]
"""Says how well each of several readings goes on from what was said."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reading to answer, and what else may be meant, the likeliest first.

    The words as typed come last, if something else was understood.
    """

    text: str
    others: tuple[str, ...] = ()


def choose(
    readings: Sequence[Reading],
    search: Judge,
    read: Judge,
    asked_of: AskedOf,
    hear: Hear | None = None,
    weights: Weights | None = None,
    *,
    may_settle: bool = True,
) -> Chosen:
    """Return the reading to answer.

    readings: the first is the question as typed; nobody is asked where it is the only one.
    search: judges by what the search finds. read: by what the reader says, too. hear: None where
    no listener hears. may_settle: whether what is heard may decide without a search.
    """
    weights = weights or shipped_weights(heard=hear is not None)
    if len(readings) == 1:
        return Chosen(readings[0].text)
    typed = readings[0]
    searched = _by_grammar(readings, weights, MOST_HEARD if hear else MOST_BY_GRAMMAR)
    if hear:
        told, scores = _by_ear(searched, hear, weights)
        typed = next(reading for reading in told if "typed" in reading.features)
        if may_settle and is_settled([reading.features[FOLLOWS] for reading in told]):
            return _chosen(told[0], told, scores, typed)
        searched = _with_typed(told, MOST_HEARD_WELL, typed)
    of_typed, ranked, scores = _by_search(searched, typed, search, asked_of, weights)
    unsure = len(scores) > 1 and scores[0] - scores[1] < (SURE_IF_HEARD if hear else SURE)
    best = ranked[:MOST_READ] if unsure else ranked[:1]
    of_best = [
        score + score_of(features_with(reading, judged, of_typed, asked_of), weights["reader"])
        for reading, judged, score in zip(
            best, read([reading.text for reading in best]), scores, strict=False
        )
    ]
    return _chosen(_best(best, of_best)[0], ranked, scores, typed)


def _by_grammar(readings: Sequence[Reading], weights: Weights, most: int) -> list[Reading]:
    """Return the likeliest by grammar, no two of which put in the same words, and the question as
    typed, which is never left out.
    """
    scores = [score_of(reading.features, weights["grammar"]) for reading in readings]
    apart = without_alike(_order(scores), [reading.text for reading in readings])
    return _with_typed([readings[place] for place in apart], most, readings[0])


def _by_ear(
    readings: Sequence[Reading], hear: Hear, weights: Weights
) -> tuple[list[Reading], list[float]]:
    """Return the readings with their logits by grammar and ear, the likeliest first.

    Each has among its features what the listener says of it.
    """
    told = [
        replace(reading, features=heard(reading.features, follows))
        for reading, follows in zip(readings, hear([r.text for r in readings]), strict=True)
    ]
    scores = [score_of(reading.features, weights["listener"]) for reading in told]
    return _best(told, scores), sorted(scores, reverse=True)


def is_settled(follows: Sequence[float]) -> bool:
    """Whether the listener by itself prefers the first of several readings.

    follows: what it says of each, that of the likeliest by grammar and ear first.
    """
    return all(follows[0] > other for other in follows[1:])


def _by_search(
    readings: Sequence[Reading], typed: Reading, search: Judge, asked_of: AskedOf, weights: Weights
) -> tuple[Judged, list[Reading], list[float]]:
    """Return how the question as typed was judged, and the readings with their logits, the
    likeliest first.
    """
    found = search([reading.text for reading in readings])
    of_typed = found[readings.index(typed)]
    scores = [
        likelihood(reading, features_with(reading, judged, of_typed, asked_of), weights)
        for reading, judged in zip(readings, found, strict=True)
    ]
    return of_typed, _best(readings, scores), sorted(scores, reverse=True)


def _chosen(
    meant: Reading, ranked: Sequence[Reading], scores: Sequence[float], typed: Reading
) -> Chosen:
    return Chosen(meant.text, tuple(_others(meant, _likely(ranked, scores), typed)))


def _likely(ranked: Sequence[Reading], scores: Sequence[float]) -> list[Reading]:
    """Return the readings that are worth a look. scores: theirs, the highest first."""
    odds = [math.exp(score - scores[0]) for score in scores]
    least = _LEAST_SHARE * sum(odds)
    return [reading for reading, share in zip(ranked, odds, strict=True) if share >= least]


def _others(meant: Reading, likely: Sequence[Reading], typed: Reading) -> Iterator[str]:
    """Yield what else may be meant; the words as typed whenever something else was understood."""
    others = [reading.text for reading in likely if reading not in (meant, typed)]
    yield from others[:MOST_OTHERS]
    if meant is not typed:
        yield typed.text


def likelihood(reading: Reading, features: Mapping[str, float], weights: Weights) -> float:
    """Return how likely a reading is meant, by grammar and by what the search says: a logit.

    features: as `features_with` returns them.
    """
    by_grammar = score_of(reading.features, weights["grammar"])
    return SHARE * by_grammar + score_of(features, weights["search"])


def _with_typed(ranked: Sequence[Reading], most: int, typed: Reading) -> list[Reading]:
    """Return the first ones, at most so many, the question as typed among them."""
    first = [*ranked[:most]]
    return first if typed in first else [*first[:-1], typed]


def _best(readings: Sequence[Reading], scores: Sequence[float]) -> list[Reading]:
    """Return the readings, the highest score first."""
    return [readings[place] for place in _order(scores)]


def _order(scores: Sequence[float]) -> list[int]:
    """Return the places of the scores, the highest first."""
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def score_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return what a step says for a reading: a logit. weights: those of the step."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


@cache
def shipped_weights(heard: bool) -> Weights:
    """Return the weights that are shipped. heard: whether a listener hears the readings."""
    loaded: Mapping[str, Weights] = json.loads(FITTED.read_text("utf-8"))
    return loaded["heard" if heard else "unheard"]
