"""Things that only a number tells apart: "Brisa 100" and "Brisa 300", "chapter 3". No dates."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.english.calendar import MONTHS_AND_DAYS
from service.english.nouns import singular
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

_NUMBER = re.compile(r"\d+(?:\.\d+)*[A-Za-z]?\.?")
_NAMING = (Tag.NOUN, Tag.NAME)
_RANGE = frozenset({"to", "-", "–", "%"})

Designations = frozenset[tuple[str, str]]
"""Words in their plain form, each with the number that follows it."""


def designations_in(text: str) -> Designations:
    """Return what is called by a word and a number. A number of something is none: "tins 5 kg"."""
    if not any(letter.isdigit() for letter in text):
        return frozenset()
    return frozenset(_found(tag_words(text)))


def is_of_another(asked: Designations, told: Sequence[Designations]) -> bool:
    """Whether a sentence is of something else that is called by the same word.

    told: those of the sentence, and of what it stands under, the nearest first. What first calls
    something by that word tells.
    """
    for word, number in asked:
        numbers = ({other for name, other in names if name == word} for names in told)
        nearest = next(filter(None, numbers), {number})
        if number not in nearest:
            return True
    return False


def _found(tokens: Sequence[Token]) -> Iterator[tuple[str, str]]:
    for place, (before, token) in enumerate(pairwise(tokens)):
        follows = tokens[place + 2] if place + 2 < len(tokens) else None
        is_number = _NUMBER.fullmatch(token.text) and token.start == before.end + 1
        if is_number and _names(before) and not _goes_on(before, follows):
            yield singular(before.lower), token.lower.rstrip(".")


def _names(token: Token) -> bool:
    if token.tag not in _NAMING or token.is_adjective or token.lower in MONTHS_AND_DAYS:
        return False
    return token.text[:1].isalpha()


def _goes_on(before: Token, follows: Token | None) -> bool:
    """Whether what follows a number makes it a quantity or a range: "tins 5 kg", "pages 3 to 9"."""
    if follows is None:
        return False
    counts = follows.tag in (*_NAMING, Tag.NUMBER) and before.tag is not Tag.NAME
    return counts or follows.lower in _RANGE
