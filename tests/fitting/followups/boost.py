"""Fits the trees that choose among the readings that are searched for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer

from service.followups.choose import Models, Weights
from service.followups.trees import Trees
from tests.fitting.followups.collect import Row
from tests.fitting.followups.learn import Searched, chosen, fit, folds_of, searched

_FOLDS = 5
_TREES, _LEAVES, _RATE = 200, 16, 0.05
_LEAST_IN_LEAF, _RIDGE = 40, 10.0
_LEAST_HAVING = 20  # readings
# Of a question that stands alone, beside a follow-up.
_WEIGHT_ALONE = 4.0
# Of a conversation about documentation where nothing is heard, and of any other where a listener is
# asked: trees that learn the one kind serve the other less well.
_TIMES_OF_OTHERS = 0.3


@dataclass(frozen=True, slots=True)
class Fitted:
    """What is fitted on all rows, and what each fold of them is judged by."""

    models: Models
    of_fold: Sequence[Models]
    folds: dict[str, int]

    def read_right(self, rows: Sequence[Row]) -> list[bool]:
        """Whether each is read right by what was fitted on other conversations and collections."""
        return [bool(r.right[chosen(r, self.of_fold[self.folds[r.group]])]) for r in rows]


def fit_all(rows: Sequence[Row], known: Weights | None = None) -> Fitted:
    """The weights and the trees, which learn what the weights say of rows that these were not
    fitted on. known: weights that stay as they are.
    """
    folds = folds_of(rows, _FOLDS)

    def but(fold: int) -> list[Row]:
        return [row for row in rows if folds[row.group] != fold]

    weights = [fit(but(fold), known) for fold in range(_FOLDS)]
    told = [(row, weights[folds[row.group]]) for row in [*rows, *(r.made_plain() for r in rows)]]
    examples = [*_examples(told)]
    of_fold = [
        (one, _fit_trees([e for e in examples if folds[e.group] != fold]))
        for fold, one in enumerate(weights)
    ]
    return Fitted((fit(rows, known), _fit_trees(examples)), of_fold, folds)


@dataclass(frozen=True, slots=True)
class _Example:
    """What is searched for of one follow-up. right: of each reading."""

    found: Searched
    right: npt.NDArray[np.bool_]
    weight: float
    group: str


def _examples(told: Sequence[tuple[Row, Weights]]) -> Iterator[_Example]:
    for row, weights in told:
        found = searched(row, weights)
        if isinstance(found, Searched):
            yield _Example(found, row.right[[*found.places]], _weight(row), row.group)


def _weight(row: Row) -> float:
    is_other = bool(row.collection) != ("listener" in row.features)
    times = _TIMES_OF_OTHERS if is_other else 1.0
    return times * (_WEIGHT_ALONE if row.stands_alone or row.elsewhere else 1.0)


def _fit_trees(examples: Sequence[_Example]) -> Trees:
    """The trees that tell which readings are right, each by itself."""
    vectorizer = DictVectorizer(dtype=np.float32, sparse=False)
    matrix = vectorizer.fit_transform([told for one in examples for told in one.found.told])
    often = np.count_nonzero(matrix, axis=0) >= _LEAST_HAVING
    names = vectorizer.get_feature_names_out()[often].tolist()
    model = HistGradientBoostingClassifier(
        max_iter=_TREES,
        max_leaf_nodes=_LEAVES,
        learning_rate=_RATE,
        min_samples_leaf=_LEAST_IN_LEAF,
        l2_regularization=_RIDGE,
        early_stopping=False,
        random_state=0,
    )
    right = np.concatenate([one.right for one in examples])
    weights = np.repeat([one.weight for one in examples], [len(one.right) for one in examples])
    return _of(model.fit(matrix[:, often], right, sample_weight=weights), names)


def _of(model: HistGradientBoostingClassifier, names: Sequence[str]) -> Trees:
    """The trees of a model. scikit-learn has no public way to its nodes."""
    roots, feature, threshold, left, right, value = [], [], [], [], [], []
    for (predictor,) in model._predictors:
        first = len(feature)
        roots.append(first)
        for node in predictor.nodes:
            leaf = bool(node["is_leaf"])
            feature.append(-1 if leaf else int(node["feature_idx"]))
            threshold.append(0.0 if leaf else float(node["num_threshold"]))
            left.append(first + int(node["left"]))
            right.append(first + int(node["right"]))
            value.append(float(node["value"]) if leaf else 0.0)
    return Trees(names, roots, feature, threshold, left, right, value)
