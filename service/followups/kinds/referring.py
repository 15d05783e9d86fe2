"""The words of a question that refer back: "it", "their", "that force", "there"."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.english.function_words import BE
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token
from service.english.verbs import is_of_weather
from service.followups.said.words import CONTENT_CLAUSES, ONES, PRONOUNS, Pronoun

_NEAR_CLAUSE = 5  # words: further from "it", a clause belongs to something else


@dataclass(frozen=True, slots=True)
class Reference:
    """A word of a question that refers back, at `start` to `end`.

    stands: for what. noun: of "that force", in the singular; "" for none. subject: whether no verb
    stands before it. possessive: whether a noun follows that belongs to it.
    """

    start: int
    end: int
    stands: Pronoun
    possessive: bool = False
    subject: bool = False
    noun: str = ""


def references_in(question: ParsedText, with_nouns: bool = True) -> list[Reference]:
    """Return the words of a question that refer back, in order.

    with_nouns: whether "that force" is one reference, and not "that" alone.
    """
    found = []
    for place, token in enumerate(question.tokens):
        stands = PRONOUNS.get(token.lower)
        if stands is None or token.tag is Tag.CONJUNCTION:
            continue
        if stands.lemma == "there" and _refers_to_nothing(question.tokens, place):
            continue
        if stands.lemma == "it" and _is_weather(question.tokens[place + 1 :]):
            continue
        if _is_named_before(question, place) or is_of_time(question, token):
            continue
        found.append(_reference(question, place, stands, with_nouns))
    return found


def is_of_time(question: ParsedText, token: Token) -> bool:
    """Whether it is the "this" of "this year" or the "last" of "last year", told from today."""
    return any(
        phrase.start == token.start and phrase.sorts <= {"time", "measure"}
        for phrase in question.phrases
    )


def clause_after(question: ParsedText, reference: Reference) -> str:
    """Return how a clause is led in that "it" may only hold the place of; "" where none follows.

    "ADJ TO" in "is it legal to own a boat?", "take TO" in "how long does it take to dry?".
    """
    if reference.stands.lemma != "it" or reference.possessive:
        return ""
    following = [token for token in question.tokens if token.start >= reference.end]
    for led, opening in pairwise(following[:_NEAR_CLAUSE]):
        if opening.label is Label.TO or _opens_content(opening):
            leads = led.lower if led.tag is Tag.VERB else led.label.value
            return f"{leads} {opening.label.value}"
    return ""


def _opens_content(token: Token) -> bool:
    return token.label is Label.SUBORDINATOR and token.lower in CONTENT_CLAUSES


def _is_named_before(question: ParsedText, place: int) -> bool:
    """Whether a clause before names what it may stand for: "the lift, when is it repaired?"."""
    tokens = question.tokens
    ends = [n for n in range(place) if tokens[n].text == "," or tokens[n].tag is Tag.CONJUNCTION]
    if not ends:
        return False
    before = tokens[ends[-1]].start
    return any(p.end <= before and not p.sorts <= {"time", "measure"} for p in question.phrases)


def _refers_to_nothing(tokens: Sequence[Token], place: int) -> bool:
    """Whether "there" is that of "there is" and "are there"."""
    beside = (*tokens[max(place - 1, 0) : place], *tokens[place + 1 : place + 2])
    return tokens[place].tag is Tag.PRONOUN or any(token.lower in BE for token in beside)


def _is_weather(after: Sequence[Token]) -> bool:
    """Whether these words tell of the weather, of which "it" is nothing: "if it rains"."""
    verb = next((token for token in after if token.tag is Tag.VERB), None)
    return verb is not None and is_of_weather(verb.lower)


def _reference(question: ParsedText, place: int, stands: Pronoun, with_nouns: bool) -> Reference:
    token = question.tokens[place]
    subject = _is_subject(question, place)
    if with_nouns and stands.lemma in ("this", "these"):
        for phrase in question.phrases:
            if phrase.start == token.start and phrase.end > token.end:
                anything = Pronoun(stands.lemma, frozenset(), phrase.plural, None)
                return Reference(token.start, phrase.end, anything, False, subject, phrase.head)
    following = question.tokens[place + 1 : place + 2]
    if stands.lemma in ("this", "these") and following and _stands_for_noun(following[0]):
        return Reference(token.start, following[0].end, stands, False, subject)
    owns = bool(following) and following[0].tag in (Tag.NOUN, Tag.NAME, Tag.NUMBER)
    possessive = token.lower in stands.possessive and (owns or token.tag is Tag.POSSESSIVE)
    return Reference(token.start, token.end, stands, possessive, subject)


def _stands_for_noun(token: Token) -> bool:
    """Whether it is the last word of "this one" or "those two"."""
    return token.lower in ONES or token.label is Label.NUMBER


def _is_subject(question: ParsedText, place: int) -> bool:
    """Whether no verb stands before the word, and no preposition right before it."""
    before = question.tokens[:place]
    if before and before[-1].tag is Tag.PREPOSITION:
        return False
    return not any(token.tag is Tag.VERB for token in before)
