"""The words of WordNet: which parts of speech each may be, and what it may stand for.

The file words.txt.gz has a word and its letters in each line, in the order of code points. It was
made from WordNet 3.1 (Princeton University) by `python -m tests.fitting.lexicon`. A word that it
lacks is most likely a noun that stands for a thing, or a name.
"""

import gzip
from bisect import bisect_left
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).with_name("words.txt.gz")
_REMEMBERED = 20_000  # words
_LINE_END = ord("\n")

# Which parts of speech it may be, the most frequent first.
NOUN, VERB, ADJECTIVE, ADVERB = "NVAR"
# What it may stand for as a noun.
PERSON, ORGANISATION, PLACE, EVENT, THING, TIME, QUANTITY = "poletim"
# It names one thing: "Paris". It is what somebody says or writes: "chapter". As an adjective it
# tells a nation, a place or a person: "French". As a verb it tells that somebody said something.
NAME, WRITING, NATION, REPORTING = "xwgs"


class WordList:
    """Words and their letters. lines: those of the file, in UTF-8, each with its end."""

    def __init__(self, lines: bytes) -> None:
        self._lines = lines
        # Where each line ends. This takes a tenth of the memory of a dict of all words.
        self._ends = np.flatnonzero(np.frombuffer(lines, np.uint8) == _LINE_END)

    def letters_of(self, word: str) -> str:
        """Return the letters of a word, as it is written; "" for an unknown word."""
        sought = word.encode("utf-8", "replace")
        place = bisect_left(range(len(self._ends)), sought, key=lambda line: self._parts(line)[0])
        if place == len(self._ends):
            return ""
        found, letters = self._parts(place)
        return letters.decode() if found == sought else ""

    def _parts(self, line: int) -> tuple[bytes, bytes]:
        """Return the word of a line and its letters."""
        start = int(self._ends[line - 1]) + 1 if line else 0
        word, _, letters = self._lines[start : int(self._ends[line])].partition(b" ")
        return word, letters


@cache
def _lexicon() -> WordList:
    return WordList(gzip.decompress(FILE.read_bytes()))


@lru_cache(maxsize=_REMEMBERED)
def letters_of(word: str) -> str:
    """Return the letters of a word; of a word in lower case that is unknown, those of the name.

    "" for a word that is unknown altogether.
    """
    letters = _lexicon().letters_of(word)
    return letters or (_lexicon().letters_of(word.capitalize()) if word.islower() else "")


def is_common_noun(word: str) -> bool:
    """Whether a word may be a noun and is not only a name."""
    letters = letters_of(word)
    return NOUN in letters and NAME not in letters
