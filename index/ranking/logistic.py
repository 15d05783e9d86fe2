"""Logistic models of a few named signals, their weights as `python -m tests.fitting` found them."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Signals = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: the probability is 1 / (1 + exp(-(signals @ weights + bias)))."""

    weights: Signals
    bias: float

    def logits(self, signals: npt.NDArray[np.floating]) -> Signals:
        """signals: shape (n, weights) or (weights,)."""
        result: Signals = signals @ self.weights + self.bias
        return result


def load(path: Path, names: Sequence[str], model: str = "") -> Logistic:
    """The model in the JSON file, its weights in the order of `names`.

    model: which, if the file holds several.
    """
    fitted = json.loads(path.read_text("ascii"))
    fitted = fitted[model] if model else fitted
    # A signal that is new counts nothing until it was fitted.
    weights = np.array([fitted["weights"].get(name, 0.0) for name in names], np.float64)
    return Logistic(weights, fitted["bias"])


def logit(score: float) -> float:
    """The logit of a score from 0 to 1, kept finite."""
    score = min(max(score, 1e-9), 1 - 1e-9)
    return math.log(score / (1 - score))


def probability(logits: Signals) -> Signals:
    result: Signals = 1 / (1 + np.exp(-np.clip(logits, -60, 60)))  # beyond, exp overflows
    return result
