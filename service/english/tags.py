"""The words of a sentence, each with what it is: a noun, a verb, one of the small words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from service.english.function_words import BE
from service.english.verbs import is_participle

_GENITIVE = re.compile(r"['’]s$|(?<=s)['’]$")


class Tag(Enum):
    """What a word is. NOUN: any word that may be part of a noun phrase, adjectives too."""

    NOUN = "noun"
    NAME = "name"
    NUMBER = "number"
    VERB = "verb"
    AUXILIARY = "auxiliary"
    DETERMINER = "determiner"
    POSSESSIVE = "possessive"
    PREPOSITION = "preposition"
    TO = "to"  # before a verb
    CONJUNCTION = "conjunction"
    PRONOUN = "pronoun"
    ADVERB = "adverb"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a mark, and where it starts."""

    text: str
    start: int
    tag: Tag

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def bare(self) -> str:
        """Without a genitive's 's."""
        return bare(self.text)

    @property
    def lower(self) -> str:
        """Without a genitive's 's, in lower case."""
        return self.bare.lower()

    @property
    def is_genitive(self) -> bool:
        return is_genitive(self.text)


def bare(word: str) -> str:
    """The word without a genitive's 's."""
    return _GENITIVE.sub("", word)


def is_genitive(word: str) -> bool:
    return _GENITIVE.search(word) is not None


def is_passive(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the verb at that place is said of what it is done to: "it was built"."""
    auxiliaries = [token.lower for token in tokens[:verb] if token.tag is Tag.AUXILIARY]
    return bool(auxiliaries) and auxiliaries[-1] in BE and is_participle(tokens[verb].lower)
