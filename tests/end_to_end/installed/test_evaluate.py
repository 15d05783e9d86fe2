"""`pincite evaluate` as it is installed, with the questions that come with the seed articles."""

import json
from typing import Any

import pytest

from tests.conftest import EVAL_DIR
from tests.end_to_end.command import Environment, pincite

pytestmark = [pytest.mark.model, pytest.mark.usefixtures("server")]

FOLDER = EVAL_DIR / "seeds-fit"
pytest.importorskip("ir_measures", reason="ir-measures has no ready build for this machine")


@pytest.fixture(scope="module")
def figures(environment: Environment) -> dict[str, Any]:
    if not FOLDER.is_dir():
        pytest.skip(f"there is no evaluation folder {FOLDER}")
    done = pincite(environment, "evaluate", str(FOLDER), "--json", "--failures", "14")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_questions_go_to_the_index_of_the_seeds(figures: dict[str, Any]) -> None:
    assert (figures["dataset"], figures["questions"]) == ("seeds-fit", 14)
    assert figures["retrieval"] == {"hit@1": 1.0, "hit@5": 1.0, "mrr@10": 1.0, "ndcg@10": 1.0}


def test_the_answers_are_quoted_and_the_rest_is_refused(figures: dict[str, Any]) -> None:
    assert figures["evidence"]["quote@1"] >= 0.9
    assert figures["evidence"]["quote@3"] >= figures["evidence"]["quote@1"]
    assert 1 <= figures["evidence"]["mean_quotes"] <= 6
    assert figures["abstention"]["auroc"] >= 0.9
    assert figures["abstention"]["answered_rate"] <= round(10 / 14, 4)


def test_the_failures_are_those_that_the_figures_tell_of(figures: dict[str, Any]) -> None:
    kinds = [failure["kind"] for failure in figures["failures"]]
    assert kinds.count("wrong_document") == 0
    assert kinds.count("wrong_sentence") == round(10 * (1 - figures["evidence"]["quote@1"]))
