"""Whom a noun phrase names, and of which gender, as its title and given name tell."""

import re
from dataclasses import replace
from itertools import pairwise

from service.english.lexicon.genitives import is_genitive, without_genitive
from service.english.lexicon.given_names import (
    Gender,
    gender_of,
    is_common_name,
    is_given_name,
)
from service.english.lexicon.lexicon import NAME, is_common_noun, letters_of
from service.english.nouns import PERSON, is_person, singular, sorts_of_noun
from service.english.phrases import Phrase
from service.followups.said.words import TITLES

_DOTTED = re.compile(rf"\b({'|'.join([*TITLES, 'no'])})\.(?= ?[A-Z0-9])", re.IGNORECASE)


def without_dots(text: str) -> str:
    """Return a text with "Mr Kern" for "Mr. Kern" and "No 5" for "No. 5", which are one name."""
    return _DOTTED.sub(r"\1", text)


def as_named(phrase: Phrase) -> tuple[Phrase, Gender | None]:
    """Return a phrase with what it stands for by its title or given name, and the gender of that.

    A name that was typed without capitals becomes one. Any other phrase comes back as it is. The
    gender is None where it is not certain.
    """
    words = phrase.text.removeprefix("the ").split()
    if len(words) > 2 and words[0].isdigit() and words[1].lower() in TITLES:  # "at 9:50 Mr Kern"
        number, *words = words
        phrase = replace(phrase, text=" ".join(words), words=phrase.words - {number})
    if _names_a_thing(phrase, words):
        return replace(phrase, sorts=(phrase.sorts - PERSON) | {"thing"}), None
    if not phrase.name:
        phrase = _of_its_noun(_typed_small(phrase, words), words)
    if len(words) > 1 and phrase.name and is_given_name(words[0]):
        # "Ada Firth" is a person, though a firth is a place; the Halden Bridge is none.
        described = any(map(_is_noun, words[1:]))
        if is_common_name(words[0]) or not described:
            sorts = phrase.sorts | PERSON if described else PERSON
            return replace(phrase, sorts=sorts), gender_of(words[0])
    if not phrase.name or "person" not in phrase.sorts:
        return phrase, None
    if len(words) > 1 and (title := words[0].lower()) in TITLES:
        gender = TITLES[title] or (gender_of(words[1]) if len(words) > 2 else None)
        return replace(phrase, sorts=PERSON), gender
    return phrase, gender_of(words[0])


def _names_a_thing(phrase: Phrase, words: list[str]) -> bool:
    """Whether an article, or a time, before a name that ends with a noun tells that nobody has it:
    "the Brandt Prize", "this year's Brandt Prize", but not "the Browns", "the Queen".
    """
    if len(words) < 2 or not words[-1][:1].isupper() or not _is_noun(words[-1]):
        return False
    if any(is_common_name(one) or one.lower() in TITLES or is_person(one.lower()) for one in words):
        return False
    owners = [without_genitive(word).lower() for word in words if is_genitive(word)]
    return phrase.text.startswith("the ") or any("time" in sorts_of_noun(one) for one in owners)


def _typed_small(phrase: Phrase, words: list[str]) -> Phrase:
    """Return "wilma drost" for "the wilma drost", as a name, if no dictionary has these words."""
    if not words or not is_given_name(words[0]) or not all(map(_is_no_word, words)):
        return phrase
    sorts = phrase.sorts | PERSON
    return replace(phrase, text=" ".join(words), name=True, sorts=sorts)


def _is_no_word(word: str) -> bool:
    """Whether a word in small letters is in no dictionary, other than as a name."""
    letters = letters_of(singular(word))
    return word.isalpha() and word.islower() and (not letters or NAME in letters)


def _of_its_noun(phrase: Phrase, words: list[str]) -> Phrase:
    """Return a phrase with what the noun before a name tells of it: "the airline Norvia"."""
    for noun, name in pairwise(words):
        if noun.islower() and name[0].isupper() and words[-1][0].isupper() and _is_noun(noun):
            return replace(phrase, sorts=sorts_of_noun(noun))
    return phrase


def _is_noun(word: str) -> bool:
    return is_common_noun(word.lower())
