"""Weighs the signals of a passage: how likely it is to hold the answer.

The weights are fitted by `python -m tests.fitting` (tests/fitting), which writes weights.json.
"""

from pathlib import Path

from index.ranking import logistic
from index.ranking.signals import PASSAGE_NAMES
from index.records import Vectors

_MODEL = logistic.load(Path(__file__).with_name("weights.json"), PASSAGE_NAMES)


def logits(signals: Vectors) -> logistic.Signals:
    """Return the log-odds that each passage holds the answer: float64, shape (passages,).

    signals: float32, shape (passages, signals), the columns in the order of PASSAGE_NAMES.
    """
    return _MODEL.logits(signals)
