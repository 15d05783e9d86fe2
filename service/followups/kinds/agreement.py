"""Words that go with others: a verb in the number of its subject ("are they" -> "is the ferry"),
and the indefinite article.

Where the number of something is not certain, as of "Kubernetes", "the staff" or "data", the verb
stays as it was typed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.english.function_words import BE, COORDINATING, WORDS
from service.english.lexicon.inflections import singular_of
from service.english.phrases import Phrase
from service.english.tagger.labels import Label
from service.english.tokens import Tag, Token
from service.english.verbs import base_of, third_person_of

_SINGULAR, _PLURAL = WORDS["agreement"]["singular"], WORDS["agreement"]["plural"]
_OF_NUMBER = {
    False: dict(zip(_PLURAL, _SINGULAR, strict=True)),
    True: dict(zip(_SINGULAR, _PLURAL, strict=True)),
}
_GOVERNING = (Tag.VERB, Tag.PREPOSITION)  # of an object
_VOWELS = "aeiou"
_PLAIN = (Label.BASE, Label.PRESENT, Label.THIRD_PERSON)


@dataclass(frozen=True, slots=True)
class PutIn:
    """What is to stand at `start` to `end` of a text."""

    start: int
    end: int
    text: str


def number_of(phrase: Phrase) -> bool | None:
    """Return whether a phrase is plural; None where that is not certain."""
    word = phrase.text.split()[-1]
    if not word.isalpha() or "organisation" in phrase.sorts:
        return None
    may_be_plural = has_singular(word)
    if phrase.name or word[0].isupper():
        return None if phrase.plural or may_be_plural else False
    if phrase.plural:
        return True if may_be_plural else None
    return None if may_be_plural else False


def has_singular(word: str) -> bool:
    """Whether a word is known as the plural of another: "rovers", but not "news"."""
    return singular_of(word.lower()) not in (None, word.lower())


def verb_in_number(tokens: Sequence[Token], start: int, end: int, *, plural: bool) -> PutIn | None:
    """Return the verb of what stands at `start` to `end`, in the singular or plural.

    tokens: of a question. plural: whether that is to be plural. Result: None where it is no
    subject by itself, or its verb is the same in both, or stands elsewhere.
    """
    before = [token for token in tokens if token.end <= start]
    after = [token for token in tokens if token.start >= end and token.tag is not Tag.ADVERB]
    if any(token.lower in COORDINATING for token in (*before[-1:], *after[:1])):
        return None  # "are they and the bus free"
    if before and before[-1].tag is Tag.AUXILIARY:  # "are they free", "do they differ"
        verbs = any(token.tag in (Tag.VERB, Tag.AUXILIARY) for token in after)
        led = verbs or _in_lower_case(before[-1]).removesuffix("n't") in BE
        return _auxiliary(before[-1], plural) if led else None  # "who has it" has another subject
    if not after or (before and before[-1].tag in _GOVERNING):
        return None
    verb = after[0]
    return _auxiliary(verb, plural) or (_full(verb, plural) if verb.label in _PLAIN else None)


def changed(text: str, places: Iterable[PutIn]) -> str:
    """Return the text with other words in some places, of which no two meet."""
    for place in sorted(places, key=lambda one: -one.start):
        text = text[: place.start] + place.text + text[place.end :]
    return text


def _in_lower_case(verb: Token) -> str:
    return verb.text.lower().replace("’", "'")


def _auxiliary(verb: Token, plural: bool) -> PutIn | None:
    form = _OF_NUMBER[plural].get(_in_lower_case(verb))
    return _as_written(verb, form) if form else None


def _full(verb: Token, plural: bool) -> PutIn | None:
    base = base_of(verb.text)
    if base is None:
        return None
    form = base if plural else third_person_of(base)
    return _as_written(verb, form) if form != verb.text.lower() else None


def _as_written(verb: Token, form: str) -> PutIn:
    capital = verb.text[:1].isupper()
    return PutIn(verb.start, verb.end, form[:1].upper() + form[1:] if capital else form)


def article_before(words: str) -> str:
    """Return the indefinite article before some words: "an" for "integer type"."""
    return "an" if words[:1].lower() in _VOWELS else "a"
