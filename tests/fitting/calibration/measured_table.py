"""From cross-validated results to a table: how many answers of a confidence are right.

The ranges are twentieths, joined until each holds enough answers, and until no range is right less
often than one of less confidence (pool adjacent violators; Ayer et al. 1955, for calibration
Zadrozny & Elkan, KDD 2002). All answers count the same, whatever set they are of, so that a share
is what it says it is: so many of so many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from service.evaluation.run import Result
from tests.fitting.calibration.plot import outcomes

LEAST = 50  # answers of a range: with fewer, a share says little
_RANGES = 20


@dataclass(frozen=True, slots=True)
class Range:
    """Answers of a confidence from `start` up to the start of the next range."""

    start: float
    right: int
    answers: int

    @property
    def share(self) -> float:
        return self.right / self.answers if self.answers else 0.0

    def with_next(self, after: "Range") -> "Range":
        return Range(self.start, self.right + after.right, self.answers + after.answers)


def measured_table(judged: Mapping[str, Sequence[Result]]) -> list[dict[str, float]]:
    """Return the rows of a table, as service/answering/calibration/measured.py reads them.

    judged: the results of each set; those with answerable and unanswerable questions count.
    """
    both = [results for results in judged.values() if _has_both(results)]
    confidence, wrong, _ = outcomes([result for results in both for result in results])
    place = np.minimum((confidence * _RANGES).astype(int), _RANGES - 1)
    ranges = [
        Range(number / _RANGES, int((~wrong[place == number]).sum()), int((place == number).sum()))
        for number in range(_RANGES)
    ]
    return [
        {"from": one.start, "right": round(one.share, 3), "answers": one.answers}
        for one in joined(ranges)
    ]


def joined(ranges: Sequence[Range]) -> list[Range]:
    """Return the ranges joined with their neighbours: each has enough, and none falls."""
    found: list[Range] = []
    for one in ranges:
        found.append(one)
        while len(found) > 1 and (found[-2].answers < LEAST or found[-2].share >= found[-1].share):
            after = found.pop()
            found[-1] = found[-1].with_next(after)
    while len(found) > 1 and found[-1].answers < LEAST:
        after = found.pop()
        found[-1] = found[-1].with_next(after)
    return found


def _has_both(results: Sequence[Result]) -> bool:
    known = {result.query.answerable for result in results}
    return {True, False} <= known
