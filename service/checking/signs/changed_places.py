"""Two names of a claim that stand in each other's place.

A claim agrees with its evidence as far as they have words in the same order: by the length of their
longest common subsequence. Where it would agree better if two of its names changed places, they
have changed them.
"""

from collections.abc import Sequence
from itertools import combinations

from service.checking.signs.parsed_claim import ParsedClaim
from service.english.tokens import Tag, Token

_MOST_NAMES = 8  # of a claim; each pair of them is tried
_OF_A_LIST = (Tag.NAME, Tag.CONJUNCTION, Tag.DETERMINER, Tag.MARK)
Run = tuple[int, int]  # of the words of a name: from the first to before the end


def names_in_each_others_place(
    claim: ParsedClaim, near: Sequence[ParsedClaim]
) -> tuple[str, str] | None:
    """Return two such names, in lower case; None if there are none.

    near: the sentences of evidence that the claim is compared with. Those count that are passive
    where the claim is, and active where it is: the passive turns the order of names round.
    """
    evidence = [_words(one.tokens) for one in near if one.is_passive == claim.is_passive]
    words, names = _words(claim.tokens), set().union(*evidence)
    runs = [run for run in _runs(claim.tokens) if names & {*words[slice(*run)]}][:_MOST_NAMES]
    agreed = _agreement(words, evidence)
    for one, other in combinations(runs, 2):
        first, second = words[slice(*one)], words[slice(*other)]
        if {*first} & {*second} or _in_a_list(claim.tokens[one[1] : other[0]]):
            continue
        changed = [*words[: one[0]], *second, *words[one[1] : other[0]], *first, *words[other[1] :]]
        if _agreement(changed, evidence) > agreed:
            return " ".join(first), " ".join(second)
    return None


def _words(tokens: Sequence[Token]) -> list[str]:
    return [token.bare.lower() for token in tokens]


def _runs(tokens: Sequence[Token]) -> list[Run]:
    """Return the names: runs of words of names."""
    is_name = [token.tag is Tag.NAME for token in tokens]
    starts = [n for n, here in enumerate(is_name) if here and not (n and is_name[n - 1])]
    ends = [n for n, here in enumerate(is_name, 1) if here and not any(is_name[n : n + 1])]
    return list(zip(starts, ends, strict=True))


def _in_a_list(between: Sequence[Token]) -> bool:
    """Whether two names stand in one list, as what is between them tells: their order is free."""
    return all(token.tag in _OF_A_LIST for token in between)


def _agreement(words: Sequence[str], evidence: Sequence[Sequence[str]]) -> int:
    return sum(_common(words, one) for one in evidence)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return the length of the longest common subsequence of two sequences of words."""
    lengths = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for place, there in enumerate(other, 1):
            here = lengths[place]
            lengths[place] = before + 1 if word == there else max(here, lengths[place - 1])
            before = here
    return lengths[-1]
