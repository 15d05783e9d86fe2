"""Sentences that affirm what a question asks the contrary of, or deny what it asks for.

"What is not covered?" is not answered by what is covered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.answering.agreement.polar_clause import (
    PolarClause,
    base_form,
    clauses_of,
    denies,
    may_have,
    without_numeros,
)
from service.english.clauses import Asks, Clause
from service.english.function_words import EXCEPTIVE, HAVE
from service.english.lexicon.antonyms import antonyms_of
from service.english.tagger.labels import Label
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

_SAYS_LITTLE = frozenset({"be", "do", "have"})
_NOUNS = (Tag.NOUN, Tag.NAME)
_NOUN_LABELS = (Label.SINGULAR, Label.PLURAL, Label.NAME, Label.NAMES)


@dataclass(frozen=True, slots=True)
class AskedPolarity:
    """What a question asks of, and whether it asks of what is not so.

    word: the base form of its verb or adjective. objects: the words that a sentence must have
    besides where that word alone says little: "display" of "has no display". asks: for what. noun:
    the base form of what it asks for: "fine" of "what fine".
    """

    word: str
    denied: bool
    objects: frozenset[str] = frozenset()
    asks: Asks = Asks.SUBJECT
    noun: str = ""


def polarity_asked(clause: Clause | None) -> AskedPolarity | None:
    """Return what a question asks of. clause: of the question.

    None for what may be answered either way, such as "Is it covered?", and where it is not known.
    """
    if clause is None or clause.asks in (Asks.WHETHER, Asks.COMPLEMENT):
        return None
    tokens = tag_words(without_numeros(f"{clause.auxiliary} {clause.rest}".strip()))
    place = _predicate(tokens)
    if place is None or _has_exception(tokens):
        return None
    # "has no display" denies behind its verb; other words there belong to something else.
    end = place + 2 if tokens[place].lower in HAVE else place
    denied = sum(map(denies, [*tag_words(clause.word), *tokens[:end]]))
    asks_participant = clause.asks in (Asks.SUBJECT, Asks.OBJECT)
    if denied > 1 or not (denied or asks_participant):
        return None
    word, after = base_form(tokens[place]), tokens[place + 1 :]
    nouns = tag_words(clause.noun) if clause.noun else ()
    noun = base_form(nouns[-1]) if nouns else ""
    told = AskedPolarity(word, denied == 1, frozenset(), clause.asks, noun)
    if word not in _SAYS_LITTLE:
        return told
    objects = frozenset(base_form(token) for token in after if token.tag in _NOUNS)
    return replace(told, objects=objects) if objects else None


def _predicate(tokens: Sequence[Token]) -> int | None:
    """Return the place of the verb or adjective that tells most; None where there is none."""
    for place, token in enumerate(tokens):
        if token.tag is Tag.PREPOSITION:
            break
        if token.tag is Tag.VERB or (token.is_adjective and not denies(token)):
            return place
    return next((n for n, token in enumerate(tokens) if token.lower in HAVE), None)


def says_contrary(asked: AskedPolarity, text: str) -> bool | None:
    """Whether a sentence says only the contrary of what is asked for; None if it tells neither.

    A sentence with an exception in it, or with a word of opposite meaning, may say both.
    """
    if not may_have(asked.word, text):
        return None
    tokens = tag_words(without_numeros(text))
    clauses = list(clauses_of(tokens))
    told = [clause for clause in clauses if _tells(asked, clause)]
    if not told or (asked.denied and _only_names(asked, tokens)):
        return None
    if _has_exception(tokens) or _is_elliptic(tokens):
        return False
    words = frozenset(word for clause in clauses for word in clause.words)
    if not words.isdisjoint(antonyms_of(asked.word)):
        return False
    if asked.denied:
        # "The motor is covered, not the belt" has more than one clause.
        return not any(clause.denied for clause in clauses)
    return all(clause.denied and not _says_that_none(asked, clause) for clause in told)


def _says_that_none(asked: AskedPolarity, clause: PolarClause) -> bool:
    """Whether a denial answers: "nobody was hurt" whom it hurt, "no fine" which fine, "she never
    married" whom. "Ida was not hurt" tells of somebody else.
    """
    if clause.says_none or asked.noun in clause.none_of:
        return True
    return asked.asks is Asks.OBJECT and not clause.has_object


def _tells(asked: AskedPolarity, clause: PolarClause) -> bool:
    if asked.denied and asked.word in clause.activities:
        return False
    return asked.objects <= clause.words and asked.word in clause.words


def _only_names(asked: AskedPolarity, tokens: Sequence[Token]) -> bool:
    """Whether a heading has the word as a noun and says nothing of it: "Your cover"."""
    if any(denies(token) or token.tag in (Tag.VERB, Tag.AUXILIARY) for token in tokens):
        return False
    return all(token.label in _NOUN_LABELS for token in tokens if base_form(token) == asked.word)


def _has_exception(tokens: Sequence[Token]) -> bool:
    return any(token.lower in EXCEPTIVE for token in tokens)


def _is_elliptic(tokens: Sequence[Token]) -> bool:
    """Whether a clause leaves its verb out: "the belt is not covered, but the motor is"."""
    ends = [*(token for token in tokens if token.tag is not Tag.MARK)][-1:]
    return any(token.tag is Tag.AUXILIARY for token in ends)
