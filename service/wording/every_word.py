"""A stricter judge for where no reader is: every word of a sentence must stand in its evidence.

Without the reader nothing tells that a sentence speaks of something else in other words.
"""

from collections.abc import Sequence

from index.storage.words.analysis import terms
from service.checking.judgement import Assertion, Judge, Judgement
from service.records import Support


class EveryWord:
    """Judges as another judge does, but supports no sentence with a word of its own.

    Words count as the index has them: without function words, and in whatever form.
    """

    def __init__(self, judge: Judge) -> None:
        self._judge = judge

    def judge(self, assertions: Sequence[Assertion]) -> list[Judgement]:
        """Return one judgement a sentence, in order. Raises ModelFailed."""
        judged = self._judge.judge(assertions)
        return [_stricter(*pair) for pair in zip(assertions, judged, strict=True)]


def _stricter(assertion: Assertion, judgement: Judgement) -> Judgement:
    known = {term for text in assertion.evidence for term in terms(text)}
    # Of numbers the other judge knows that 8 is eight.
    new = [one for one in terms(assertion.text) if one not in known and not one.isdecimal()]
    if judgement.support.label != "supported" or not new:
        return judgement
    support = Support("not_mentioned", judgement.support.score, "words")
    return Judgement(support, judgement.evidence, f"The document does not say {new[0]}.")
