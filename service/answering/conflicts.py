"""Where the chosen sentences contradict each other."""

from collections.abc import Sequence
from itertools import combinations

from service.answering.agreement.values import Value
from service.answering.compare import Comparison
from service.answering.evidence import Evidence

Disagreement = list[tuple[int, Value]]
"""Places in the list of the chosen, and the value that each has there; two or more differ."""


def disagreements(question: str, chosen: Sequence[Evidence]) -> list[Disagreement]:
    """Every number or date that stands otherwise in another document's sentence."""
    compare = Comparison(question)
    found: list[Disagreement] = []
    for (place, one), (other_place, other) in combinations(enumerate(chosen), 2):
        if values := compare.disagreement(one, other):
            _add(found, (place, values[0]), (other_place, values[1]))
    return found


def _add(found: list[Disagreement], one: tuple[int, Value], other: tuple[int, Value]) -> None:
    """Where one of the two is at odds with a third already, all three are."""
    for disagreement in found:
        if one in disagreement or other in disagreement:
            disagreement += [new for new in (one, other) if new not in disagreement]
            return
    found.append([one, other])
