"""Sentences that begin with a pronoun, and the sentences before that name what they are about."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.documents.marks import ENDS_AS_SENTENCE
from index.storage.lexicon import terms
from service.answering.evidence import Evidence, is_note
from service.answering.question import Kind, Question
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
_NAME = re.compile(r"[A-Z][\w’'-]*\w")
_ANSWERED_BESIDE_THE_SUBJECT = frozenset(
    {Kind.TIME, Kind.OCCASION, Kind.DURATION, Kind.MONEY, Kind.PERCENTAGE, Kind.NUMBER, Kind.REASON}
    | {Kind.MANNER, Kind.YES_NO}
)
# Sentences. Where several begin with pronouns, only the one before all of them names the subject.
_FURTHEST_BACK = 3
_WIDEST_GAP = 8  # characters between two sentences: white space, or the mark of a list item


def leans_back(text: str) -> bool:
    """Whether a sentence begins with a pronoun that stands for something named before."""
    return bool(_LEANS_BACK.match(text)) and not _STANDS_ALONE.match(text)


def with_antecedents(
    question: Question, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """Return the chosen sentences, and then their antecedents, where these are needed.

    evidence: every sentence that was found. Only these can be added.
    """
    complete = list(chosen)
    for sentence in chosen:
        before = _antecedent(sentence, evidence) if leans_back(sentence.text) else None
        if before is None or not _is_needed(question, before.text, sentence.text):
            continue
        if before.text not in {present.text for present in complete}:
            complete.append(replace(before, logit=sentence.logit))
    return complete


def _is_needed(question: Question, before: str, text: str) -> bool:
    """Whether a sentence that leans on the one `before` leaves open what the question is about.

    The pronoun may stand for the very answer to a who or what. A when or how many is answered by
    the sentence itself, once it names what the question is about.
    """
    if question.kind not in _ANSWERED_BESIDE_THE_SUBJECT:
        return True
    asked_before = question.terms & set(terms(before))
    return bool(asked_before - set(terms(text))) or not (
        asked_before or _has_a_name_of(question, text)
    )


def _has_a_name_of(question: Question, text: str) -> bool:
    inner = text.partition(" ")[2]  # the first word has a capital letter anyway
    names = _NAME.findall(inner)
    return any(set(re.findall(r"\w+", name.lower())) <= question.words for name in names)


def _antecedent(leaning: Evidence, evidence: Sequence[Evidence]) -> Evidence | None:
    """Return the nearest sentence before that leans on none itself.

    None if there is no such sentence, or a headline or a gap lies between.
    """
    document_id, start = leaning.place
    before = sorted(
        (e for e in evidence if e.document_id == document_id and e.place[1] < start),
        key=lambda earlier: -earlier.place[1],
    )
    for earlier in before[:_FURTHEST_BACK]:
        if start - earlier.sentence.span.end > _WIDEST_GAP:  # a sentence between was not found
            return None
        start = earlier.place[1]
        if is_note(earlier.text):
            continue
        title = leaning.hit.stored.document.title
        if not ENDS_AS_SENTENCE.search(earlier.text) or earlier.text == title:
            return None
        if not leans_back(earlier.text):
            return earlier
    return None
