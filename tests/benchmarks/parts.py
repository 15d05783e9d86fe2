"""Where the time of a question goes, from its client to Pincite's server and back."""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.benchmarks.collection import read_collection
from tests.benchmarks.report import markdown
from tests.benchmarks.speed.load import Load, load
from tests.benchmarks.speed.process import free_port, serving

_WARM_UP_S = 1.0

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Parts:
    """Of one number of clients. ms: the mean of each part of a question; together they are what a
    client waited for its answer, `whole`. p50, p95: of that. rate: answers a second. cpu_ms: what
    the server's process used of the processor for a question.
    """

    clients: int
    ms: dict[str, float]
    whole: float
    p50: float
    p95: float
    rate: float
    cpu_ms: float


def measure(folder: Path, clients: Sequence[int], seconds: float, say: Say) -> list[Parts]:
    """Serve the index of an evaluation folder, and ask its questions, each of them once."""
    collection = read_collection(folder)
    questions = list(dict.fromkeys(query.text for query in collection.queries))
    port, found = free_port(), []
    data_dir = str(collection.settings.data_dir)
    command = [sys.executable, "-m", "service", "serve", "--data-dir", data_dir, "--port"]
    with tempfile.TemporaryDirectory(prefix="pincite-parts-") as work:
        log = Path(work, "server.log")
        with serving([*command, str(port)], port, questions[0], log) as server:
            load(port, questions[1 :: len(clients) + 1], 1, _WARM_UP_S)
            for number, count in enumerate(clients, start=2):
                say(f"asking with {count} clients")
                before = server.cpu_s()
                asked = load(port, questions[number :: len(clients) + 1], count, seconds, keep=True)
                found.append(parts_of(count, asked, server.cpu_s() - before))
    return found


def parts_of(clients: int, asked: Load, cpu_s: float) -> Parts:
    """Raises ValueError where nothing was answered."""
    if not asked.ms:
        raise ValueError(f"{clients} clients got no answer: {asked.reason}")
    told = [json.loads(body)["timings_ms"] for body in asked.bodies]
    ms = {name: float(np.mean([one[name] for one in told])) for name in told[0]}
    whole = float(np.mean(asked.ms))
    ms["HTTP"] = whole - ms.pop("total")
    p50, p95 = np.percentile(asked.ms, [50, 95])
    cpu_ms = cpu_s * 1000 / len(asked.ms)
    return Parts(clients, ms, whole, float(p50), float(p95), asked.rate, cpu_ms)


def table(found: Sequence[Parts]) -> str:
    """A column for each number of clients."""
    headings = ["", *(f"{p.clients} client{'s' if p.clients > 1 else ''}" for p in found)]
    rows = [
        [f"{name}, ms", *(f"{p.ms[name]:.2f} ({p.ms[name] / p.whole:.0%})" for p in found)]
        for name in found[0].ms
    ]
    for label, value in (
        ("whole, mean, ms", lambda p: f"{p.whole:.1f}"),
        ("whole, p50, ms", lambda p: f"{p.p50:.1f}"),
        ("whole, p95, ms", lambda p: f"{p.p95:.1f}"),
        ("answers/s", lambda p: f"{p.rate:.0f}"),
        ("processor time, ms", lambda p: f"{p.cpu_ms:.1f}"),
    ):
        rows.append([label, *map(value, found)])
    return markdown(headings, rows)
