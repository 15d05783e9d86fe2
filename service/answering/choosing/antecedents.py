"""Sentences that begin with a pronoun, or say "after that", and the sentences before them that name
what they are about.
"""

import re
from collections.abc import Sequence

from index.documents.marks import ENDS_AS_SENTENCE
from index.storage.words.analysis import terms
from service.answering.agreement.back_pointing import (
    phrase_points_back,
    pronoun_that_points_back,
)
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, is_note
from service.english.clauses import Asks

_LONG_WORD = re.compile(r"[^\W\d_][\w’'-]*\w")
# Sentences. Where several begin with pronouns, only the one before all of them names the subject.
_FURTHEST_BACK = 3
_WIDEST_GAP = 8  # characters between two sentences: white space, or the mark of a list item


def leans_back(text: str) -> bool:
    """Whether a sentence begins with a pronoun that stands for something named before."""
    return pronoun_that_points_back(text) is not None


def with_antecedents(
    question: Question, chosen: Sequence[Evidence], evidence: Sequence[Evidence]
) -> list[Evidence]:
    """Return the chosen sentences, and then their antecedents, where these are needed.

    evidence: every sentence that was found. Only these can be added.
    """
    complete = list(chosen)
    for sentence in chosen:
        leans = leans_back(sentence.text) or phrase_points_back(sentence.text)
        before = _antecedent(sentence, evidence) if leans else None
        if before is None or not _is_needed(question, before.text, sentence):
            continue
        if before.text not in {present.text for present in complete}:
            complete.append(before)
    return complete


def _is_needed(question: Question, before: str, leaning: Evidence) -> bool:
    """Whether a sentence that leans on the one `before` leaves open what the question is about,
    or its pronoun may stand for the answer.
    """
    asked_before = question.terms & set(terms(before))
    if asked_before - set(terms(leaning.text)):
        return True
    if not asked_before and not _has_a_name_of(question, leaning.text):
        return True
    return _pronoun_may_answer(question, leaning)


def _pronoun_may_answer(question: Question, leaning: Evidence) -> bool:
    """Whether the pronoun, and nothing else in the sentence, may be the answer."""
    if leaning.reading is None:
        return _asks_for_subject(question)
    short, pronoun = leaning.highlight, pronoun_that_points_back(leaning.text)
    if short is None or pronoun is None:
        return True
    return short.start < leaning.sentence.span.start + pronoun.end


def _asks_for_subject(question: Question) -> bool:
    """Whether the question word may stand for a subject: "who cut it", "which river is this"."""
    clause = question.clause
    if clause is None:
        return True
    return not clause.asks_how and clause.asks in (Asks.SUBJECT, Asks.COMPLEMENT)


def _has_a_name_of(question: Question, text: str) -> bool:
    inner = text.partition(" ")[2]  # the first word has a capital letter anyway
    names = (word for word in _LONG_WORD.findall(inner) if word[0].isupper())
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
        if not ENDS_AS_SENTENCE.search(earlier.text):
            return None
        if not leans_back(earlier.text):
            return earlier
    return None
