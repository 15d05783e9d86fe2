"""A word of a sentence with its part of speech."""

import re
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from service.english import function_words
from service.english.lexicon.genitives import is_genitive, without_genitive
from service.english.tagger.labels import Label
from service.english.verbs import is_participle

_I = re.compile(r"I\b")
_WITH_VERB = re.compile(r"['’](?:m|re|ve|ll|d|s)$", re.IGNORECASE)


class Tag(Enum):
    """A part of speech. NOUN: any word that may be part of a noun phrase, adjectives too."""

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


class Token(NamedTuple):
    """A word or a punctuation mark.

    start: the offset in the text at which it starts.
    lower: the word in lower case, without the ending of a genitive.
    label: what the tagger took it for, which tells more than `tag`: whether a noun is plural.
    """

    text: str
    start: int
    tag: Tag
    lower: str
    label: Label = Label.OTHER

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def bare(self) -> str:
        """The word without the ending of a genitive."""
        return without_genitive(self.text)

    @property
    def is_genitive(self) -> bool:
        return is_genitive(self.text)

    @property
    def has_verb(self) -> bool:
        """Whether it is a pronoun with its verb: "I'm", "they've"."""
        return self.tag is Tag.PRONOUN and _WITH_VERB.search(self.text) is not None

    @property
    def is_adjective(self) -> bool:
        """Whether it only describes a noun: "high", but not "dam" nor "Dutch"."""
        return self.tag is Tag.NOUN and self.label is Label.ADJECTIVE


def small(text: str) -> str:
    """Return the text with a small first letter, but "I" and what is in capitals: "NATO forces"."""
    stays = text[1:2].isupper() or _I.match(text)
    return text if stays else text[:1].lower() + text[1:]


def is_passive(tokens: Sequence[Token], verb: int) -> bool:
    """Whether the verb at the place `verb` is in the passive: "it was built"."""
    auxiliaries = [token.lower for token in tokens[:verb] if token.tag is Tag.AUXILIARY]
    return (
        bool(auxiliaries)
        and auxiliaries[-1] in function_words.BE
        and is_participle(tokens[verb].lower)
    )
