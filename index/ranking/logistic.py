"""Logistic models of a few named signals, their weights as `python -m tests.fitting` found them."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Signals = npt.NDArray[np.float64]
_MOST = 60.0  # beyond, exp overflows


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: the probability is 1 / (1 + exp(-(signals @ weights + bias))).

    weights: float64, shape (signals,).
    """

    weights: Signals
    bias: float

    def logits(self, signals: npt.NDArray[np.floating]) -> Signals:
        """Return the log-odds of each row of signals.

        signals: shape (n, signals), or (signals,) for one row. Result: float64, shape (n,) or ().
        """
        result: Signals = signals @ self.weights + self.bias
        return result


def load(path: Path, names: Sequence[str], model: str = "") -> Logistic:
    """Return the model in the JSON file, its weights in the order of `names`.

    model: which one, if the file holds several.
    """
    fitted = json.loads(path.read_text("ascii"))
    fitted = fitted[model] if model else fitted
    # A new signal counts nothing until it was fitted.
    weights = np.array([fitted["weights"].get(name, 0.0) for name in names], np.float64)
    return Logistic(weights, fitted["bias"])


def probability(logits: Signals) -> Signals:
    """Return the probabilities, 0 to 1, of log-odds: float64, in the shape of `logits`."""
    result: Signals = 1 / (1 + np.exp(-np.clip(logits, -_MOST, _MOST)))
    return result


def probability_of(logit: float) -> float:
    """Return the probability of one logit: `probability` without the cost of an array."""
    return 1 / (1 + math.exp(-min(max(logit, -_MOST), _MOST)))


def logit_of(probability: float) -> float:
    """Return the log-odds of a probability that is neither 0 nor 1."""
    return math.log(probability / (1 - probability))
