"""`python -m tests.benchmarks.uploads [--files N...]`: what many added files cost, in the data
folder and in object storage.

Needs the extra `scale`. moto's server, in this process, is the storage; it answers one request
after the other. The files are short and the encoder is a toy, so that what is left is the keeping.
Each command is a process of its own.
"""

import argparse
import logging
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from index.roots import written
from tests.benchmarks.report import markdown
from tests.index.documents.objects.storage import ROOT, Storage, storage_of

SIZES = (100, 1_000)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took. requests: of the storage."""

    seconds: float
    requests: int


def measure(files: int) -> dict[str, tuple[Cost, Cost]]:
    """Return what each command took, with the files in the data folder and in object storage.

    files: how many are added. Raises RuntimeError for a command that fails.
    """
    with (
        pytest.MonkeyPatch.context() as variables,
        storage_of(variables) as storage,
        TemporaryDirectory() as held,
    ):
        folder = Path(held)
        paths = _write(folder / "new", files + 1)
        homes = ({}, {"PINCITE_UPLOADS": written(ROOT)})
        found: dict[str, list[Cost]] = {}
        for place, home in enumerate(homes):
            runs = _Runs(storage, folder / f"data-{place}", home)
            for name, arguments in _commands(paths):
                found.setdefault(name, []).append(runs.run(arguments))
        return {name: (costs[0], costs[1]) for name, costs in found.items()}


def table(found: Mapping[int, Mapping[str, tuple[Cost, Cost]]]) -> str:
    """Return the figures as Markdown. found: by number of files."""
    rows = [
        [
            f"{files:,}",
            name,
            f"{in_folder.seconds:.1f}",
            f"{in_bucket.seconds:.1f}",
            f"{in_bucket.requests:,}",
        ]
        for files, costs in found.items()
        for name, (in_folder, in_bucket) in costs.items()
    ]
    headings = ["files", "command", "data folder, s", "object storage, s", "requests"]
    return markdown(headings, rows)


def _commands(paths: Sequence[Path]) -> list[tuple[str, list[str]]]:
    *first, last = map(str, paths)
    return [
        ("`add` all", ["add", *first]),
        ("`index`, nothing new", ["index"]),
        ("`add` one more", ["add", last]),
        ("`remove` one", ["remove", f"uploads/{Path(last).name}"]),
    ]


class _Runs:
    """Commands over one data folder. home: variables that say where added files are kept."""

    def __init__(self, storage: Storage, data: Path, home: Mapping[str, str]) -> None:
        self._storage = storage
        found = {"PINCITE_DATA_DIR": str(data), "PYTHONPATH": str(Path.cwd())}
        self._env = {**os.environ, **found, **home}

    def run(self, arguments: Sequence[str]) -> Cost:
        self._storage.asked.clear()
        start = time.perf_counter()
        command = [sys.executable, "-m", "tests.toy_command", *arguments]
        ended = subprocess.run(command, env=self._env, capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - start
        if ended.returncode:
            raise RuntimeError(f"{arguments[0]} failed: {ended.stderr.strip()}")
        return Cost(seconds, len(self._storage.asked))


def _write(folder: Path, files: int) -> list[Path]:
    """Write short texts, of which no two are alike."""
    folder.mkdir()
    paths = [folder / f"note-{number}.txt" for number in range(files)]
    for number, path in enumerate(paths):
        path.write_text(f"The gauge of weir {number} stood at {number * 7} cm in May.\n", "utf-8")
    return paths


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.uploads", description=__doc__)
    parser.add_argument("--files", type=int, nargs="+", default=SIZES)
    options = parser.parse_args()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # moto's, of each request
    print(table({files: measure(files) for files in options.files}))  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
