import json
from pathlib import Path

import numpy as np
import pytest

from index.ranking import logistic, weights
from index.ranking.signals import PASSAGE_NAMES
from service.answering.calibration import confidence
from service.answering.choosing import select
from service.answering.weighing import evidence
from service.settings import Settings

FITTED = Path(select.__file__).parent.with_name("fitted.json")
SHIPPED = json.loads(FITTED.read_text("ascii"))
RANKING = json.loads((Path(weights.__file__).with_name("weights.json")).read_text("ascii"))


@pytest.mark.parametrize(
    ("weights", "names"),
    [
        (RANKING["weights"], PASSAGE_NAMES),
        (SHIPPED["evidence"]["weights"], evidence.NAMES),
        (SHIPPED["confidence"]["weights"], confidence.NAMES),
    ],
)
def test_every_signal_has_a_fitted_weight(
    weights: dict[str, float], names: tuple[str, ...]
) -> None:
    assert tuple(weights) == names


def test_the_default_threshold_is_the_fitted_one() -> None:
    assert Settings.model_fields["min_confidence"].default == SHIPPED["threshold"]


def test_a_probability_grows_with_its_logit_and_stays_between_0_and_1() -> None:
    found = logistic.probability(np.array([-800.0, -1.0, 0.0, 1.0, 800.0]))
    assert found[2] == 0.5
    assert (np.diff(found) > 0).all()
    assert found[0] >= 0
    assert found[-1] <= 1


def test_a_signal_without_a_weight_counts_nothing() -> None:
    model = logistic.load(FITTED, ["similarity", "of yet another kind"], "evidence")
    assert model.logits(np.array([0.0, 5.0])) == model.bias
