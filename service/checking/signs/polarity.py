"""What a claim affirms and its evidence denies, or the other way round."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.answering.agreement.polar_clause import PolarClause
from service.checking.signs.parsed_claim import ParsedClaim
from service.english.lexicon.antonyms import antonyms_of

_FEWEST = 2  # words that a clause and one of the evidence share


@dataclass(frozen=True, slots=True)
class PolaritySigns:
    """negation: how much of a clause is denied there and not here, or the reverse; 0 to 1.

    opposite: a word here and the word of opposite meaning that stands there, "" for none.
    """

    negation: float = 0.0
    opposite: tuple[str, str] = ("", "")


def polarity_signs(claim: ParsedClaim, near: Sequence[ParsedClaim]) -> PolaritySigns:
    """Compare each clause of a claim with the clauses nearest to it.

    A word of opposite meaning in a clause that is denied says the same as the word itself.
    """
    theirs = [clause for one in near for clause in one.clauses]
    known = frozenset(word for clause in theirs for word in clause.words)
    claimed = frozenset(word for clause in claim.clauses for word in clause.words)
    negation, opposite = 0.0, ("", "")
    for clause in claim.clauses:
        nearest = max(theirs, key=lambda other: len(_shared(clause, other)), default=None)
        if nearest is None:
            continue
        turned = {
            pair: other for other in theirs for pair in _opposites(clause, other, known, claimed)
        }
        for pair, other in turned.items():
            if clause.denied == other.denied:
                opposite = pair
        shared = _shared(clause, nearest)
        if clause.denied != nearest.denied and len(shared) >= _FEWEST and not turned:
            negation = max(negation, len(shared) / max(1, len(clause.words)))
    return PolaritySigns(min(1.0, negation), opposite)


def _shared(clause: PolarClause, other: PolarClause) -> frozenset[str]:
    return clause.words & other.words


def _opposites(
    clause: PolarClause, other: PolarClause, known: frozenset[str], claimed: frozenset[str]
) -> Iterator[tuple[str, str]]:
    """Yield the words of a clause that the evidence lacks, each with its opposite there."""
    for word in sorted(clause.words - known):
        for opposite in sorted(antonyms_of(word) & other.words - claimed):
            yield word, opposite
