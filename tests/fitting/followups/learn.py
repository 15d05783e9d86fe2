"""Fits the conditional logits that cut the readings to the few that are searched for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags_array

from service.followups.choose import (
    MOST_BY_GRAMMAR,
    MOST_HEARD,
    MOST_HEARD_WELL,
    STEPS,
    Models,
    Weights,
    beside_others,
    is_settled,
    near_first,
    score_of,
    with_scores,
)
from service.followups.reading_features import FOLLOWS
from service.followups.reworded import without_alike
from tests.fitting.followups.collect import Row

_RIDGE = 60.0
_LEAST_SPREAD = 0.15
_LEAST_HAVING = 4  # follow-ups
MOST_LIKELY = 6  # readings by grammar, of which is learned what a listener hears
_MOST_LEARNED = 4  # readings, of which the steps learn that come after one that searched or heard
# Of a question that stands alone, beside a follow-up: it must stay as typed at least 98 times in a
# hundred. PLAIN: where its writer always begins and ends questions alike, which leaves less to tell
# it by.
_WEIGHT_ALONE = 2.0
_WEIGHT_PLAIN = 4.0
_WEIGHT_ELSEWHERE = 2.0
# A listener hears where there are many documents, as in the conversations about documentation, and
# where nothing is heard there are few.
_TIMES_OF_MANY_IF_HEARD, _TIMES_OF_MANY = 2.0, 0.5
_FOLDS = 5

Vector = npt.NDArray[np.float64]


def fit(rows: Sequence[Row], known: Weights | None = None) -> Weights:
    """The weights of each step, each fitted on what the step before it leaves, and also on what is
    settled then. That of the listener is fitted on more readings than are heard in the end.

    Half of what they are fitted on is made plain, so that they serve all writers. known: weights
    that stay as they are, so that only features without one are fitted.
    """
    weights: dict[str, dict[str, float]] = {}
    rows = [*rows, *(row.made_plain() for row in rows)]
    steps = [step for step in STEPS if step in rows[0].features]
    for number, step in enumerate(steps):
        kept = [_kept(row, weights, steps[:number]) for row in rows]
        weights[step] = _fit_step(rows, kept, step, (known or {}).get(step, {}))
    return weights


def between(first: Weights, last: Weights, share: float) -> Weights:
    """The weights that lie `share` (0 to 1) of the way from the first to the last (WiSE-FT;
    Wortsman et al., CVPR 2022, arXiv 2109.01903).
    """
    steps = first.keys() | last.keys()
    return {
        step: _between(first.get(step, {}), last.get(step, {}), share)
        for step in STEPS
        if step in steps
    }


def _between(
    first: Mapping[str, float], last: Mapping[str, float], share: float
) -> dict[str, float]:
    mixed = {
        name: round(first.get(name, 0.0) * (1 - share) + last.get(name, 0.0) * share, 3)
        for name in sorted(first.keys() | last.keys())
    }
    return {name: value for name, value in mixed.items() if value}


def _kept(row: Row, weights: Weights, before: Sequence[str]) -> list[int]:
    """The places that are left after some steps. More are learned from than are chosen from in the
    end, for two tell little.
    """
    most = dict.fromkeys(before, _MOST_LEARNED)
    if "listener" in row.features:
        most["grammar"] = MOST_LIKELY
    places = list(range(len(row.texts)))
    for step in before:
        places = cut(places, _scores(row, places, weights, step), most[step])
        if step in ("grammar", "listener"):
            places = with_typed(places)
    return places


def cut(places: Sequence[int], scores: Mapping[int, float], most: int) -> list[int]:
    """The best places, the best first."""
    return sorted(places, key=lambda place: -scores[place])[:most]


def with_typed(places: list[int]) -> list[int]:
    """The places with the first, which is the question as typed and is searched for always."""
    return places if 0 in places else [*places[:-1], 0]


def best_by_grammar(row: Row, weights: Weights, most: int, *, apart: bool = False) -> list[int]:
    """The places of the likeliest readings by grammar, the best first, the first of all among
    them. apart: no two that put in the same words, and none that is far behind the first, as
    `choose` has it.
    """
    everything = range(len(row.texts))
    scores = _scores(row, everything, weights, "grammar")
    order = cut(everything, scores, len(everything))
    if apart:
        likely = near_first(order, [scores[place] for place in everything])
        order = without_alike(likely, row.texts, row.features["grammar"])
    return with_typed(order[:most])


@dataclass(frozen=True, slots=True)
class Searched:
    """The readings that are searched for: their places, and what the trees are told of each."""

    places: Sequence[int]
    told: Sequence[Mapping[str, float]]


def searched(row: Row, weights: Weights) -> Searched | int:
    """The readings that `choose` searches for, or the place of the one that is settled before."""
    hears = "listener" in weights
    most = MOST_HEARD if hears else MOST_BY_GRAMMAR
    places = best_by_grammar(row, weights, most, apart=True)
    beside: Mapping[int, Mapping[str, float]] = {}
    if hears:
        listener = _scores(row, places, weights, "listener")
        follows = {place: row.features["listener"][place][FOLLOWS] for place in places}
        told = beside_others([listener[place] for place in places], [*follows.values()])
        beside = dict(zip(places, told, strict=True))
        places = cut(places, listener, MOST_HEARD)
        if is_settled([follows[place] for place in places]):
            return places[0]
        places = with_typed(places[:MOST_HEARD_WELL])
    grammar = _scores(row, places, weights, "grammar")
    features = [{**row.features["search"][place], **beside.get(place, {})} for place in places]
    return Searched(places, with_scores(features, [grammar[place] for place in places], weights))


def chosen(row: Row, models: Models) -> int:
    """The place of the reading that `choose` takes."""
    weights, trees = models
    found = searched(row, weights)
    if isinstance(found, int):
        return found
    scores = map(trees.logit, found.told)
    return cut(found.places, dict(zip(found.places, scores, strict=True)), 1)[0]


def folds_of(rows: Sequence[Row], count: int) -> dict[str, int]:
    """The fold of each group of rows, from 0: by chance, always the same."""
    names = sorted({row.group for row in rows})
    order = np.random.default_rng(0).permutation(len(names))
    return {names[place]: number % count for number, place in enumerate(order.tolist())}


def _scores(row: Row, places: Sequence[int], weights: Weights, step: str) -> dict[int, float]:
    return {place: score_of(row.features[step][place], weights[step]) for place in places}


def _fit_step(
    rows: Sequence[Row], kept: Sequence[list[int]], step: str, known: Mapping[str, float]
) -> dict[str, float]:
    told = [
        (row, places)
        for row, places in zip(rows, kept, strict=True)
        if row.right[places].any() and not row.right[places].all()
    ]
    names = [name for name in _names(told, step) if name not in known]
    matrix = _matrix(told, step, names)
    # A ridge weighs features alike that spread alike. What is rare must not count for more.
    squares = matrix.multiply(matrix).mean(axis=0)
    spread = np.sqrt(np.maximum(squares - np.square(matrix.mean(axis=0)), 0)).A1
    spread = np.maximum(spread, _LEAST_SPREAD)
    choices = _Choices(
        (matrix @ diags_array(1 / spread)).tocsr(),
        np.cumsum([0, *(len(places) for _, places in told)]),
        np.concatenate([row.right[places] for row, places in told]),
        np.array([_weight(row) for row, _ in told]),
        np.array(
            [score_of(row.features[step][at], known) for row, places in told for at in places]
        ),
    )
    found = minimize(choices.loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    rounded = np.round(found.x / spread, 3).tolist()
    fitted = {name: value for name, value in zip(names, rounded, strict=True) if value}
    return dict(sorted({**known, **fitted}.items()))


def _matrix(
    told: Sequence[tuple[Row, list[int]]], step: str, names: Sequence[str]
) -> csr_matrix:  # shape (readings, names)
    column = {name: place for place, name in enumerate(names)}
    values, columns, ends = [], [], [0]
    for row, places in told:
        for place in places:
            known = [(column[n], v) for n, v in row.features[step][place].items() if n in column]
            columns += [c for c, _ in known]
            values += [v for _, v in known]
            ends.append(len(values))
    return csr_matrix((values, columns, ends), shape=(len(ends) - 1, len(names)))


def _weight(row: Row) -> float:
    times = _TIMES_OF_MANY_IF_HEARD if "listener" in row.features else _TIMES_OF_MANY
    times = times if row.collection else 1.0
    if row.elsewhere:
        return times * _WEIGHT_ELSEWHERE
    alone = _WEIGHT_PLAIN if row.plain else _WEIGHT_ALONE
    return times * (alone if row.stands_alone else 1.0)


def _names(told: Sequence[tuple[Row, list[int]]], step: str) -> list[str]:
    """The features that follow-ups have often enough to learn of them."""
    having: Counter[str] = Counter()
    for row, places in told:
        having.update(
            {n for place in places for n, value in row.features[step][place].items() if value}
        )
    return sorted(name for name, count in having.items() if count >= _LEAST_HAVING)


@dataclass(frozen=True, slots=True)
class _Choices:
    """Readings to choose from, those of a follow-up one after the other.

    features: shape (readings, features). bounds: where the readings of each follow-up begin, and
    where the last ones end. right: of each reading. weights: of each follow-up. known: the logit of
    each reading by what is not fitted.
    """

    features: csr_matrix
    bounds: npt.NDArray[np.int64]
    right: npt.NDArray[np.bool_]
    weights: Vector
    known: Vector

    def loss(self, weights: Vector) -> tuple[float, Vector]:
        """The negative log-likelihood that a right reading is chosen, and its gradient."""
        firsts, sizes = self.bounds[:-1], np.diff(self.bounds)
        logits = self.known + self.features @ weights
        odds = np.exp(logits - np.repeat(np.maximum.reduceat(logits, firsts), sizes))
        share = odds / np.repeat(np.add.reduceat(odds, firsts), sizes)
        of_right = share * self.right
        likely = np.add.reduceat(of_right, firsts) + 1e-300
        off = (share - of_right / np.repeat(likely, sizes)) * np.repeat(self.weights, sizes)
        total = 0.5 * _RIDGE * float(weights @ weights) - float(self.weights @ np.log(likely))
        return total, _RIDGE * weights + self.features.T @ off
