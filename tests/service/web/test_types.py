"""The types of the page's modules, which their comments state, as TypeScript's compiler checks them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def test_the_modules_fit_together() -> None:
    compiler = os.environ.get("PINCITE_TSC") or shutil.which("tsc")
    if compiler is None:
        pytest.skip("no tsc: apt-get install node-typescript, or name one in PINCITE_TSC")
    checked = subprocess.run(
        [compiler, "--project", ROOT], capture_output=True, text=True, check=False
    )
    assert checked.stdout == ""
    assert checked.returncode == 0
