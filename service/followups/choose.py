"""Several readings of a follow-up -> the one that grammar and the documents speak for.

Four conditional logits (McFadden, "Conditional logit analysis of qualitative choice behavior",
1974), one for each step: grammar alone cuts the readings to those that a listener hears, what it
hears cuts these to those that are searched for, what the search finds to the two that are read,
and what the reader says decides. Where there are few documents, or reading is off, nothing is
heard, and more are searched for. They are fitted on conversations by `python -m
tests.fitting.followups`; the weights lie in weights.json, those for where a listener hears and
those for where none does.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from service.followups.said.history import Reading

# By grammar; what is heard cuts them further.
MOST_BY_GRAMMAR, MOST_HEARD_WELL, MOST_READ, MOST_OTHERS = 6, 3, 2, 3
_LEAST = 0.02  # and the most: 1 less that
_LEAST_SHARE = 0.1
FITTED = Path(__file__).with_name("weights.json")
# A reading that leads by this much after the search is seldom overruled by the reader. Unheard, of
# 1,680 follow-ups out of fold, 1,174 lead so, and 14 of them would be (docs/quality.md).
SURE, SURE_IF_HEARD = 0.7, 0.35
# How much of what grammar says counts beside what the search says.
SHARE = 0.5
STEPS = ("grammar", "listener", "search", "reader")
FOLLOWS = "follows"
# What tells more, or less, the more documents there are to answer from: that the same one answers
# again is no chance among hundreds.
_OF_MANY = (
    *("same document", "same section", "near", "found as typed", "quoted before", "evidence ahead"),
    *("odds", "odds beside typed", "evidence answers", "speaks surely", "speaks of it"),
    *("typed", "topic", "refers", "typed speaks of it"),
)
_PUT_IN = ("topic", "refers")
_MANY = 2.5  # the logarithm of a number of documents from which on more tell no more
# Among fewer documents the weights without a listener answer more turns right (docs/quality.md):
# there the search tells more, and the listener was trained on few turns that it misread itself.
_LARGE = 10
Weights = Mapping[str, Mapping[str, float]]
"""The weight of each feature, by step."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How far the documents answer a question.

    confidence: how sure that is, from 0 to 1. document: the id of the document that answers best;
    None if none does. sentence: the sentence of it that answers best, with the headings above it.
    quoted: whether the conversation has quoted it. start: where it stands in the document. told:
    what else search and reader say, as features.
    """

    confidence: float
    document: str | None
    sentence: str = ""
    quoted: bool = False
    start: int | None = None
    told: Mapping[str, float] = field(default_factory=dict)


Judge = Callable[[Sequence[str]], Sequence[Judged]]
"""Says how far the documents answer each of several questions."""
Hear = Callable[[Sequence[str]], Sequence[float]]
"""Says how well each of several readings goes on from what was said."""


@dataclass(frozen=True, slots=True)
class AskedOf:
    """The documents that a follow-up is asked of.

    quoted: the ids of those that were quoted last. number: how many there are in all.
    """

    quoted: frozenset[str]
    number: int = 1

    @property
    def many(self) -> float:
        """How many there are: 0 for one, 1 for some hundreds."""
        return min(math.log10(max(self.number, 1)) / _MANY, 1.0)

    @property
    def is_large(self) -> bool:
        """Whether there are so many that a listener is worth asking."""
        return self.number >= _LARGE


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
) -> Chosen:
    """Return the reading to answer.

    readings: the first is the question as typed; nobody is asked where it is the only one.
    search: judges by what the search finds. read: by what the reader says, too. hear: None where
    no listener hears.
    """
    weights = weights or shipped_weights(heard=hear is not None)
    if len(readings) == 1:
        return Chosen(readings[0].text)
    searched = _by_grammar(readings, weights)
    if hear:
        searched = _heard_well(searched, hear, weights)
    typed = next(reading for reading in searched if reading.text == readings[0].text)
    found = search([reading.text for reading in searched])
    of_typed = found[searched.index(typed)]
    scores = [
        likelihood(reading, features_with(reading, judged, of_typed, asked_of), weights)
        for reading, judged in zip(searched, found, strict=True)
    ]
    ranked = _best(searched, scores)
    in_order = sorted(scores, reverse=True)
    unsure = len(in_order) > 1 and in_order[0] - in_order[1] < (SURE_IF_HEARD if hear else SURE)
    best = ranked[:MOST_READ] if unsure else ranked[:1]
    of_best = [
        score + score_of(features_with(reading, judged, of_typed, asked_of), weights["reader"])
        for reading, judged, score in zip(
            best, read([reading.text for reading in best]), in_order, strict=False
        )
    ]
    meant = _best(best, of_best)[0]
    likely = _likely(ranked, in_order)
    return Chosen(meant.text, tuple(_others(meant, likely, typed)))


def _by_grammar(readings: Sequence[Reading], weights: Weights) -> list[Reading]:
    """Return the likeliest by grammar, and the question as typed, which is always searched for."""
    scores = [score_of(reading.features, weights["grammar"]) for reading in readings]
    return _with_typed(_best(readings, scores), MOST_BY_GRAMMAR, readings[0])


def _heard_well(readings: Sequence[Reading], hear: Hear, weights: Weights) -> list[Reading]:
    """Return those that go on best from what was said, and the question as typed.

    Each has it among its features how well it goes on.
    """
    told = [
        replace(reading, features=heard(reading.features, follows))
        for reading, follows in zip(readings, hear([r.text for r in readings]), strict=True)
    ]
    typed = next(reading for reading in told if "typed" in reading.features)
    scores = [score_of(reading.features, weights["listener"]) for reading in told]
    return _with_typed(_best(told, scores), MOST_HEARD_WELL, typed)


def heard(features: Mapping[str, float], follows: float) -> dict[str, float]:
    """Return the features of a reading, with how well it goes on from what was said."""
    told = {**features, FOLLOWS: follows}
    if "typed" in features:
        told[f"{FOLLOWS} typed"] = follows
    return told


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


def features_with(
    reading: Reading, judged: Judged, typed: Judged, asked_of: AskedOf
) -> dict[str, float]:
    """Return the features of a reading, with what the documents say of it.

    typed: how the search judged the question as typed.
    """
    is_typed = reading.features.get("typed", 0.0)
    odds = log_odds(judged.confidence)
    same = float(judged.document in asked_of.quoted)
    speaks = float(reading.about in judged.sentence.lower()) if reading.about else 0.0
    place, of_typed = ((one.document, one.start) for one in (judged, typed))
    found = {
        **judged.told,
        "odds": odds,
        "odds beside typed": odds - log_odds(typed.confidence),
        "found as typed": float(judged.document is not None and place == of_typed),
        "same document": same,
        "names nothing": float(not reading.about),
        "speaks of it": speaks,
        "speaks surely": speaks * judged.confidence,
        "quoted before": float(judged.quoted),
    }
    of_kinds = {f"{name} typed": value for name, value in found.items() if is_typed and value}
    refers = odds * float("refers" in reading.features)
    told = {**reading.features, **found, **of_kinds, **_as_typed(reading, found)}
    of_many = {
        f"{name} of many": told[name] * asked_of.many
        for one in _OF_MANY
        for name in (one, f"{one} typed")
        if told.get(name)
    }
    return {**told, **of_many, "odds refers": refers}


def _as_typed(reading: Reading, found: Mapping[str, float]) -> dict[str, float]:
    """Return what it tells that the question as typed has the same answer as another reading.

    If that answer speaks of what the reading puts in, the reading only says what was meant anyway.
    """
    if "typed" in reading.features or not found["found as typed"]:
        return {}
    told = {}
    if found["speaks of it"]:
        told["typed speaks of it"] = 1.0
        told |= {f"{kind} typed speaks of it": 1.0 for kind in _PUT_IN if kind in reading.features}
    if found["same document"] and "topic" in reading.features:
        told["topic found as typed same"] = 1.0
    return told


def log_odds(confidence: float) -> float:
    """Return the log-odds of a confidence, in quarters; beyond 50 to 1 nothing more is told."""
    bounded = min(max(confidence, _LEAST), 1 - _LEAST)
    return math.log(bounded / (1 - bounded)) / 4


def _with_typed(ranked: Sequence[Reading], most: int, typed: Reading) -> list[Reading]:
    """Return the first ones, at most so many, the question as typed among them."""
    first = [*ranked[:most]]
    return first if typed in first else [*first[:-1], typed]


def _best(readings: Sequence[Reading], scores: Sequence[float]) -> list[Reading]:
    """Return the readings, the highest score first."""
    order = sorted(range(len(readings)), key=lambda place: -scores[place])
    return [readings[place] for place in order]


def score_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return what a step says for a reading: a logit. weights: those of the step."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


@cache
def shipped_weights(heard: bool) -> Weights:
    """Return the weights that are shipped. heard: whether a listener hears the readings."""
    loaded: Mapping[str, Weights] = json.loads(FITTED.read_text("utf-8"))
    return loaded["heard" if heard else "unheard"]
