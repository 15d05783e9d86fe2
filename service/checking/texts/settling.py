"""The judgements of one sentence by several documents -> what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.storage.words.analysis import terms
from service.checking.judgement import Judgement
from service.checking.texts.candidates import Group
from service.checking.texts.check_records import EvidencePlace
from service.records import Support

_SPOKEN_OF = 0.5  # of a claim's words
NOTHING_FOUND = Support("not_mentioned", 0.0, "search")
_NOT_FOUND = "No document has anything like it."
_DISPUTED = "Another document says otherwise: "


@dataclass(frozen=True, slots=True)
class Settled:
    """What is said of a sentence. See CheckedSentence."""

    support: Support
    reason: str
    citations: list[EvidencePlace]
    against: list[EvidencePlace]
    nearest: EvidencePlace | None


@dataclass(frozen=True, slots=True)
class _JudgedGroup:
    group: Group
    judgement: Judgement

    def cited(self) -> EvidencePlace:
        place = self.group.at(self.judgement.evidence)
        return EvidencePlace(place.cite(), place.text, round(self.judgement.support.score, 4))


def worth_judging(claim: str, groups: Sequence[Group]) -> Sequence[Group]:
    """Return the best group, and of the others those that speak of what a claim does.

    They hold at least half of its words; others would only cost the time to judge them.
    """
    wanted = {term for term in terms(claim) if not term.isdecimal()}
    further = (
        group
        for group in groups[1:]
        if len(wanted & set(terms("\n".join(group.texts)))) >= _SPOKEN_OF * len(wanted)
    )
    return [*groups[:1], *further]


def settled(groups: Sequence[Group], judgements: Sequence[Judgement]) -> Settled:
    """Return what the documents say of a sentence.

    It is supported if one of them supports it, and contradicted if none does and one contradicts
    it. groups: of each document, best first. judgements: of the sentence by the first of them, up
    to one that supports it.
    """
    judged = [_JudgedGroup(*pair) for pair in zip(groups, judgements, strict=False)]
    supporting = _with_label(judged, "supported")
    contradicting = _with_label(judged, "contradicted")
    if supporting:
        best = supporting[0].judgement
        reason = _DISPUTED + contradicting[0].judgement.reason if contradicting else best.reason
        return Settled(best.support, reason, _places(supporting), _places(contradicting), None)
    if contradicting:
        first = contradicting[0].judgement
        return Settled(first.support, first.reason, _places(contradicting), [], None)
    if not judged:
        return Settled(NOTHING_FOUND, _NOT_FOUND, [], [], None)
    best = judged[0].judgement
    nearest = None if best.evidence is None else judged[0].cited()
    return Settled(best.support, best.reason, [], [], nearest)


def _with_label(judged: Sequence[_JudgedGroup], label: str) -> list[_JudgedGroup]:
    return [one for one in judged if one.judgement.support.label == label]


def _places(judged: Sequence[_JudgedGroup]) -> list[EvidencePlace]:
    return [one.cited() for one in judged]
