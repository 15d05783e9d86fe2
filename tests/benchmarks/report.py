"""The figures as Markdown."""

from collections.abc import Sequence

from tests.benchmarks.speed.timings import Quantity, Speed, Timings, quantities, troubles

_MEANING = (
    "In brackets: how many times better Pincite is (below 1: the peer is), the median over the "
    "rounds. Pincite's answer is the whole cited one; the peers give passages."
)


def markdown(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; every row has as many cells as there are headings. Raises ValueError if not."""
    for row in rows:
        if len(row) != len(headings):
            raise ValueError(f"{len(row)} cells do not fit {len(headings)} headings")
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def speed_table(speed: Speed) -> str:
    """A line for each quantity that was measured, a column for each contestant, and notes."""
    ours, *others = speed.timings.values()
    headings = ["", ours.title, *(other.title for other in others)]
    rows = [
        [
            f"{quantity.label}, {quantity.unit}",
            _shown(quantity.figure(ours)),
            *(_compared(quantity, ours, other) for other in others),
        ]
        for quantity in quantities(speed)
        if quantity.figure(ours) is not None
    ]
    lines = [_collection(speed), _MEANING, *_limit(speed)]
    lines.append(f"Versions: {', '.join(timings.version for timings in speed.timings.values())}.")
    lines += [f"Left out: {name} ({reason})." for name, reason in speed.failed.items()]
    lines += troubles(speed.timings)
    return "\n".join([markdown(headings, rows), "", *lines])


def _compared(quantity: Quantity, ours: Timings, theirs: Timings) -> str:
    ratio = quantity.ratio(ours, theirs)
    if ratio is None:
        return "-"
    return f"{_shown(quantity.figure(theirs))} ({ratio:.2f}×)"


def _shown(value: float | None) -> str:
    """With three digits that count, at most one of them behind the point."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _collection(speed: Speed) -> str:
    return (
        f"{speed.collection}: {speed.documents:,} documents, {speed.passages:,} passages, "
        f"{speed.tokens:,} tokens; {speed.machine}."
    )


def _limit(speed: Speed) -> list[str]:
    limit = speed.limit
    if not limit.encode:
        return []
    return [
        f"Against the limit: encoding these passages takes {limit.operations / 1e9:,.0f} billion "
        f"operations of matrix products; Pincite's encode stage does them at "
        f"{limit.share:.0%} of the machine's float32 rate "
        f"({_giga(limit.encode)} of {_giga(limit.matrix)} billion a second)."
    ]


def _giga(rates: Sequence[float]) -> str:
    return " and ".join(f"{rate / 1e9:.0f}" for rate in rates)
