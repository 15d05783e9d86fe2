"""Which sentences of the evidence a claim is compared with."""

from collections.abc import Callable, Sequence

from service.checking.signs.parsed_claim import ParsedClaim

_MOST = 3  # sentences that one claim may join
_LEAST_ADDED = 3  # words that a further sentence has to add


def aligned(claim: ParsedClaim, evidence: Sequence[ParsedClaim]) -> list[ParsedClaim]:
    """Return the sentences that share most with a claim, the nearest first.

    A further one is taken only where it has words of the claim that the others lack.
    """
    return _covering(_told(claim), evidence, _told) or _covering(
        claim.words, evidence, lambda one: frozenset[object](one.words)
    )


def _covering(
    wanted: frozenset[object],
    evidence: Sequence[ParsedClaim],
    told: Callable[[ParsedClaim], frozenset[object]],
) -> list[ParsedClaim]:
    """Return the sentences that tell most of what is wanted, the nearest first."""
    left, found = list(evidence), list[ParsedClaim]()
    while left and len(found) < _MOST:
        best = max(left, key=lambda one: (len(wanted & told(one)), -len(told(one))))
        shared = wanted & told(best)
        if len(shared) < (_LEAST_ADDED if found else 1):
            break
        found.append(best)
        left.remove(best)
        wanted -= shared
    return found


def _told(said: ParsedClaim) -> frozenset[object]:
    """Return the words and values of a sentence, without its names.

    A claim that names somebody else than its evidence is still to be compared with that.
    """
    meanings = ((value.kind, value.meaning) for value in said.values)
    return frozenset[object]({*(said.words - said.name_terms), *meanings})
