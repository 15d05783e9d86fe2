import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.encoder import ModelIdentity
from index.encoder.model import DEFAULT_SHA256
from service.answering.calibration.measured import PATH, Calibration, ModelsInUse
from service.reading.loading import PACKAGED_SHA256
from service.records import Measured
from service.settings import Settings

SHIPPED: dict[str, Any] = json.loads(PATH.read_text("ascii"))
TABLES = ("read", "unread")
MODELS = ModelsInUse("e", "r", 2, None)


@pytest.fixture
def calibration(tmp_path: Path) -> Calibration:
    held = {
        "encoder": "e",
        "reader": "r",
        "reader_passages": 2,
        "read": [
            {"from": 0.0, "right": 0.1, "answers": 500},
            {"from": 0.5, "right": 0.6, "answers": 70},
            {"from": 0.9, "right": 0.95, "answers": 61},
        ],
        "unread": [{"from": 0.0, "right": 0.4, "answers": 631}],
    }
    path = tmp_path / "measured.json"
    path.write_text(json.dumps(held), "ascii")
    return Calibration(path)


@pytest.mark.parametrize(
    ("confidence", "right"),
    [(0.0, 0.1), (0.4999, 0.1), (0.5, 0.6), (0.8999, 0.6), (0.9, 0.95), (1.0, 0.95)],
)
def test_a_confidence_is_looked_up_in_its_range(
    calibration: Calibration, confidence: float, right: float
) -> None:
    found = calibration.measured(confidence, MODELS, was_read=True)
    assert found is not None
    assert found.right == right


def test_what_nobody_has_read_has_a_table_of_its_own_whichever_reader_there_is(
    calibration: Calibration,
) -> None:
    for models in (MODELS, replace(MODELS, reader=None, reader_passages=0)):
        assert calibration.measured(0.95, models, was_read=False) == Measured(0.4, 631)


@pytest.mark.parametrize(
    "other",
    [{"encoder": "x"}, {"reader": "x"}, {"reader_passages": 3}, {"cross_encoder": "c"}],
)
def test_with_other_models_than_were_measured_nothing_is_known(
    calibration: Calibration, other: dict[str, Any]
) -> None:
    assert calibration.measured(0.95, replace(MODELS, **other), was_read=True) is None


def test_the_table_that_is_shipped_is_of_what_is_shipped() -> None:
    fields = Settings.model_fields
    reader = ModelIdentity.of("pincite", PACKAGED_SHA256, fields["reader_precision"].default).sha256
    assert (SHIPPED["encoder"], SHIPPED["reader"]) == (DEFAULT_SHA256, reader)
    assert SHIPPED["reader_passages"] == fields["reader_passages"].default


@pytest.mark.parametrize("name", TABLES)
def test_every_range_holds_enough_and_more_confidence_is_right_more_often(name: str) -> None:
    rows = SHIPPED[name]
    assert len(rows) >= 5
    assert rows[0]["from"] == 0
    assert all(row["answers"] >= 50 for row in rows)
    starts, shares = ([row[key] for row in rows] for key in ("from", "right"))
    assert starts == sorted(set(starts))
    assert shares == sorted(shares)
    assert shares[-1] - shares[0] > 0.5
    assert all(0 <= share <= 1 for share in shares)
