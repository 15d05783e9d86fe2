"""Given names, and whether women or men have them, looked up in given_names.txt.gz.

The file has a name in each line, in small letters, without accents and in the order of code points,
and a letter: whether at least nine tenths of the people of that name are women, or men, or neither;
a capital if half of the sources have it.
It was made by `python -m tests.fitting.given_names` of the data of nomquamgender, which counts
names in 36 sources (Van Buskirk, Clauset and Larremore, "An Open-Source Cultural Consensus Approach
to Name-Based Gender Classification", ICWSM 2023).
"""

import gzip
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from index.storage.folding import folded
from service.english.lexicon.lexicon import WordList

FILE = Path(__file__).with_name("given_names.txt.gz")
FEMALE, MALE, EITHER = "fme"
Gender = Literal["female", "male"]
_REMEMBERED = 20_000  # words
_GENDERS: dict[str, Gender] = {FEMALE: "female", MALE: "male"}


def is_common_name(word: str) -> bool:
    """Whether people are often called so: "Ada", but not "Halden"."""
    return _letter_of(word).isupper()


def is_given_name(word: str) -> bool:
    """Whether people are called so, whatever its capitals. "Summer" is one, "Apple" is none."""
    return bool(_letter_of(word))


def gender_of(word: str) -> Gender | None:
    """Return who is called so; None for no given name, and for one that women and men have."""
    return _GENDERS.get(_letter_of(word).lower())


@lru_cache(_REMEMBERED)
def _letter_of(word: str) -> str:
    return _names().letters_of(folded(word).partition("-")[0])


@cache
def _names() -> WordList:
    return WordList(gzip.decompress(FILE.read_bytes()))
