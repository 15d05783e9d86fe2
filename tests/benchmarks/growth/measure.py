"""Runs what is measured, each thing in a process of its own, size after size."""

import dataclasses
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.growth import generator, standin

_STEPS = ("index", "open", "ask", "compare", "add", "update", "again")
_LONGEST_S = 7200

Say = Callable[[str], None]
Figures = dict[str, Any]


@dataclass(slots=True)
class Growth:
    """figures: by size and by what was done (see `worker`). kinds: of FAISS indexes, at the
    largest size.
    """

    machine: str
    figures: dict[int, dict[str, Figures]] = field(default_factory=dict)
    kinds: list[Figures] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


class Failed(Exception):
    """What a process that measures said last."""


def measure(folder: Path, sizes: Sequence[int], kinds: bool, say: Say) -> Growth:
    """Measure at each size, in order; with `kinds` compare those too. Raises Failed."""
    growth = Growth(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="pincite-growth-") as temporary:
        work = Path(temporary)
        say(f"Making documents of {max(sizes):,} sentences ...")
        generator.write(folder, work, sizes)
        standin.find_neighbours(work)
        for size in sorted(sizes):
            figures = growth.figures[size] = {}
            for step in _STEPS:
                say(f"{size:,} sentences: {step}")
                figures[step] = _run(step, work, size)
            if kinds and size == max(sizes):
                say(f"{size:,} sentences: kinds of FAISS indexes (long)")
                growth.kinds = _run("kinds", work, size)
            shutil.rmtree(work / str(size))
    return growth


def _run(step: str, work: Path, size: int) -> Any:
    """What `worker` measured; the build, the encoder and the server are as in one's own process."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.growth.worker", step, str(work), str(size)],
        check=False,
        capture_output=True,
        text=True,
        timeout=_LONGEST_S,
    )
    if done.returncode:
        raise Failed(f"{step} at {size}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    return json.loads(done.stdout.splitlines()[-1])
