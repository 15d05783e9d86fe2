"""The little words that join what a question names, or deny it, by the question's language.

What joins two things is told by the patterns for lists of the Unicode CLDR, as babel has them.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from index.languages.scripts import ENGLISH
from index.languages.telling import is_function_word
from index.storage.words.analysis import terms
from service.english.function_words import COORDINATING, DETERMINERS, EXCEPTIVE, NEGATIVE

_NEGATION = tomllib.loads(Path(__file__).with_name("negation.toml").read_text("utf-8"))
_SLOT = re.compile(r"\{\d\}")
_NOT_SHORT = re.compile(r"n['’]t$")  # "don't"


@dataclass(frozen=True, slots=True)
class LittleWords:
    """Those of one language, in lower case. either: words as "or". joining: all that join."""

    language: str
    either: frozenset[str]
    joining: frozenset[str]
    negative: frozenset[str]

    def joins(self, word: str) -> bool:
        """Whether a word, in upper or lower case, joins two things."""
        return word.lower() in self.joining

    def negates(self, word: str) -> bool:
        """Whether a word, in upper or lower case, makes a clause negative."""
        short = self.language == ENGLISH and _NOT_SHORT.search(word.lower())
        return bool(short) or word.lower() in self.negative

    def is_little(self, word: str) -> bool:
        """Whether a word names nothing: a function word of the language."""
        if self.joins(word) or self.negates(word):
            return True
        if self.language == ENGLISH:
            return word.lower() in DETERMINERS or not terms(word)
        return is_function_word(word, self.language)


@cache
def little_words(language: str) -> LittleWords:
    """Return the little words of a language, by its ISO 639-1 code."""
    patterns = Locale.parse(language).list_patterns
    both = _words_of(patterns["standard"]["2"])
    either = _words_of(patterns["or"]["2"]) if "or" in patterns else frozenset[str]()
    if language != ENGLISH:
        negative = frozenset(_NEGATION.get(language, ()))
        return LittleWords(language, either, both | either, negative)
    # "nor" joins what is denied, and "but" what is not.
    either |= COORDINATING & NEGATIVE
    return LittleWords(language, either, both | either | COORDINATING & EXCEPTIVE, NEGATIVE)


def _words_of(pattern: str) -> frozenset[str]:
    """Return what joins two things, if it is a word: "and" of "{0} and {1}"."""
    words = _SLOT.sub("", pattern).split()
    return frozenset(word for word in words if word.isalpha())
