"""The figures of a run of `speed` as one picture."""

import statistics
from pathlib import Path
from typing import Any

from tests.benchmarks.speed.timings import Quantity, Speed, Timings, quantities

_OURS, _THEIRS, _INK, _FAINT = "#0b6e4f", "#b8c0c8", "#22282e", "#7a838c"
_SHADES = ("#5b6b7a", "#8d9aa6", "#b59a6a", "#9a7f9e")  # of the peers' lines


def plot(speed: Speed, path: Path) -> None:
    """Write a PNG: bars for single figures, lines for the rates by number of clients."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    style = {
        "font.size": 9,
        "text.color": _INK,
        "axes.labelcolor": _INK,
        "axes.edgecolor": _FAINT,
        "xtick.color": _FAINT,
        "ytick.color": _INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
    }
    with pyplot.rc_context(style):
        figure, axes = pyplot.subplots(2, 3, figsize=(11.5, 5.4), layout="constrained")
        figure.get_layout_engine().set(hspace=0.12, wspace=0.06)
        by_label = {quantity.label: quantity for quantity in quantities(speed)}
        _bars(axes[0, 0], speed, by_label["indexing"], "Passages indexed a second", "more")
        _bars(axes[0, 1], speed, by_label["one question, p50"], "One question, ms", "less")
        _rates(axes[0, 2], speed)
        _bars(
            axes[1, 0], speed, by_label["start to first answer"], "Start to first answer, s", "less"
        )
        _bars(axes[1, 1], speed, by_label["resident memory"], "Resident memory, MB", "less")
        _limit(axes[1, 2], speed)
        figure.suptitle(
            f"Pincite answers with citations, the others find passages: {speed.collection}, "
            f"{speed.passages:,} passages, the same model for all, {speed.machine}",
            fontsize=10,
            x=0.01,
            ha="left",
        )
        figure.savefig(path, dpi=150, facecolor="white")
        pyplot.close(figure)


def _bars(axes: Any, speed: Speed, quantity: Quantity, title: str, better: str) -> None:
    """A bar for each contestant, its figure beside it."""
    shown = [(t, quantity.figure(t)) for t in speed.timings.values()]
    rows = [(t.title, value) for t, value in shown if value is not None]
    _title(axes, title, better)
    if not rows:
        _nothing(axes)
        return
    titles, values = zip(*rows, strict=True)
    colours = [_OURS if title == "Pincite" else _THEIRS for title in titles]
    bars = axes.barh(titles, values, color=colours, height=0.62)
    axes.bar_label(bars, [_number(value) for value in values], padding=4)
    axes.invert_yaxis()
    axes.margins(x=0.16)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _rates(axes: Any, speed: Speed) -> None:
    """Answers a second by number of clients, a line for each contestant."""
    _title(axes, "Answers/s over HTTP", "more")
    lines = [(timings, _rates_of(timings)) for timings in speed.timings.values()]
    if not any(rates for _, rates in lines):
        _nothing(axes)
        return
    for number, (timings, rates) in enumerate(lines):
        ours = number == 0
        colour = _OURS if ours else _SHADES[(number - 1) % len(_SHADES)]
        width = 2.4 if ours else 1.4
        axes.plot(*zip(*rates, strict=True), marker="o", ms=3, color=colour, lw=width)
        axes.plot([], [], color=colour, lw=width, label=timings.title.split(",")[0])
    clients = [number for number, _ in lines[0][1]]
    axes.set_xscale("log", base=2)
    axes.set_xticks(clients, [str(number) for number in clients])
    axes.set_xlabel("clients")
    highest = max(rate for _, rates in lines for _, rate in rates)
    axes.set_ylim(0, 1.5 * highest)  # room for the names above
    axes.legend(frameon=False, ncols=2, fontsize=8, handlelength=1.2, columnspacing=1, loc=2)


def _rates_of(timings: Timings) -> list[tuple[int, float]]:
    return [
        (clients, statistics.median(served.rate for served in rounds))
        for clients, rounds in sorted(timings.served.items())
    ]


def _limit(axes: Any, speed: Speed) -> None:
    """The encode stage beside what the machine does at most."""
    _title(axes, "Operations, billion/s", "more")
    if not speed.limit.encode:
        _nothing(axes)
        return
    values = [statistics.median(r) / 1e9 for r in (speed.limit.encode, speed.limit.matrix)]
    titles = ["Pincite's\nencode stage", "matrix product\nin numpy"]
    bars = axes.barh(titles, values, color=[_OURS, _THEIRS], height=0.36)
    labels = [f"{_number(values[0])} ({speed.limit.share:.0%})", _number(values[1])]
    axes.bar_label(bars, labels, padding=4)
    axes.invert_yaxis()
    axes.margins(x=0.3, y=0.3)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def _title(axes: Any, title: str, better: str) -> None:
    axes.set_title(f"{title} ({better} is better)", loc="left", fontsize=9)


def _nothing(axes: Any) -> None:
    axes.text(0.5, 0.5, "not measured", ha="center", color=_FAINT, transform=axes.transAxes)
    axes.set_axis_off()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
