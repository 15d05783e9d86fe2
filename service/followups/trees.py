"""Boosted regression trees that choose among the readings that were searched for.

A conditional logit weighs each feature by itself. That the same document answers again tells more
where it answers surely, and less after a change of subject: trees can tell such things (Friedman,
"Greedy function approximation: a gradient boosting machine", Annals of Statistics 29, 2001). They
are fitted by `python -m tests.fitting.followups`, to what the logits say among all else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FITTED = Path(__file__).with_name("trees.npz")
_LEAF = -1
_NAMES = "_names"


@dataclass(frozen=True, slots=True)
class Trees:
    """The nodes of all trees, by number; lists, for these are quicker than arrays node by node.

    names: of the features. roots: the first node of each tree. feature: the place in `names` of
    what a node asks for, -1 for a leaf. left: the next node where that is at most the threshold;
    right: where it is more. value: of a leaf.
    """

    names: Sequence[str]
    roots: Sequence[int]
    feature: Sequence[int]
    threshold: Sequence[float]
    left: Sequence[int]
    right: Sequence[int]
    value: Sequence[float]

    def logit(self, features: Mapping[str, float]) -> float:
        """Return how likely a reading with these features is meant. What it lacks is 0."""
        told = [features.get(name, 0.0) for name in self.names]
        total = 0.0
        for root in self.roots:
            node = root
            while (asked := self.feature[node]) != _LEAF:
                goes_left = told[asked] <= self.threshold[node]
                node = self.left[node] if goes_left else self.right[node]
            total += self.value[node]
        return total

    def packed(self, name: str) -> dict[str, Any]:
        """Return the arrays that keep the trees in a file."""
        told = {
            "names": np.array(self.names, np.str_),
            "roots": np.array(self.roots, np.int32),
            "feature": np.array(self.feature, np.int16),
            "threshold": np.array(self.threshold, np.float32),
            "left": np.array(self.left, np.int32),
            "right": np.array(self.right, np.int32),
            "value": np.array(self.value, np.float32),
        }
        return {f"{name}_{part}": array for part, array in told.items()}

    @classmethod
    def unpacked(cls, stored: Mapping[str, Any], name: str) -> "Trees":
        """Return the trees of which `packed` made these arrays."""
        return cls(**{part: stored[f"{name}_{part}"].tolist() for part in cls.__slots__})


@cache
def shipped_trees(heard: bool) -> Trees:
    """Return the trees that are shipped. heard: whether a listener hears the readings."""
    return load(FITTED)["heard" if heard else "unheard"]


def load(path: Path) -> dict[str, Trees]:
    """Return the trees in a file that `save` wrote, by name."""
    with np.load(path, allow_pickle=False) as stored:
        names = [name.removesuffix(_NAMES) for name in stored if name.endswith(_NAMES)]
        return {name: Trees.unpacked(stored, name) for name in names}


def save(trees: Mapping[str, Trees], path: Path) -> None:
    """Write trees, by name."""
    packed = {key: array for name, one in trees.items() for key, array in one.packed(name).items()}
    np.savez_compressed(path, **packed)
