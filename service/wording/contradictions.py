"""Whether sentences of one answer contradict each other.

Two different numbers do not make a contradiction: the first mill closed in 1890, and the last in
1921. The sentences must differ in a number or a date and in nothing else, or one must deny what the
other says.
"""

from collections.abc import Sequence
from itertools import combinations

from service.answering.agreement.claim import Claim
from service.checking.judgement import Assertion, Judge
from service.records import Conflict
from service.wording.parsing import WrittenSentence

_DENIES = "negation"  # how the judge says what decided


def contradict_each_other(
    judge: Judge, said: Sequence[WrittenSentence], conflicts: Sequence[Conflict]
) -> bool:
    """Whether of two sentences one contradicts the other. Raises ModelFailed.

    conflicts: of the evidence, by the numbers that the sentences name. A sentence that tells one
    side of these does not contradict one that tells the other.
    """
    known = [{value.marker for value in conflict.values} for conflict in conflicts]
    pairs = [
        (one, other)
        for one, other in combinations(said, 2)
        if not any(numbers & {*one.numbers} and numbers & {*other.numbers} for numbers in known)
    ]
    return any(_differ(one, other) for one, other in pairs) or _deny(judge, pairs)


def _differ(one: WrittenSentence, other: WrittenSentence) -> bool:
    claim, another = Claim.parse(one.text), Claim.parse(other.text)
    return claim.may_disagree(another) and claim.disagreement(another) is not None


def _deny(judge: Judge, pairs: Sequence[tuple[WrittenSentence, WrittenSentence]]) -> bool:
    there = judge.judge([Assertion(one.text, (other.text,)) for one, other in pairs])
    back = judge.judge([Assertion(other.text, (one.text,)) for one, other in pairs])
    return any(
        all(one.support.label == "contradicted" for one in both)
        and any(one.support.method == _DENIES for one in both)
        for both in zip(there, back, strict=True)
    )
