"""Several readings of a follow-up -> the one that the documents answer best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from service.followups.history import Reading

# The weights, set by hand on the conversations of tests/service/followups.
# More confidence than this tells nothing of what was meant: a name alone brings as much.
_ENOUGH = 0.6
# A reading is likelier to be meant if the document that was spoken of answers it.
_SAME_DOCUMENT = 0.1
# Who asks "why did Serbia ..." and finds a sentence about another country is better served by any
# reading that asks for Serbia alone.
_ASTRAY = _ENOUGH


@dataclass(frozen=True, slots=True)
class Judged:
    """How far the documents answer a question.

    confidence: how sure that is, from 0 to 1.
    document: the id of the document that answers best; None if none does.
    sentence: the sentence of it that answers best.
    """

    confidence: float
    document: str | None
    sentence: str = ""


def choose(
    readings: Sequence[Reading], judge: Callable[[str], Judged], documents: frozenset[str]
) -> str:
    """Return the reading to answer: more confidence must outweigh what grammar has against one.

    judge: says how far the documents answer a question; it is not called for a single reading.
    documents: the ids of the documents that were quoted before.
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
            break  # no later reading can score higher
    return best
