"""A judge that knows which words stand in the evidence, and nothing else."""

import re
from collections.abc import Sequence

from service.checking.judgement import Assertion, Judgement
from service.records import Support

_WORD = re.compile(r"\w+")


class ToyJudge:
    """Supports a sentence whose words all stand in its evidence. judged: all that it was given.

    contradicting: pairs of words; a sentence with one of them denies evidence with the other.
    """

    def __init__(self, *contradicting: tuple[str, str]) -> None:
        self._contradicting = contradicting
        self.judged: list[Assertion] = []

    def judge(self, assertions: Sequence[Assertion]) -> list[Judgement]:
        self.judged += assertions
        return [self._judge(one) for one in assertions]

    def _judge(self, one: Assertion) -> Judgement:
        said = {*_WORD.findall(one.text.lower())}
        given = {*_WORD.findall(" ".join(one.evidence).lower())}
        for a, b in self._contradicting:
            if (a in said and b in given) or (b in said and a in given):
                return Judgement(Support("contradicted", 0.0, "negation"), 0, "They differ.")
        if said <= given:
            return Judgement(Support("supported", 0.9, "reader"))
        return Judgement(Support("not_mentioned", 0.1, "reader"))
