"""What tells whether a reading is meant: numbers by name, of what was said and of the documents."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.followups.said.history import Reading

_LEAST = 0.02  # and the most: 1 less that
FOLLOWS = "follows"
# What tells more, or less, the more documents there are to answer from: that the same one answers
# again is no chance among hundreds.
_OF_MANY = (
    *("same document", "same section", "near", "found as typed", "quoted before", "evidence ahead"),
    *("odds", "odds beside typed", "speaks surely", "speaks of it"),
    *("typed", "topic", "refers", "typed speaks of it"),
)
_PUT_IN = ("topic", "refers")
_MANY = 2.5  # the logarithm of a number of documents from which on more tell no more
# Among fewer documents what a listener hears is not worth its time (docs/follow-ups.md): there the
# search tells more.
_LARGE = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """How far the documents answer a question.

    confidence: how sure that is, from 0 to 1. document: the id of the document that answers best;
    None if none does. sentence: the sentence of it that answers best, with the headings above it.
    quoted: whether the conversation has quoted it. start: where it stands in the document. told:
    what else the search says, as features.
    """

    confidence: float
    document: str | None
    sentence: str = ""
    quoted: bool = False
    start: int | None = None
    told: Mapping[str, float] = field(default_factory=dict)


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


def heard(features: Mapping[str, float], follows: float) -> dict[str, float]:
    """Return the features of a reading, with how well it goes on from what was said."""
    told = {**features, FOLLOWS: follows}
    if "typed" in features:
        told[f"{FOLLOWS} typed"] = follows
    return told


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
