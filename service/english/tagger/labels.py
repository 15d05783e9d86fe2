"""The labels that the tagger gives, made from those of UD English EWT.

Each is a universal part of speech (https://universaldependencies.org/u/pos), where a sentence's
grammar needs it with the tag of the Penn Treebank.
"""

from enum import StrEnum


class Label(StrEnum):
    """A label. SINGULAR and PLURAL are nouns, NAME and NAMES proper nouns."""

    SINGULAR = "NN"
    PLURAL = "NNS"
    NAME = "NNP"
    NAMES = "NNPS"
    ADJECTIVE = "ADJ"
    ADVERB = "ADV"
    BASE = "VB"  # of a verb that is no auxiliary: "withhold"
    PRESENT = "VBP"
    THIRD_PERSON = "VBZ"
    PAST = "VBD"
    PARTICIPLE = "VBN"
    GERUND = "VBG"
    AUXILIARY = "AUX"  # with every form of "be"
    DO = "DO"  # where it is an auxiliary
    MODAL = "MD"
    TO = "TO"  # before a verb
    PREPOSITION = "ADP"
    SUBORDINATOR = "SCONJ"
    COORDINATOR = "CCONJ"
    DETERMINER = "DET"
    POSSESSIVE = "PRP$"
    PRONOUN = "PRON"
    QUESTION = "WH"  # "who", "which", "where", also where they open a relative clause
    NUMBER = "NUM"
    INTERJECTION = "INTJ"
    OTHER = "X"
    MARK = "PUNCT"


# New words do not join these.
CLOSED = frozenset(
    {
        *(Label.AUXILIARY, Label.DO, Label.MODAL, Label.TO, Label.PREPOSITION),
        *(Label.SUBORDINATOR, Label.COORDINATOR, Label.DETERMINER, Label.POSSESSIVE),
        *(Label.PRONOUN, Label.QUESTION),
    }
)
