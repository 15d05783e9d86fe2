"""Draws the risk-coverage curve and what a confidence means, from cross-validated results."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from service.evaluation.measures import holds_answer
from service.evaluation.run import Result

_COLOURS = {
    "squad-fit": "#b3541e",
    "clapnq-fit": "#1f6f8b",
    "everyday": "#5b7f3a",
    "documentation": "#7a4f9a",
}
_BINS = 10
Shares = npt.NDArray[np.float64]


def draw(judged: Mapping[str, Sequence[Result]], threshold: float, path: Path) -> None:
    """A picture of two panels, in the format that the ending of `path` names.

    judged: the results of each set. Those of questions whose answer is not known are left out.
    """
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot

    picture, (risk_panel, sure_panel) = pyplot.subplots(1, 2, figsize=(9, 3.8), dpi=120)
    for name, colour in _COLOURS.items():
        if name not in judged:
            continue
        confidence, wrong, answerable = outcomes(judged[name])
        covered, risk = risk_coverage(confidence, wrong)
        risk_panel.plot(covered, risk, color=colour, label=name)
        at = float(np.mean(confidence >= threshold))
        risk_panel.plot(at, np.interp(at, covered, risk), "o", color=colour)
        risk_panel.axhline(float(wrong.mean()), color=colour, linestyle=":", linewidth=1)
        sure_panel.plot(*calibration(confidence, answerable), "o-", color=colour, label=name)
    risk_panel.set(
        xlabel="share of all questions answered, most confident first",
        ylabel="share of the answers that are wrong",
        xlim=(0, 1),
        ylim=(0, 0.8),
    )
    sure_panel.plot([0, 1], [0, 1], color="grey", linestyle=":", linewidth=1)
    sure_panel.set(
        xlabel="confidence", ylabel="share that can be answered", xlim=(0, 1), ylim=(0, 1)
    )
    for panel in (risk_panel, sure_panel):
        panel.legend(frameon=False, loc="upper left")
        panel.spines[["top", "right"]].set_visible(False)
    picture.tight_layout()
    picture.savefig(path)
    pyplot.close(picture)


def outcomes(
    results: Sequence[Result],
) -> tuple[Shares, npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Confidence, whether an answer would be wrong, and whether any would be right.

    Wrong is every answer to a question that has none, and a first quote without the answer.
    """
    known = [r for r in results if r.query.answerable is not None]
    right = [
        bool(r.query.answerable) and any(holds_answer(r.query, quote) for quote in r.sentences[:1])
        for r in known
    ]
    return (
        np.array([r.confidence for r in known]),
        ~np.array(right),
        np.array([bool(r.query.answerable) for r in known]),
    )


def risk_coverage(confidence: Shares, wrong: npt.NDArray[np.bool_]) -> tuple[Shares, Shares]:
    """The risk at each coverage (El-Yaniv & Wiener, JMLR 2010): the share of wrong answers among
    the most confident, and how large a share of all these are.
    """
    order = np.argsort(-confidence, kind="stable")
    answered = np.arange(1, len(order) + 1)
    return answered / len(order), np.cumsum(wrong[order]) / answered


def calibration(
    confidence: Shares, answerable: npt.NDArray[np.bool_]
) -> tuple[list[float], list[float]]:
    """The mean confidence of each tenth of the questions, and how many of it can be answered."""
    tenths = np.array_split(np.argsort(confidence, kind="stable"), _BINS)
    means = [float(confidence[tenth].mean()) for tenth in tenths]
    return means, [float(answerable[tenth].mean()) for tenth in tenths]
