"""Things that only a number tells apart: "Brisa 100" and "Brisa 300", "chapter 3", "K2" and "K5".

No dates.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.english.calendar import MONTHS_AND_DAYS
from service.english.nouns import singular
from service.english.tagger.labels import Label
from service.english.tagging import tag_words
from service.english.tokens import Tag, Token

_NUMBER = re.compile(r"\d+(?:\.\d+)*[A-Za-z]?\.?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)", re.IGNORECASE)
_CODE = re.compile(r"([^\W\d_]+)-?(\d+(?:\.\d+)*[A-Za-z]?)")
_NAMING = (Tag.NOUN, Tag.NAME)
_RANGE = frozenset({"to", "-", "–", "%"})

Designations = frozenset[tuple[str, str]]
"""Words in their plain form, each with the number that follows it."""


def designations_in(text: str) -> Designations:
    """Return what is called by a word and a number. A number of something is none: "tins 5 kg"."""
    return _designations_in(text, _NAMING)


def designations_asked(question: str) -> Designations:
    """Return what a question may call by a word and a number.

    In "Did run 15 fail?" the word looks like a verb. Whether it names a thing, the documents tell:
    where they call none so, nothing follows from it. "The 6th level" is level 6.
    """
    counted = {
        (singular(noun.lower), number)
        for token, noun in pairwise(tag_words(question) if _ORDINAL.search(question) else ())
        if noun.tag in _NAMING and (number := number_told(token.text)) != token.text
    }
    return _designations_in(question, (*_NAMING, Tag.VERB)) | counted


def _designations_in(text: str, naming: Sequence[Tag]) -> Designations:
    if not any(letter.isdigit() for letter in text):
        return frozenset()
    return frozenset(_found(tag_words(text), naming))


def is_number(text: str) -> bool:
    """Whether it is a number as they stand in a name."""
    return _NUMBER.fullmatch(text) is not None


def number_told(text: str) -> str:
    """Return the number that an ordinal tells: "6" for "6th". Any other text stays as it is."""
    ordinal = _ORDINAL.fullmatch(text)
    return ordinal[1] if ordinal else text


def is_of_another(asked: Designations, told: Sequence[Designations]) -> bool:
    """Whether a sentence is of something else that is called by the same word.

    told: those of the sentence, and of what it stands under, the nearest first. What first calls
    something by that word tells.
    """
    for word in {word for word, _ in asked}:
        nearest = next(filter(None, (_numbers(names, word) for names in told)), None)
        if nearest and not any(
            _may_be_one(number, other) for number in _numbers(asked, word) for other in nearest
        ):
            return True
    return False


def _numbers(names: Designations, word: str) -> set[str]:
    return {number for name, number in names if name == word}


def _may_be_one(number: str, other: str) -> bool:
    """Whether two numbers may be of one thing: chapter 3.2 is part of chapter 3."""
    return number == other or number.startswith(f"{other}.") or other.startswith(f"{number}.")


def _found(tokens: Sequence[Token], naming: Sequence[Tag]) -> Iterator[tuple[str, str]]:
    for place, token in enumerate(tokens):
        code = _CODE.fullmatch(token.bare)
        if code and not _is_of_a_range(tokens, place):
            yield code[1].lower(), code[2].lower()
    for place, (before, token) in enumerate(pairwise(tokens)):
        follows = tokens[place + 2] if place + 2 < len(tokens) else None
        is_number = _NUMBER.fullmatch(token.text) and token.start == before.end + 1
        is_asked = Tag.VERB in naming and before.label is Label.SINGULAR  # "a level 6 barbarian"
        leads = _is_subject(tokens, place) or (is_asked and before.tag is Tag.NOUN)
        goes_on = _goes_on(before, follows) and not (leads and not _is_range(follows))
        if is_number and _names(before, naming) and not goes_on:
            yield singular(before.lower), token.lower.rstrip(".")


def _names(token: Token, naming: Sequence[Tag]) -> bool:
    if token.tag not in naming or token.is_adjective or token.lower in MONTHS_AND_DAYS:
        return False
    return token.text[:1].isalpha()


def _is_subject(tokens: Sequence[Token], place: int) -> bool:
    """Whether "do" stands before a word: "did run 16 yield less"."""
    return place > 0 and tokens[place - 1].label is Label.DO


def _is_of_a_range(tokens: Sequence[Token], place: int) -> bool:
    """Whether a name is an end of a range, which may have the one asked for in it: "B1 to B9"."""
    around = tokens[max(place - 1, 0) : place + 2]
    return any(token.lower in _RANGE for token in around)


def _is_range(follows: Token | None) -> bool:
    return follows is not None and follows.lower in _RANGE


def _goes_on(before: Token, follows: Token | None) -> bool:
    """Whether what follows a number makes it a quantity or a range: "tins 5 kg", "pages 3 to 9"."""
    if follows is None:
        return False
    counts = follows.tag in (*_NAMING, Tag.NUMBER) and before.tag is not Tag.NAME
    return counts or _is_range(follows)
