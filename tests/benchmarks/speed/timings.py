"""What a run of `speed` measured, and how its figures compare."""

import dataclasses
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

PARTS = ("index", "ask", "serve")


@dataclass(slots=True)
class Served:
    """One number of clients in one round. rate: answers a second. p50, p95: ms of one answer.
    refused, failed, reason: see `Load`.
    """

    rate: float
    p50: float
    p95: float
    answers: int
    refused: int = 0
    failed: int = 0
    reason: str = ""


@dataclass(slots=True)
class Timings:
    """Of one contestant. index_s, ready_s, memory_mb: one figure a round. ask_ms: of every
    question, the same for all contestants and in their order. served: by clients, one a round.
    """

    title: str
    version: str
    index_s: list[float] = field(default_factory=list)
    ask_ms: list[float] = field(default_factory=list)
    served: dict[int, list[Served]] = field(default_factory=dict)
    ready_s: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Limit:
    """The arithmetic of encoding all passages once, and the rates at which it is done.

    operations: of the matrix products. encode: operations a second in Pincite's encode stage, one
    figure a round; matrix: of plain matrix products, just before and after it.
    """

    operations: int = 0
    encode: list[float] = field(default_factory=list)
    matrix: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """Of the machine's rate that the encode stage reaches."""
        return statistics.median(e / m for e, m in zip(self.encode, self.matrix, strict=True))


@dataclass(slots=True)
class Speed:
    """timings: by name, Pincite first. failed: why a contestant is missing, or stopped early."""

    machine: str
    collection: str
    documents: int
    passages: int
    tokens: int
    timings: dict[str, Timings] = field(default_factory=dict)
    limit: Limit = field(default_factory=Limit)
    failed: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return dataclasses.asdict(self)


@dataclass(frozen=True, slots=True)
class Quantity:
    """One line of the report. figures: one a round, or none where it was not measured."""

    label: str
    unit: str
    figures: Callable[[Timings], Sequence[float]]
    more_is_better: bool

    def ratio(self, ours: Timings, theirs: Timings) -> float | None:
        """How many times better Pincite is: the median over the rounds that both have."""
        pairs = zip(self.figures(ours), self.figures(theirs), strict=False)
        ratios = [mine / other if self.more_is_better else other / mine for mine, other in pairs]
        return statistics.median(ratios) if ratios else None

    def figure(self, of: Timings) -> float | None:
        """The median over the rounds."""
        found = self.figures(of)
        return statistics.median(found) if found else None


def quantities(speed: Speed) -> list[Quantity]:
    """All that can be compared, in the order of the report."""
    clients = sorted({number for t in speed.timings.values() for number in t.served})
    return [
        Quantity("indexing", "passages/s", lambda t: [speed.passages / s for s in t.index_s], True),
        Quantity("one question, p50", "ms", lambda t: _percentile(t.ask_ms, 50), False),
        Quantity("one question, p95", "ms", lambda t: _percentile(t.ask_ms, 95), False),
        Quantity("over HTTP, p50", "ms", lambda t: [one.p50 for one in t.served.get(1, [])], False),
        Quantity("over HTTP, p95", "ms", lambda t: [one.p95 for one in t.served.get(1, [])], False),
        *(_with_clients(number) for number in clients),
        Quantity("start to first answer", "s", lambda t: t.ready_s, False),
        Quantity("resident memory", "MB", lambda t: t.memory_mb, False),
    ]


def _with_clients(number: int) -> Quantity:
    label = f"{number} client" + ("s" if number > 1 else "")
    return Quantity(label, "answers/s", lambda t: [s.rate for s in t.served.get(number, [])], True)


def _percentile(values: Sequence[float], percent: float) -> list[float]:
    return [float(np.percentile(values, percent))] if values else []


def troubles(timings: Mapping[str, Timings]) -> list[str]:
    """What came back over HTTP that was no answer, in words."""
    found = []
    for one in timings.values():
        for clients, rounds in one.served.items():
            where = f"{one.title}, {clients} clients"
            if refused := sum(served.refused for served in rounds):
                found.append(f"{where}: told {refused} times to come back, which the clients did.")
            if failed := [served for served in rounds if served.failed]:
                count = sum(served.failed for served in failed)
                found.append(f"{where}: {count} replies were no answer ({failed[0].reason}).")
    return found
