"""Of several readings of a follow-up the one that the documents answer best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.followups.history import Reading

# What the same document answers that was spoken of is likelier to be meant.
_SAME_DOCUMENT = 0.1
# Beyond this more confidence tells nothing of what was meant: names alone bring as much.
_ENOUGH = 0.6


# Who asks "why did Serbia ..." and finds a sentence about another would rather know of Serbia.
_ASTRAY = _ENOUGH


@dataclass(frozen=True, slots=True)
class Judged:
    """How sure it is that the documents answer a question, which document does best, and the
    sentence of it that does.
    """

    confidence: float
    document: str | None
    sentence: str = ""


def choose(
    readings: Sequence[Reading], judge: Callable[[str], Judged], documents: frozenset[str]
) -> str:
    """The reading to answer: what grammar says against one, more confidence must outweigh.

    documents: the ids of those that were quoted before. One reading alone is not judged.
    """
    best, best_score = readings[0].text, -1.0
    if len(readings) == 1:
        return best
    for reading in readings:
        judged = judge(reading.text)
        same = judged.document in documents
        astray = reading.about not in judged.sentence.lower()
        doubt = reading.doubt + _ASTRAY * astray
        score = min(judged.confidence, _ENOUGH) + _SAME_DOCUMENT * same - doubt
        if score > best_score:
            best, best_score = reading.text, score
        if same and judged.confidence >= _ENOUGH and not astray:
            break  # none of those after it can be better
    return best
