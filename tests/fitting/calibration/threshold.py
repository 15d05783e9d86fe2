"""From which confidence on an answer is given."""

from collections.abc import Mapping, Sequence

import numpy as np

from service.evaluation.measures import holds_answer
from service.evaluation.run import Result

# The share of a user's questions that the documents answer: three of four in a trial with real
# documentation. The threshold is the best for this share.
_ANSWERABLE = 0.75
_AS_MANY = 0.005  # of the questions, that are no difference
_STEPS = np.arange(1, 20) / 20


def threshold_of(judged: Mapping[str, Sequence[Result]]) -> float:
    """The lowest confidence, in steps of 0.05, that handles about as many questions right as any.

    judged: the results of each set, cross-validated. Handled right is a question that cannot be
    answered and is refused, or one that can be and whose first quote is right. Sets count the same.
    An answer shows where it stands, and can be judged by who reads it; a refusal cannot.
    """
    shares = [np.mean(list(handled(judged, step).values())) for step in _STEPS]
    return float(_STEPS[int(np.argmax(np.array(shares) >= max(shares) - _AS_MANY))])


def table_of_thresholds(judged: Mapping[str, Sequence[Result]]) -> str:
    """A Markdown table: for each threshold, what of each set is handled right, and their mean."""
    by_step = {step: handled(judged, step) for step in _STEPS[1:12]}
    names = list(next(iter(by_step.values())))
    lines = [
        "| threshold | " + " | ".join((*names, "mean")) + " |",
        "|---" * (len(names) + 2) + "|",
    ]
    for step, shares in by_step.items():
        figures = [*shares.values(), np.mean(list(shares.values()))]
        lines.append(f"| {step:.2f} | " + " | ".join(f"{figure:.3f}" for figure in figures) + " |")
    return "\n".join(lines)


def handled(judged: Mapping[str, Sequence[Result]], threshold: float) -> dict[str, float]:
    """The share of each set's questions handled right, were _ANSWERABLE of them answerable.

    Sets in which all can be answered, or none can, are left out.
    """
    return {
        name: _handled(results, threshold)
        for name, results in judged.items()
        if len(_answerable(results)) == 2
    }


def _answerable(results: Sequence[Result]) -> set[bool]:
    return {one.query.answerable for one in results if one.query.answerable is not None}


def _handled(results: Sequence[Result], threshold: float) -> float:
    """The share of a set's questions handled right, were _ANSWERABLE of them answerable."""
    answered = [
        one.confidence >= threshold and holds_answer(one.query, one.sentences[0])
        for one in results
        if one.query.answerable
    ]
    refused = [one.confidence < threshold for one in results if one.query.answerable is False]
    return float(_ANSWERABLE * np.mean(answered) + (1 - _ANSWERABLE) * np.mean(refused))
