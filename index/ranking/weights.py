"""Weighs the signals of a passage: how likely it is to hold the answer.

The weights are fitted by `python -m tests.fitting` (tests/fitting), which writes weights.json.
"""

from dataclasses import fields
from pathlib import Path

from index.ranking import logistic
from index.ranking.signals import PassageSignals
from index.records import Vectors

NAMES = tuple(field.name for field in fields(PassageSignals))
_MODEL = logistic.load(Path(__file__).with_name("weights.json"), NAMES)


def scores(signals: Vectors) -> logistic.Signals:
    """The score of each passage, 0 to 1. signals: shape (passages, signals), in order of NAMES."""
    return logistic.probability(_MODEL.logits(signals))
