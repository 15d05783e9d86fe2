"""Sentences that tell no more than a question does, or only ask what it asks.

"Samuel left the board in June" tells nobody why he left, nor does "check whether he left".
"""

import re
from collections.abc import Sequence

from index.storage.words.analysis import terms
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence, Place
from service.english.calendar import MONTHS_AND_DAYS
from service.english.clauses import Asks
from service.english.lexicon.inflections import base_of_verb
from service.english.parsed_text import ParsedText

_WORD = re.compile(r"\w+")
_WHY, _WHETHER = "why", "whether"


def without_restated(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence without sentences in which the reader finds no short answer, and that say
    of what is asked why it is so only when it was. evidence: best first.
    """
    if question.clause is None or question.clause.word.lower() != _WHY:
        return [*evidence]
    asked = _bases(question.text) | _bases(" ".join(MONTHS_AND_DAYS))
    return [one for one in evidence if not _only_restates(asked, one)]


def _only_restates(asked: frozenset[str], one: Evidence) -> bool:
    """Whether a sentence has no words but these, and numbers, and no short answer."""
    if one.reading is None or one.highlight:
        return False
    told = {term for term in _bases(one.text) if not any(map(str.isdigit, term))}
    return bool(told) and told <= asked


def _bases(text: str) -> frozenset[str]:
    """Return the terms of a text, each verb in its base form: "leave" for "left"."""
    words = _WORD.findall(text.lower())
    return frozenset(terms(" ".join(base_of_verb(word) or word for word in words)))


def asked_indirectly(question: Question, evidence: Sequence[Evidence]) -> frozenset[Place]:
    """Return where a sentence leaves open whether it is so what is asked about."""
    if question.clause is None or question.clause.asks is not Asks.WHETHER:
        return frozenset()
    return frozenset(one.place for one in evidence if _leaves_open(question, one.text))


def _leaves_open(question: Question, text: str) -> bool:
    if _WHETHER not in text.lower():
        return False
    place = next((t.start for t in ParsedText(text).tokens if t.lower == _WHETHER), len(text))
    return question.terms.isdisjoint(terms(text[:place]))
