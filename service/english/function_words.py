"""The closed classes of English, and whether a question is in English at all."""

import tomllib
from pathlib import Path
from typing import Any

from index.languages.scripts import ENGLISH
from index.languages.telling import LANGUAGES, language_among

_FILE = Path(__file__).with_name("words.toml")
WORDS: dict[str, dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))

_auxiliaries, _pronouns, _numbers = WORDS["auxiliaries"], WORDS["pronouns"], WORDS["numbers"]
PERSONAL: list[list[str]] = list(WORDS["personal_pronouns"].values())

BE = frozenset(_auxiliaries["be"])
DO = frozenset(_auxiliaries["do"])
HAVE = frozenset(_auxiliaries["have"])
MODAL = frozenset(_auxiliaries["modal"])
AUXILIARIES = BE | DO | HAVE | MODAL

SUBJECT_PRONOUNS = frozenset(row[0] for row in PERSONAL)
OBJECT_PRONOUNS = frozenset(row[1] for row in PERSONAL)
POSSESSIVES = frozenset(row[2] for row in PERSONAL)
POSSESSIVE_PRONOUNS = frozenset(row[3] for row in PERSONAL)
REFLEXIVES = frozenset(row[4] for row in PERSONAL)
# These stand for somebody or something named before, not for who speaks or listens.
THIRD_PERSON = frozenset({"he", "she", "it", "they"})
THIRD_PERSON_POSSESSIVES = frozenset(row[2] for row in PERSONAL if row[0] in THIRD_PERSON)
DEMONSTRATIVES = frozenset(_pronouns["demonstrative"])
REFERRING = DEMONSTRATIVES.union(*(row for row in PERSONAL if row[0] in THIRD_PERSON))
INDEFINITE_PRONOUNS = frozenset(_pronouns["indefinite"])
PRONOUNS = (
    SUBJECT_PRONOUNS | OBJECT_PRONOUNS | POSSESSIVE_PRONOUNS | REFLEXIVES | INDEFINITE_PRONOUNS
)
# Beside a noun, the tagger may take these for adjectives.
QUANTIFIERS = frozenset(WORDS["determiners"]["others"])
DETERMINERS = DEMONSTRATIVES | frozenset(WORDS["determiners"]["central"]) | QUANTIFIERS
# What these words mean, only the text around them tells.
POINTING = (
    SUBJECT_PRONOUNS
    | OBJECT_PRONOUNS
    | POSSESSIVES
    | POSSESSIVE_PRONOUNS
    | DEMONSTRATIVES
    | frozenset(WORDS["pointing"]["words"])
)
RELATING = frozenset(WORDS["prepositions"]["of_relations"])
OF_TIME = frozenset(WORDS["prepositions"]["of_time"])
UP_TO_A_TIME = frozenset(WORDS["prepositions"]["of_a_time_up_to"])
FROM_A_TIME = frozenset(WORDS["prepositions"]["of_a_time_from"])
GOAL_OR_SOURCE = frozenset(WORDS["prepositions"]["of_goal_and_source"])
OF_POSITION = frozenset(WORDS["prepositions"]["of_position"])
COORDINATING = frozenset(WORDS["conjunctions"]["coordinating"])
NOMINAL = frozenset(WORDS["conjunctions"]["nominal"])
ASKING = NOMINAL - {"that", "whether", "if"}
ADVERBIAL = frozenset(WORDS["conjunctions"]["adverbial"])
NEGATIVE = frozenset(WORDS["negation"]["words"])
EXCEPTIVE = frozenset(WORDS["exceptions"]["words"])
# Number words in rising order.
UNITS, TEENS, TENS, SCALES = (
    tuple(_numbers[name]) for name in ("units", "teens", "tens", "scales")
)
NUMBERS = frozenset({*UNITS, *TEENS, *TENS, *SCALES})
# They tell only how much there is of what follows them: "a number of mills".
QUANTITY_NOUNS = frozenset({*SCALES, *_numbers["nouns"]})


def is_english(question: str) -> bool:
    """Whether a question may be in English, the only language of which the rules here know."""
    return language_among(question, LANGUAGES) == ENGLISH
