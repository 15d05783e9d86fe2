"""The figures as Markdown."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.benchmarks.growth.measure import Figures, Growth
from tests.benchmarks.report import markdown

Of = Mapping[str, Figures]


def _vectors(of: Of) -> str:
    kinds = of["open"]["passage_vectors"], of["open"]["sentence_vectors"]
    return kinds[0] if len({*kinds}) == 1 else f"passages {kinds[0]}, sentences {kinds[1]}"


def _bytes(figures: Figures) -> float:
    return float(sum(figures["files"].values()))


def _recall(name: str) -> Callable[[Of], str]:
    return lambda of: f"{of['compare'][name]:.4f}"


_LINES: Sequence[tuple[str, Callable[[Of], str]]] = (
    ("documents", lambda of: f"{of['index']['documents']:,}"),
    ("passages", lambda of: f"{of['index']['passages']:,}"),
    ("sentences", lambda of: f"{of['index']['sentences']:,}"),
    ("vectors are kept", _vectors),
    ("index on disk, MB", lambda of: f"{_bytes(of['index']) / 1e6:,.0f}"),
    ("first build: before encoding, s", lambda of: _seconds(of["index"], "prepare")),
    ("first build: writing and publishing, s", lambda of: _seconds(of["index"], "publish")),
    ("first build: memory while publishing, MB", lambda of: _memory(of["index"])),
    ("segments", lambda of: f"{of['index']['segments']}"),
    ("100 documents more: before encoding, s", lambda of: _seconds(of["add"], "prepare")),
    ("100 documents more: publishing, s", lambda of: _seconds(of["add"], "publish")),
    ("100 documents more: written, MB", lambda of: _written(of["add"])),
    ("100 documents changed: before encoding, s", lambda of: _seconds(of["update"], "prepare")),
    ("100 documents changed: publishing, s", lambda of: _seconds(of["update"], "publish")),
    ("100 documents changed: memory, MB", lambda of: _memory(of["update"])),
    ("100 documents changed: written, MB", lambda of: _written(of["update"])),
    ("opening for the first time, s", lambda of: f"{of['open']['first_s']:.2f}"),
    ("opening again, s", lambda of: f"{of['open']['verified_s']:.3f}"),
    ("answer, p50, ms", lambda of: _ask(of, "50")),
    ("answer, p95, ms", lambda of: _ask(of, "95")),
    ("answer after these changes, p50, ms", lambda of: _ask({"ask": of["again"]}, "50")),
    ("memory after 400 answers, MB", lambda of: f"{of['ask']['memory']:,.0f}"),
    ("right passages among the first 10, of exact", _recall("right_passages")),
    ("all of the first 10 passages, of exact", _recall("first_passages")),
    ("50 nearest sentences, of exact", _recall("nearest_sentences")),
)


def _seconds(figures: Figures, stage: str) -> str:
    return f"{figures['seconds'][stage]:,.1f} ({figures['cpu_seconds'][stage]:,.1f})"


def _memory(figures: Figures) -> str:
    return f"{max(figures['memory'].values()):,.0f}"


def _written(figures: Figures) -> str:
    return f"{figures['bytes_written'] / 1e6:,.0f}"


def _ask(of: Of, percent: str) -> str:
    return f"{of['ask'][f'p{percent}_ms']:.1f} ({of['ask'][f'p{percent}_cpu_ms']:.1f})"


def table(growth: Growth) -> str:
    """A column for each size; in brackets, the time of the processor. Beside milvus-lite: see
    `_beside`.
    """
    if growth.milvus:
        return f"{_beside(growth)}\n\n{growth.machine}."
    headings = ["", *(f"{size:,}" for size in growth.figures)]
    rows = [[label, *(show(of) for of in growth.figures.values())] for label, show in _LINES]
    parts = [markdown(headings, rows), f"\n{growth.machine}; in brackets, time of the processor."]
    if growth.kinds:
        parts += ["", markdown(_KINDS, [_kind(kind) for kind in growth.kinds])]
    return "\n".join(parts)


_OF_BOTH: Sequence[tuple[str, str, Callable[[Of], float]]] = (
    ("write and publish, s", ",.1f", lambda of: float(of["index"]["seconds"]["publish"])),
    ("memory meanwhile, MB", ",.0f", lambda of: max(of["index"]["memory"].values())),
    ("on disk, MB", ",.0f", lambda of: _bytes(of["index"]) / 1e6),
    ("open for the first time, s", ",.2f", lambda of: float(of["open"]["first_s"])),
    ("open again, s", ",.2f", lambda of: float(of["open"]["verified_s"])),
    ("answer, p50, ms", ",.1f", lambda of: float(of["ask"]["p50_ms"])),
    ("answer, p95, ms", ",.1f", lambda of: float(of["ask"]["p95_ms"])),
    ("memory after 400 answers, MB", ",.0f", lambda of: float(of["ask"]["memory"])),
    ("100 documents more: write, s", ",.1f", lambda of: float(of["add"]["seconds"]["publish"])),
)


def _beside(growth: Growth) -> str:
    """Files and milvus-lite beside each other, and how many times as much the latter takes."""
    headings = [""]
    for size in growth.milvus:
        headings += [f"{size:,}: files", "milvus-lite", "times"]
    rows = [[label] for label, *_ in _OF_BOTH]
    for size, milvus in growth.milvus.items():
        for row, (_, form, value) in zip(rows, _OF_BOTH, strict=True):
            both = value(growth.figures[size]), value(milvus)
            row += [*(format(one, form) for one in both), f"{both[1] / both[0]:,.1f}"]
    return markdown(headings, rows)


_KINDS = ("FAISS index", "search", "MB", "to build, s", "one search, ms", "of the 50 nearest")


def _kind(kind: Mapping[str, Any]) -> list[str]:
    settings = ", ".join(f"{name} {value}" for name, value in kind["settings"].items())
    return [
        kind["kind"],
        settings,
        f"{kind['mb']:,.0f}",
        f"{kind['build_cpu_s']:,.0f}",
        f"{kind['cpu_ms']:.1f}",
        f"{kind['recall']:.4f}",
    ]
