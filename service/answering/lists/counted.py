"""What a sentence tells the number of: "There are two plans."."""

import re
from collections.abc import Iterator

from service.english.function_words import UNITS
from service.english.parsed_text import ParsedText
from service.english.phrases import Phrase
from service.english.tagger.labels import Label

_WORD = re.compile(r"\w+")
_NOT_COUNTED = frozenset({"time", "measure"})
SMALL_NUMBERS = {form: value for value, word in enumerate(UNITS, 1) for form in (word, str(value))}
"""The numbers from one to nine, in words and digits."""


def counted_in(text: ParsedText) -> Iterator[tuple[Phrase, int]]:
    """Yield the phrases that tell the number of two or more things, each with that number. Days and
    kilograms are no things.
    """
    if SMALL_NUMBERS.keys().isdisjoint(_WORD.findall(text.text.lower())):
        return  # most sentences have no number, and need not be parsed
    for phrase in text.all_phrases:
        if (count := _count(phrase, text)) > 1:
            yield phrase, count


def _count(phrase: Phrase, text: ParsedText) -> int:
    if not phrase.plural or phrase.sorts <= _NOT_COUNTED:
        return 0
    for token in text.tokens:
        if phrase.start <= token.start < phrase.end and token.label is Label.NUMBER:
            return SMALL_NUMBERS.get(token.lower, 0)
    return 0
