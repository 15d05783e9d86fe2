"""Several readings of a follow-up -> the one that grammar and the documents speak for.

Conditional logits (McFadden, "Conditional logit analysis of qualitative choice behavior", 1974) for
three steps: grammar alone cuts the readings to four, what a listener hears cuts these to the three
that are searched for, and among these boosted trees choose by what all steps say, the search among
them. Where the listener by itself prefers the same reading as it does together with grammar, that
is meant, and the documents are not asked. Where there are few documents, or reading is off, nothing
is heard, and six at most are searched for. All is fitted on conversations by `python -m
tests.fitting.followups`; the weights lie in weights.json, those for where a listener hears and
those for where none does, and the trees in trees.npz.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from index.languages.telling import LANGUAGES, function_words, language_among
from index.storage.words.analysis import terms
from service.followups.reading_features import FOLLOWS, AskedOf, Judged, features_with, heard
from service.followups.reworded import without_alike
from service.followups.said.history import Reading, word_list
from service.followups.trees import Trees, shipped_trees

# By grammar, without a listener; that a listener hears; and so on.
MOST_BY_GRAMMAR, MOST_HEARD, MOST_HEARD_WELL, MOST_OTHERS = 6, 4, 3, 3
_LEAST_SHARE = 0.1
_UNLIKELY = 10.0  # a logit
_FAR_BEHIND = 4.0  # logits: what grammar speaks so much against is hardly ever meant
FITTED = Path(__file__).with_name("weights.json")
# How much of what grammar says counts beside what the search says.
SHARE = 0.5
STEPS = ("grammar", "listener", "search")
Weights = Mapping[str, Mapping[str, float]]
"""The weight of each feature, by step."""
Models = tuple[Weights, Trees]
"""The weights, and the trees that choose in the end."""
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
    asked_of: AskedOf,
    hear: Hear | None = None,
    models: Models | None = None,
    *,
    may_settle: bool = True,
) -> Chosen:
    """Return the reading to answer.

    readings: the first is the question as typed; nobody is asked where it is the only one.
    search: judges by what the search finds. hear: None where no listener hears. models: None for
    those that are shipped. may_settle: whether what is heard may decide without a search.
    """
    weights, trees = models or shipped_models(heard=hear is not None)
    if len(readings) == 1:
        return Chosen(readings[0].text)
    typed = readings[0]
    searched = _by_grammar(readings, weights, MOST_HEARD if hear else MOST_BY_GRAMMAR)
    if hear:
        told, scores = _by_ear(searched, hear, weights)
        typed = next(reading for reading in told if "typed" in reading.features)
        if may_settle and is_settled([reading.features[FOLLOWS] for reading in told]):
            return _chosen(told, scores, typed)
        searched = _with_typed(told, MOST_HEARD_WELL, typed)
    ranked, scores = _by_search(searched, typed, search, asked_of, weights, trees)
    return _chosen(ranked, scores, typed)


def _by_grammar(readings: Sequence[Reading], weights: Weights, most: int) -> list[Reading]:
    """Return the likeliest by grammar, no two of which put in the same words and none of which is
    far behind the first, and the question as typed, which is never left out.
    """
    scores = [score_of(reading.features, weights["grammar"]) for reading in readings]
    texts, told = [one.text for one in readings], [one.features for one in readings]
    likely = near_first(_order(scores), scores)
    apart = without_alike(likely, texts, told)
    return _with_typed([readings[place] for place in apart], most, readings[0])


def near_first(order: Sequence[int], scores: Sequence[float]) -> list[int]:
    """Return the places that are not far behind the first, and that of the question as typed.

    order: of the scores, the highest first.
    """
    return [at for at in order if at == 0 or scores[at] >= scores[order[0]] - _FAR_BEHIND]


def _by_ear(
    readings: Sequence[Reading], hear: Hear, weights: Weights
) -> tuple[list[Reading], list[float]]:
    """Return the readings with their logits by grammar and ear, the likeliest first.

    Each has among its features what the listener says of it.
    """
    follows = hear([reading.text for reading in readings])
    features = [heard(r.features, one) for r, one in zip(readings, follows, strict=True)]
    scores = [score_of(one, weights["listener"]) for one in features]
    beside = beside_others(scores, follows)
    told = [
        replace(reading, features={**own, **others})
        for reading, own, others in zip(readings, features, beside, strict=True)
    ]
    return _best(told, scores), sorted(scores, reverse=True)


def beside_others(scores: Sequence[float], follows: Sequence[float]) -> list[dict[str, float]]:
    """Return what tells how each of several readings goes on beside the others, for the trees.

    scores: by grammar and ear. follows: what the listener says.
    """
    order, best, heard_best = _order(scores), max(scores), max(follows)
    return [
        {
            "by ear": scores[at],
            "by ear behind": scores[at] - best,
            "by ear place": float(order.index(at)),
            f"{FOLLOWS} behind": follows[at] - heard_best,
        }
        for at in range(len(scores))
    ]


def is_settled(follows: Sequence[float]) -> bool:
    """Whether the listener by itself prefers the first of several readings.

    follows: what it says of each, that of the likeliest by grammar and ear first.
    """
    return all(follows[0] > other for other in follows[1:])


def _by_search(
    readings: Sequence[Reading],
    typed: Reading,
    search: Judge,
    asked_of: AskedOf,
    weights: Weights,
    trees: Trees,
) -> tuple[list[Reading], list[float]]:
    """Return the readings with their logits by the trees, the likeliest first."""
    found = search([reading.text for reading in readings])
    of_typed = found[readings.index(typed)]
    told = [
        features_with(reading, judged, of_typed, asked_of)
        for reading, judged in zip(readings, found, strict=True)
    ]
    grammar = [score_of(reading.features, weights["grammar"]) for reading in readings]
    scores = [
        trees.logit(one) - (_UNLIKELY if _only_repeats(reading, judged, typed) else 0.0)
        for one, reading, judged in zip(
            with_scores(told, grammar, weights), readings, found, strict=True
        )
    ]
    return _best(readings, scores), sorted(scores, reverse=True)


def _only_repeats(reading: Reading, judged: Judged, typed: Reading) -> bool:
    """Whether a former question with this one behind it finds what was quoted for the former one,
    and nothing that has a word of this one.
    """
    if "foreign joined" not in reading.features or not judged.quoted:
        return False
    little = function_words(language_among(typed.text, LANGUAGES))
    telling = (word for word in word_list(typed.text) if word not in little)
    return frozenset(terms(" ".join(telling))).isdisjoint(terms(judged.sentence))


def with_scores(
    told: Sequence[Mapping[str, float]], grammar: Sequence[float], weights: Weights
) -> list[dict[str, float]]:
    """Return the features of the readings that were searched for, with what the logits say of each
    beside the others, as the trees are told.

    told: as `features_with` returns them. grammar: their logits by grammar.
    """
    by_search = [score_of(features, weights["search"]) for features in told]
    both = [SHARE * one + other for one, other in zip(grammar, by_search, strict=True)]
    order, best = _order(both), max(both)
    return [
        {
            **features,
            "by grammar": grammar[at],
            "by search": by_search[at],
            "behind": both[at] - best,
            "place": float(order.index(at)),
            "offered": float(len(told)),
        }
        for at, features in enumerate(told)
    ]


def _chosen(ranked: Sequence[Reading], scores: Sequence[float], typed: Reading) -> Chosen:
    """Return the first reading, which is meant. scores: of all, the highest first."""
    meant = ranked[0]
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


def _with_typed(ranked: Sequence[Reading], most: int, typed: Reading) -> list[Reading]:
    """Return the first ones, at most so many, the question as typed among them."""
    first = [*ranked[:most]]
    return first if typed in first else [*first[: most - 1], typed]


def _best(readings: Sequence[Reading], scores: Sequence[float]) -> list[Reading]:
    """Return the readings, the highest score first."""
    return [readings[place] for place in _order(scores)]


def _order(scores: Sequence[float]) -> list[int]:
    """Return the places of the scores, the highest first."""
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def score_of(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return what a step says for a reading: a logit. weights: those of the step."""
    return sum(value * weights.get(name, 0.0) for name, value in features.items())


def shipped_models(heard: bool) -> Models:
    """Return the weights and trees that are shipped. heard: whether a listener hears."""
    return shipped_weights(heard), shipped_trees(heard)


@cache
def shipped_weights(heard: bool) -> Weights:
    """Return the weights that are shipped. heard: whether a listener hears the readings."""
    loaded: Mapping[str, Weights] = json.loads(FITTED.read_text("utf-8"))
    return loaded["heard" if heard else "unheard"]
