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
_STEPS_OF_BOTH = ("index", "open", "ask", "add")
_LONGEST_S = 7200

Say = Callable[[str], None]
Figures = dict[str, Any]


@dataclass(slots=True)
class Growth:
    """figures: by size and by what was done (see `worker`). milvus: the same of milvus-lite.
    kinds: of FAISS indexes, at the largest size.
    """

    machine: str
    figures: dict[int, dict[str, Figures]] = field(default_factory=dict)
    milvus: dict[int, dict[str, Figures]] = field(default_factory=dict)
    kinds: list[Figures] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


class Failed(Exception):
    """What a process that measures said last."""


def measure(folder: Path, sizes: Sequence[int], kinds: bool, milvus: bool, say: Say) -> Growth:
    """Measure at each size, in order; with `kinds` compare those too. Raises Failed.

    milvus: measure files and milvus-lite by turns, and only what can be measured of both.
    """
    growth = Growth(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="pincite-growth-") as temporary:
        work = Path(temporary)
        say(f"Making documents of {max(sizes):,} sentences ...")
        generator.write(folder, work, sizes)
        standin.find_neighbours(work)
        for size in sorted(sizes):
            for step in _STEPS_OF_BOTH if milvus else _STEPS:
                say(f"{size:,} sentences: {step}")
                growth.figures.setdefault(size, {})[step] = _run(step, work, str(size))
                if milvus:
                    say(f"{size:,} sentences in milvus-lite: {step}")
                    of_milvus = growth.milvus.setdefault(size, {})
                    of_milvus[step] = _run(step, work, f"{size}", store=work / f"{size}.db")
            if kinds and size == max(sizes):
                say(f"{size:,} sentences: kinds of FAISS indexes (long)")
                growth.kinds = _run("kinds", work, str(size))
            for made in work.glob(f"{size}*"):
                shutil.rmtree(made)
    return growth


def _run(step: str, work: Path, size: str, store: Path | None = None) -> Any:
    """What `worker` measured; the build, the encoder and the server are as in one's own process."""
    own = {"PINCITE_STORE": str(store)} if store else {}
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.growth.worker", step, str(work), size],
        env={**os.environ, **own},
        check=False,
        capture_output=True,
        text=True,
        timeout=_LONGEST_S,
    )
    if done.returncode:
        raise Failed(f"{step} at {size}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    return json.loads(done.stdout.splitlines()[-1])
