"""The types that the comments of the page's modules state, as TypeScript's compiler checks them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
# Read before any test has a say: the tests' own settings are nobody's.
COMPILER = os.environ.get("PINCITE_TSC") or shutil.which("tsc")
OLDEST = 5  # the first version that knows what the page uses of the browser


def test_the_modules_fit_together() -> None:
    if COMPILER is None or version_of(COMPILER) < OLDEST:
        pytest.skip(
            f"no tsc from version {OLDEST} on: npm install --global typescript, or name one in"
            " PINCITE_TSC"
        )
    checked = run(COMPILER, "--project", str(ROOT))
    assert checked.stdout == ""
    assert checked.returncode == 0


def version_of(compiler: str) -> int:
    version = re.search(r"\d+", run(compiler, "--version").stdout)
    assert version is not None
    return int(version[0])


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, capture_output=True, text=True, check=False)
