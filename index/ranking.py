"""Weighs the signals of a passage: how likely it is to hold the answer.

The weights are fitted by `python -m tests.fitting` (tests/fitting), which writes ranking.json.
"""

import json
from dataclasses import fields
from pathlib import Path

import numpy as np

from index.records import Vectors
from index.signals import PassageSignals

NAMES = tuple(field.name for field in fields(PassageSignals))
_FITTED = json.loads(Path(__file__).with_name("ranking.json").read_text("ascii"))
# A signal that is new counts nothing until it was fitted.
_WEIGHTS = np.array([_FITTED["weights"].get(name, 0.0) for name in NAMES], np.float32)
_BIAS: float = _FITTED["bias"]


def scores(signals: Vectors) -> Vectors:
    """The score of each passage, 0 to 1. signals: shape (passages, signals), in order of NAMES."""
    result: Vectors = 1 / (1 + np.exp(-(signals @ _WEIGHTS + _BIAS)))
    return result
