"""schemathesis makes requests out of the schema, right ones and wrong ones, and holds every reply
against it: https://schemathesis.readthedocs.io/en/stable/reference/checks/
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.indexing.indexer import Indexer
from service.wiring import Parts
from tests.service.apps import TEXTS, parts_of, published
from tests.service.live import live
from tests.toy import ToyEncoder

# Stands for the process that indexes: one that fails soon.
_INDEXING = (sys.executable, "-I", "-S", "-c", 'print(\'{"failure": "there is no disk"}\')')


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    made = parts_of(published(TEXTS, tmp_path, ToyEncoder()), ToyEncoder(), port=0)
    return replace(made, indexer=Indexer(made.settings, _INDEXING))


@pytest.fixture
def served(parts: Parts) -> Iterator[tuple[str, str]]:
    """The address of a server's schema, and a key that may do everything."""
    _, token = parts.keys.create("operator", "admin", None)
    with live(parts) as port:
        yield f"http://127.0.0.1:{port}/openapi.json", token


# A check wants more than its schema tells: a text or claims, and an old answer with its citations.
# Beside what it takes for a proper refusal: what keeps the rules may still be too large as a whole.
_CONFIGURATION = """
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 413, 415, 422, 431]
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 409, 413, 431]
[[operations]]
include-path-regex = "^/v1/check"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 409, 413, 422, 431]
"""
_PHASES = "examples,coverage,fuzzing,stateful"
_WIDEST = 300  # of a line that tells what went wrong, and may hold a whole request


def fuzz(
    served: tuple[str, str], folder: Path, examples: int, seed: int, phases: str = _PHASES
) -> int:
    """How many requests it made, of which every reply was as the schema and all checks want it.

    examples: for each operation and phase, at most.
    """
    schema, token = served
    (folder / "schemathesis.toml").write_text(_CONFIGURATION, "utf-8")
    arguments = [
        *("run", schema, "--header", f"Authorization: Bearer {token}"),
        *("--checks", "all", "--continue-on-failure", "--warnings", "off", "--no-color"),
        *("--max-examples", str(examples), "--seed", str(seed), "--generation-database", "none"),
        *("--phases", phases),
        *("--report-json-path", str(folder / "report.json"), "--suppress-health-check", "all"),
    ]
    run = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=3600,
        check=False,
    )
    told = [line[:_WIDEST] for line in (run.stdout + run.stderr).splitlines()]
    assert run.returncode == 0, "\n".join(told)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert report["complete"]
    assert report["operations"]["tested"] == report["operations"]["total"] > 0
    return int(report["test_cases"]["generated"])


def test_a_hundred_requests(served: tuple[str, str], tmp_path: Path) -> None:
    assert fuzz(served, tmp_path, 3, seed=1, phases="examples,fuzzing,stateful") >= 100


@pytest.mark.slow
def test_every_limit_of_the_schema(served: tuple[str, str], tmp_path: Path) -> None:
    assert fuzz(served, tmp_path, 3, seed=1, phases="examples,coverage") >= 1000


@pytest.mark.slow
def test_fifteen_thousand_requests(served: tuple[str, str], tmp_path: Path) -> None:
    assert fuzz(served, tmp_path, examples=2000, seed=2) >= 15_000
