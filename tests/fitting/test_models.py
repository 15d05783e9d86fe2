from collections.abc import Callable

import numpy as np
import pytest

from index.search import Searcher
from service.answering.asking.question import analyse
from service.answering.considering import consider
from service.evaluation.dataset import JudgedQuery

pytest.importorskip("sklearn", reason="NOT RUN: the extra `fit` is not installed")

from tests.fitting.collect import Asked
from tests.fitting.models import Choice, calibrate, fit_choice, fit_whether
from tests.fitting.shipped import judged_as_shipped


def choices(count: int, seed: int = 1) -> list[Choice]:
    """The first signal tells which is right, the second nothing, the third the contrary."""
    rng = np.random.default_rng(seed)
    made = []
    for number in range(count):
        signals = rng.random((6, 3))
        right = np.arange(6) == int(np.argmax(signals[:, 0] - 0.5 * signals[:, 2]))
        made.append(Choice("set", f"article {number % 7}", signals, right))
    return made


def test_the_signal_that_tells_gets_the_weight() -> None:
    weights = fit_choice(choices(300))
    assert weights[0] > 5 * weights[1]
    assert (weights >= 0).all()
    unseen = choices(200, seed=2)
    hits = [c.right[np.argmax(c.signals @ weights)] for c in unseen]
    assert np.mean(hits) > 0.6


def test_calibrated_scores_are_as_often_right_as_they_say() -> None:
    made = choices(600)
    weights, bias = calibrate(made, fit_choice(made))
    unseen = choices(600, seed=3)
    scores = 1 / (1 + np.exp(-np.concatenate([c.signals @ weights + bias for c in unseen])))
    right = np.concatenate([c.right for c in unseen])
    for low, high in [(0.1, 0.3), (0.3, 0.6), (0.6, 0.9)]:
        band = (scores >= low) & (scores < high)
        assert right[band].mean() == pytest.approx(scores[band].mean(), abs=0.1)


def test_the_weights_of_a_regression_are_those_of_the_plain_signals() -> None:
    rng = np.random.default_rng(0)
    signals = rng.normal([100, 0.001], [10, 0.0001], (500, 2))
    answerable = signals[:, 0] + rng.normal(0, 3, 500) > 100
    weights, bias = fit_whether(signals, answerable, np.ones(500))
    predicted = signals @ weights + bias > 0
    assert np.mean(predicted == answerable) > 0.9


def test_what_is_shipped_is_judged_by_what_it_would_answer(
    library_of: Callable[[dict[str, str]], Searcher],
) -> None:
    searcher = library_of({"otters.md": "Otters sleep in kelp. They eat urchins. It rains."})
    query = JudgedQuery("1", "Where do otters sleep?", {"otters.md": 1}, True, ("kelp",))
    found = searcher.search(query.text, 5)
    runs = judged_as_shipped([Asked.of("set", query, found.hits)], {}, 2)
    [result] = runs.search["set"]
    considered = consider(analyse(query.text), found)
    assert result.confidence == pytest.approx(considered.confidence)
    assert result.sentences[0].text == considered.evidence[0].text == "Otters sleep in kelp."
