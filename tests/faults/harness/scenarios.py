"""The builds that faults are put into, each with what is served before and after it."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.build import build
from index.generations.publish import Generations
from tests.conftest import write_files
from tests.faults.harness.invariants import State, served_state, state_of_files
from tests.toy import ToyEncoder

ROOT = Path(__file__).parents[3]
PYTHON = [sys.executable, "-B", "-m"]
# Set for the worker: of how many vectors codes are made. No test has as many as it takes otherwise.
MOST_EXACT = "PINCITE_TESTS_MOST_EXACT"
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}

_DIARY = "\n".join(f"On day {n} the otter dived {n + 3} times. It slept after." for n in range(9))
# The diary is a segment by itself, which all editions share.
_EDITIONS: list[dict[str, str | None]] = [
    {"a.txt": "Otters dive.", "b/b.txt": "Kelp grows.", "long.txt": _DIARY, "c.txt": "Crabs."},
    {"a.txt": "Otters dive deep.", "d.txt": "Urchins eat kelp.", "c.txt": None},
    {"a.txt": "Otters dive deeper.", "e.txt": "Sharks are fish.", "b/b.txt": None},
]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One build to be made. `data` is what it starts from; trials work on copies of it.

    before: None where nothing is published yet.
    """

    name: str
    data: Path
    documents: Path
    before: State | None
    after: State

    @property
    def environment(self) -> dict[str, str]:
        """Of the worker that makes this build."""
        return {**ENVIRONMENT, MOST_EXACT: "8"} if self.name == "compressed" else ENVIRONMENT

    def copy(self, folder: Path) -> Path:
        """A new data folder as it is before the build."""
        data = folder / "data"
        shutil.copytree(self.data, data, symlinks=True)
        return data


def scenario(name: str, folder: Path) -> Scenario:
    """`first`: nothing there yet; `update`: the second build; `compressed`: the same, of more
    vectors than are compared one by one; `prune`: the third, which removes.
    """
    earlier = {"first": 0, "update": 1, "compressed": 1, "prune": 2}[name]
    data, documents = folder / name / "data", folder / name / "documents"
    data.mkdir(parents=True)
    for edition in _EDITIONS[:earlier]:
        _write(documents, edition)
        build(Generations(data), ToyEncoder(), [documents])
    before = served_state(data) if earlier else None
    _write(documents, _EDITIONS[earlier])
    return Scenario(name, data, documents, before, state_of_files(documents))


def _write(documents: Path, edition: dict[str, str | None]) -> None:
    write_files(documents, {name: text for name, text in edition.items() if text is not None})
    for name in (name for name, text in edition.items() if text is None):
        (documents / name).unlink()


Check = Callable[[], None]


def broken(check: Check) -> str:
    """What a check found wrong; empty if it found nothing."""
    try:
        check()
    except Exception as error:  # an unexpected failure is a finding too
        return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"
    return ""
