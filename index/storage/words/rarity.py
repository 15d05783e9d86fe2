"""What the words of a question tell of an index, by how many of its passages have them."""

from collections.abc import Callable, Sequence

import numpy as np

from index.languages.scripts import ENGLISH
from index.storage.words.analysis import Ways, ways_of
from index.storage.words.joined import may_be_ends


def telling_ways(
    question: str,
    asked: str | None,
    languages: tuple[str, ...],
    frequency: Callable[[Sequence[str]], int],
) -> list[Ways]:
    """Return the ways in which each word of a question may stand in an index, in order.

    asked: the language of the question; None to tell it from `question`. languages: those of the
    index. frequency: how many of its passages have any of some terms.
    """
    ways = ways_of(question, languages, asked)
    if languages == (ENGLISH,):
        return ways
    # Where one word ends and the next one begins, two letters are no word. That they stand nowhere
    # says nothing then.
    telling = [way for way in ways if not may_be_ends(way[0]) or frequency(way)]
    return telling or ways


def rarity_of(frequency: int, passages: int) -> float:
    """Return the inverse document frequency of a word, as in BM25: of how many passages have it."""
    return float(np.log1p((passages - frequency + 0.5) / (frequency + 0.5)))
