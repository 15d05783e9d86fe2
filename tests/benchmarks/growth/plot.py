"""The figures as one picture: what each size costs, all axes logarithmic."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.benchmarks.growth.measure import Figures, Growth

Of = Mapping[str, Figures]
Value = Callable[[Of], float]

_INK, _FAINT, _GRID = "#22282e", "#7a838c", "#e4e8eb"
_COLOURS = ("#0b6e4f", "#b59a6a", "#5b6b7a")
_PANELS: dict[str, dict[str, Value]] = {
    "Writing and publishing, s": {
        "first build": lambda of: of["index"]["seconds"]["publish"],
        "100 documents changed": lambda of: of["update"]["seconds"]["publish"],
    },
    "Opening, s": {
        "for the first time": lambda of: of["open"]["first_s"],
        "again": lambda of: of["open"]["verified_s"],
    },
    "One answer, ms": {
        "p95": lambda of: of["ask"]["p95_ms"],
        "p50": lambda of: of["ask"]["p50_ms"],
    },
    "Memory and disk, MB": {
        "on disk": lambda of: sum(of["index"]["files"].values()) / 1e6,
        "memory, publishing": lambda of: max(of["index"]["memory"].values()),
        "memory, asking": lambda of: of["ask"]["memory"],
    },
}


def plot(growth: Growth, path: Path) -> None:
    """Write a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    style = {
        **{"font.size": 9, "text.color": _INK, "axes.labelcolor": _INK, "axes.edgecolor": _FAINT},
        **{"xtick.color": _FAINT, "ytick.color": _INK},
        **{"axes.spines.top": False, "axes.spines.right": False},
    }
    with pyplot.rc_context(style):
        figure, rows = pyplot.subplots(2, 2, figsize=(9.6, 6.2), layout="constrained", sharex=True)
        for axes, (title, lines) in zip(rows.flat, _PANELS.items(), strict=True):
            axes.set_title(title, loc="left", fontsize=9)
            _panel(axes, lines, growth)
        for axes in rows[1]:
            axes.set_xlabel("sentences")
        figure.suptitle(f"What growth costs; {growth.machine}", fontsize=10, x=0.01, ha="left")
        figure.savefig(path, dpi=150, facecolor="white")
        pyplot.close(figure)


def _panel(axes: Any, lines: Mapping[str, Value], growth: Growth) -> None:
    """A line for each quantity, the last figure beside it."""
    sizes = [of["index"]["sentences"] for of in growth.figures.values()]
    for (label, value), colour in zip(lines.items(), _COLOURS, strict=False):
        values = [value(of) for of in growth.figures.values()]
        axes.plot(sizes, values, marker="o", ms=4, lw=2, color=colour, label=label)
        last = _number(values[-1]), (sizes[-1], values[-1]), (6, 0)
        axes.annotate(*last, textcoords="offset points", va="center", color=colour)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.margins(x=0.12, y=0.2)
    axes.grid(visible=True, which="major", axis="y", color=_GRID, lw=0.6)
    axes.legend(frameon=False, fontsize=8, loc="upper left")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.2g}"
