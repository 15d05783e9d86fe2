"""A judge that needs no model: it compares words and numbers."""

import re
from collections.abc import Sequence

from index.storage.words.analysis import terms
from service.checking.judgement import Assertion, Judgement
from service.records import Support

_NUMBER = re.compile(r"\d+")


class ToyJudge:
    """Says that a claim is supported by a text with all of its words, and contradicted by one that
    has all of them but its numbers. `asked`: the assertions that it was given.
    """

    def __init__(self) -> None:
        self.asked: list[Assertion] = []

    def judge(self, assertions: Sequence[Assertion]) -> list[Judgement]:
        self.asked += assertions
        return [_judged(assertion) for assertion in assertions]


def _judged(assertion: Assertion) -> Judgement:
    claimed = set(terms(assertion.text))
    wordless = {term for term in claimed if not _NUMBER.fullmatch(term)}
    for number, text in enumerate(assertion.evidence):
        held = set(terms(text))
        if claimed <= held:
            return Judgement(Support("supported", 0.9, "toy"), number)
        if wordless <= held and wordless != claimed and _NUMBER.search(text):
            reason = "The document has another number."
            return Judgement(Support("contradicted", 0.1, "toy"), number, reason)
    return Judgement(Support("not_mentioned", 0.2, "toy"), 0, "The document does not say this.")
