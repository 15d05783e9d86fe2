"""Names of a claim that its evidence lacks, or of which it says otherwise."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.checking.signs.changed_places import names_in_each_others_place
from service.checking.signs.parsed_claim import ParsedClaim

_INITIALS = 2  # letters that an abbreviation has at least


@dataclass(frozen=True, slots=True)
class NameSigns:
    """Words of names.

    missing: those that no evidence has. elsewhere: those that stand in the evidence, but not in the
    sentences near the claim, which name somebody else. swapped: two that stand in each other's
    place. doer: of whom the claim says what the evidence says of somebody else; "" for nobody.
    """

    missing: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    swapped: tuple[str, str] | None = None
    doer: str = ""


def name_signs(
    claim: ParsedClaim, near: Sequence[ParsedClaim], evidence: Sequence[ParsedClaim]
) -> NameSigns:
    """Return what the names of a claim tell. near: the sentences that it is compared with."""
    around = " ".join(one.text for one in near).lower()
    everywhere = " ".join(one.text for one in evidence).lower()
    initials = {"".join(w[0] for w in one.names_in_order).lower() for one in evidence}
    missing, elsewhere = [], []
    unclaimed = {name for one in near for name in one.names} - claim.names
    tied = any(one.points_back for one in near)
    for name in sorted(claim.names):
        if name in around:
            continue
        if name not in everywhere and not _abbreviates(name, initials):
            missing.append(name)
        elif unclaimed and not tied:
            elsewhere.append(name)
    swapped = names_in_each_others_place(claim, near)
    return NameSigns(tuple(missing), tuple(elsewhere), swapped, _other_doer(claim, near))


def _other_doer(claim: ParsedClaim, near: Sequence[ParsedClaim]) -> str:
    """Return the subject of a clause whose verb has, in all clauses of evidence, other subjects."""
    theirs = [clause for one in near for clause in one.clauses]
    for clause in claim.clauses:
        doing = [other for other in theirs if other.verbs & clause.verbs]
        strangers = [
            other for other in doing if other.subject and not other.subject & clause.subject
        ]
        if clause.subject and strangers and len(strangers) == len(doing):
            return min(clause.subject)
    return ""


def _abbreviates(name: str, initials: set[str]) -> bool:
    return len(name) >= _INITIALS and any(name in one for one in initials)
