"""`pincite evaluate` as it is installed, with a folder of cases and the real model."""

import json
from collections import Counter
from typing import Any

import pytest

from tests.conftest import CASES_DIR
from tests.end_to_end.command import Environment, pincite

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def found(environment: Environment) -> dict[str, Any]:
    if not CASES_DIR.is_dir():
        pytest.skip(f"there is no folder of cases {CASES_DIR}")
    done = pincite(environment, "evaluate", str(CASES_DIR), "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_case_is_asked_once(found: dict[str, Any]) -> None:
    folders = sorted(path.parent.name for path in CASES_DIR.glob("*/question.json"))
    assert [result["case"] for result in found["results"]] == folders
    assert found["cases"] == len(folders) > 0


def test_the_totals_are_those_of_the_cases(found: dict[str, Any]) -> None:
    outcomes = Counter(result["outcome"] for result in found["results"])
    assert found["outcomes"] == {name: outcomes[name] for name in found["outcomes"]}
    assert sum(found["outcomes"].values()) == found["cases"]
    right = [result for result in found["results"] if result["faults"] == []]
    assert found["right"] == len(right)
    assert {result["outcome"] for result in right} <= {"answered_right", "refused_right"}


def test_what_is_told_of_an_answer_fits_its_outcome(found: dict[str, Any]) -> None:
    for result in found["results"]:
        status = result["got"] and result["got"]["status"]
        answered = {"answered_right", "answered_wrong", "unanswerable_answered"}
        refused = {"refused_right", "refused"}
        assert (status == "answered") == (result["outcome"] in answered), result
        assert (status == "unsupported") == (result["outcome"] in refused), result
        assert (status is None) == bool(result["outcome"] == "not_indexed"), result
