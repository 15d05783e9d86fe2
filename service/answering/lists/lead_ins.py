"""Sentences that introduce the list, the table or the code right behind them, known by their words.

Most of those end in a colon. "Use the following command." does not, and says as little without it.
A logistic regression of hashed words and parts of words tells them, fitted by
`python -m tests.fitting.lead_ins` on sentences of documentation that do end in a colon.
"""

from functools import cache
from pathlib import Path

import numpy as np

from service.collection.features import Numbers, intent_features, words_of
from service.collection.intents import LinearModel

FITTED = Path(__file__).with_name("lead_ins.npz")
SURE = 0.8
"""From this likelihood on a sentence introduces what follows it."""
_LAST = 40  # words of a sentence that are looked at
_STEPS = 16  # of weights in the file


def introduces(sentence: str) -> bool:
    """Whether a sentence introduces the list, the table or the code that stands right behind it."""
    return likelihood(sentence) >= SURE


def likelihood(sentence: str) -> float:
    """Return how likely a sentence introduces what comes after it, from 0 to 1."""
    return float(_model().probabilities(*lead_in_features(sentence))[1])


def lead_in_features(sentence: str) -> tuple[Numbers, Numbers]:
    """Return the numbers of the features of a sentence, as `intent_features` does."""
    return intent_features(words_of(sentence)[-_LAST:])


@cache
def _model() -> LinearModel:
    """Return the model; its outputs are that a sentence introduces nothing, and that it does."""
    with np.load(FITTED, allow_pickle=False) as stored:
        return LinearModel.unpacked(stored, "lead_ins")


def save(model: LinearModel, path: Path) -> None:
    """Write the model, each weight in one byte."""
    np.savez_compressed(path, **model.packed("lead_ins", _STEPS))
