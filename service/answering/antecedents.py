"""Sentences that begin with a pronoun, and the sentence before that names what they are about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.storage.lexicon import terms
from service.answering.evidence import Evidence, is_note
from service.answering.question import Kind, kind_of
from service.english.calendar import ANY_YEAR
from service.english.function_words import (
    DEMONSTRATIVES,
    THIRD_PERSON,
    THIRD_PERSON_POSSESSIVES,
)

_PRONOUN = "|".join(sorted(THIRD_PERSON | THIRD_PERSON_POSSESSIVES | DEMONSTRATIVES | {"such"}))
_LINK = (
    r"(?:and|but|yet|so|still|then|also|however|instead|later|there|meanwhile|in addition"
    rf"|in {ANY_YEAR}),?\s+"
)
_LEANS_BACK = re.compile(rf"[\"“'‘(]?(?:{_LINK})?(?:{_PRONOUN})\b", re.IGNORECASE)
_STANDS_ALONE = re.compile(
    rf"""[\"“'‘(]?(?:{_LINK})?(?:
    # It was in May that the mill burned; it is clear that; it rained
    it\ (?:is|was|has\ been|will\ be|would\ be)\ (?!an?\b|one\b)(?:[\w’'-]+\ ){{1,6}}?(?:that|who)\b
  | it\ (?:is|was|has\ been|will\ be|would\ be|became|remains)\ (?:\w+ly\ |not\ |un)?(?:clear|known
      |likely|(?:im)?possible|necessary|important|hard|difficult|easy|common|said|thought|believed
      |estimated|reported|expected|hoped|feared|time)\b
  | it\ (?:seems|appears|turns|turned|rains|rained|snows|snowed)\b
    # this year; these days
  | (?:this|that|these|those)\ (?:years?|months?|weeks?|days?|mornings?|afternoon|evening|night
      |spring|summer|autumn|fall|winter|season|centur(?:y|ies)|decades?|times?)\b
    # those who fled; that is, ...
  | those\ (?:who|which|that|of|in|with|from)\b
    # that is, ...; that many fled suggests
  | that\ (?:(?:is|said)\ ?,|(?:an?|the|he|she|they|many|some|most|all|no|this|these)\b)
    )
    # "It Will Rain" is a song
  | [\"“][^\"”]*[^\"”.,!?…][\"”]""",
    re.IGNORECASE | re.VERBOSE,
)
_ENDS_AS_SENTENCE = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*\Z")
_NAME = re.compile(r"[A-Z][\w’'-]*\w")
_ANSWERED_BESIDE_THE_SUBJECT = frozenset(
    {Kind.TIME, Kind.OCCASION, Kind.DURATION, Kind.MONEY, Kind.PERCENTAGE, Kind.NUMBER, Kind.REASON}
    | {Kind.MANNER, Kind.YES_NO}
)
_FURTHEST_BACK = 3  # sentences; of several that begin with pronouns the first may name the subject
_WIDEST_GAP = 8  # characters: white space, the mark of a list item


def leans_back(text: str) -> bool:
    """Whether it begins with a pronoun that stands for something named before."""
    return bool(_LEANS_BACK.match(text)) and not _STANDS_ALONE.match(text)


def with_antecedents(
    question: str, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """The chosen sentences, and for each that needs it the one that names what it is about.

    evidence: all that was found; only of these can one be brought.
    """
    kind = kind_of(question)
    complete = list(chosen)
    for one in chosen:
        before = _antecedent(one, evidence) if leans_back(one.text) else None
        if before is None or not _is_needed(question, kind, before.text, one.text):
            continue
        if before.text not in {other.text for other in complete}:
            complete.append(replace(before, score=one.score))
    return complete


def _is_needed(question: str, kind: Kind, before: str, text: str) -> bool:
    """Whether the sentence leaves open what it is about, as far as the question tells.

    What the pronoun stands for may itself be the answer to who or what; when, how many and the
    like are answered by the sentence, once it has what the question is about.
    """
    if kind not in _ANSWERED_BESIDE_THE_SUBJECT:
        return True
    said, named = set(terms(text)), set(terms(before)) & set(terms(question))
    return bool(named - said) or not (named or _has_a_name_of(question, text))


def _has_a_name_of(question: str, text: str) -> bool:
    asked = set(re.findall(r"\w+", question.lower()))
    inner = text.partition(" ")[2]  # the first word has a capital letter anyway
    return any(set(re.findall(r"\w+", name.lower())) <= asked for name in _NAME.findall(inner))


def _antecedent(one: Evidence, evidence: Sequence[Evidence]) -> Evidence | None:
    """The nearest sentence before that leans on none itself; none across a headline."""
    document, start = one.place
    before = sorted(
        (other for other in evidence if other.place[0] == document and other.place[1] < start),
        key=lambda other: -other.place[1],
    )
    for other in before[:_FURTHEST_BACK]:
        if start - other.sentence.span.end > _WIDEST_GAP:  # what stands between was not found
            return None
        start = other.place[1]
        if is_note(other.text):
            continue
        if not _ENDS_AS_SENTENCE.search(other.text) or other.text == one.hit.stored.document.title:
            return None
        if not leans_back(other.text):
            return other
    return None
