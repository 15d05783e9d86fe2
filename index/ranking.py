"""Weighs the signals of a passage: how likely it is to hold the answer.

The weights are fitted by `python -m tests.fitting` (tests/fitting), which writes ranking.json.
"""

from dataclasses import fields
from pathlib import Path

from index import logistic
from index.records import Vectors
from index.signals import PassageSignals

NAMES = tuple(field.name for field in fields(PassageSignals))
_MODEL = logistic.load(Path(__file__).with_name("ranking.json"), NAMES)


def scores(signals: Vectors) -> logistic.Signals:
    """The score of each passage, 0 to 1. signals: shape (passages, signals), in order of NAMES."""
    return logistic.probability(_MODEL.logits(signals))
