"""The two kinds of model that are fitted: which one of several, and whether at all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Choice:
    """Candidates of one question, and which are right. signals: shape (candidates, signals)."""

    dataset: str
    group: str  # never on both sides of a fold: the article
    signals: Matrix
    right: Flags


def fit_choice(choices: Sequence[Choice]) -> Matrix:
    """Weights under which the right candidates come first (conditional logit; McFadden 1974).

    No weight is negative: every signal speaks for a candidate, or says nothing. Each set counts
    the same, however many questions it has.
    """
    useful = [c for c in choices if c.right.any() and not c.right.all()]
    sizes = Counter(c.dataset for c in useful)
    counts = np.array([1 / sizes[c.dataset] for c in useful])
    signals = np.concatenate([c.signals for c in useful])
    right = np.concatenate([c.right for c in useful])
    lengths = [len(c.right) for c in useful]
    starts = np.cumsum([0, *lengths[:-1]])

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        logits = signals @ weights
        exps = np.exp(logits - np.repeat(np.maximum.reduceat(logits, starts), lengths))
        shares = exps / np.repeat(np.add.reduceat(exps, starts), lengths)
        of_right = np.add.reduceat(shares * right, starts) + 1e-12
        pull = shares * right / np.repeat(of_right, lengths) - shares
        slope = 2 * _RIDGE * weights - signals.T @ (pull * np.repeat(counts, lengths))
        return float(_RIDGE * weights @ weights - counts @ np.log(of_right)), slope

    count = signals.shape[1]
    found = minimize(loss, np.zeros(count), jac=True, method="L-BFGS-B", bounds=[(0, None)] * count)
    weights: Matrix = found.x
    return weights


def calibrate(choices: Sequence[Choice], weights: Matrix) -> tuple[Matrix, float]:
    """The weights scaled, and a bias, so that they give the probability of being right."""
    logits = np.concatenate([c.signals @ weights for c in choices])
    right = np.concatenate([c.right for c in choices])
    model = LogisticRegression(C=1e6).fit(logits[:, np.newaxis], right)
    return weights * model.coef_[0, 0], float(model.intercept_[0])


def fit_whether(signals: Matrix, right: Flags, weights_of_rows: Matrix) -> tuple[Matrix, float]:
    """A logistic regression on standardised signals, its weights turned back to the plain ones."""
    scaler = StandardScaler().fit(signals)
    model = LogisticRegression(C=0.1)
    model.fit(scaler.transform(signals), right, sample_weight=weights_of_rows)
    weights: Matrix = model.coef_[0] / scaler.scale_
    return weights, float(model.intercept_[0] - weights @ scaler.mean_)
