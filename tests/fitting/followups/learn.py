"""Fits the three conditional logits that choose among readings."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from service.followups.choose import MOST_READ, MOST_SEARCHED, STEPS, SURE, Weights
from tests.fitting.followups.collect import Row

_RIDGE = 1.0
# Of a question that stands alone, beside a follow-up: it must stay as typed at least 98 times in a
# hundred. With 1, out of fold, 7 more of 270 follow-ups are read right, and 4 more of 83 such are
# not left as typed.
_WEIGHT_ALONE = 3.0
_FOLDS = 5

Matrix = npt.NDArray[np.float64]


def fit(rows: Sequence[Row]) -> Weights:
    """The weights of each step, each fitted on what the step before it leaves."""
    weights: dict[str, dict[str, float]] = {}
    for number, step in enumerate(STEPS):
        kept = [_kept(row, weights, STEPS[:number]) for row in rows]
        weights[step] = _fit_step(rows, kept, step)
    return weights


def _kept(row: Row, weights: Weights, before: Sequence[str]) -> list[int]:
    places = list(range(len(row.texts)))
    # The last step learns from more readings than it chooses from: its two tell little.
    most = (MOST_SEARCHED, 2 * MOST_READ)
    for step, number in zip(before, most, strict=False):
        places = cut(row, places, weights, step, number)
    return places


def cut(row: Row, places: Sequence[int], weights: Weights, step: str, most: int) -> list[int]:
    """The best places; the first, which is the question as typed, is searched for always."""
    score = _scores(row, weights, step)
    best = sorted(places, key=lambda place: -score[place])[:most]
    if step == "grammar" and 0 not in best:
        best = [*best[: most - 1], 0]
    return best


def chosen(row: Row, weights: Weights) -> int:
    """The place of the reading that `choose` takes."""
    places = cut(row, range(len(row.texts)), weights, "grammar", MOST_SEARCHED)
    places = cut(row, places, weights, "search", MOST_READ)
    scores = _scores(row, weights, "search")
    if len(places) < MOST_READ or scores[places[0]] - scores[places[1]] >= SURE:
        return places[0]
    return cut(row, places, weights, "reader", 1)[0]


def out_of_fold(rows: Sequence[Row]) -> list[bool]:
    """Whether each is read right by weights that were fitted on other conversations."""
    names = sorted({row.conversation for row in rows})
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[place]: number % _FOLDS for number, place in enumerate(order.tolist())}
    fitted = [fit([r for r in rows if fold[r.conversation] != f]) for f in range(_FOLDS)]
    return [bool(r.right[chosen(r, fitted[fold[r.conversation]])]) for r in rows]


def _scores(row: Row, weights: Weights, step: str) -> list[float]:
    known = weights[step]
    return [
        sum(value * known.get(name, 0.0) for name, value in features.items())
        for features in row.features[step]
    ]


def _fit_step(rows: Sequence[Row], kept: Sequence[list[int]], step: str) -> dict[str, float]:
    names = sorted({name for row in rows for one in row.features[step] for name in one})
    column = {name: place for place, name in enumerate(names)}
    told = []
    for row, places in zip(rows, kept, strict=True):
        right = row.right[places]
        if right.any() and not right.all():
            matrix = np.zeros((len(places), len(names)))
            for at, place in enumerate(places):
                for name, value in row.features[step][place].items():
                    matrix[at, column[name]] = value
            told.append((matrix, right, _WEIGHT_ALONE if row.stands_alone else 1.0))
    found = minimize(_loss(told), np.zeros(len(names)), jac=True, method="L-BFGS-B")
    rounded = {name: round(float(value), 3) for name, value in zip(names, found.x, strict=True)}
    return {name: value for name, value in rounded.items() if value}


def _loss(
    told: Sequence[tuple[Matrix, npt.NDArray[np.bool_], float]],
) -> Callable[[Matrix], tuple[float, Matrix]]:
    """The negative log-likelihood that one of the right readings is chosen, and its gradient."""

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, gradient = 0.5 * _RIDGE * float(weights @ weights), _RIDGE * weights
        for matrix, right, weight in told:
            logits = matrix @ weights
            odds = np.exp(logits - logits.max())
            share = odds / odds.sum()
            of_right = share * right
            total -= weight * float(np.log(of_right.sum() + 1e-300))
            gradient = gradient + weight * (matrix.T @ (share - of_right / of_right.sum()))
        return total, gradient

    return loss
