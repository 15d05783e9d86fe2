"""The words of a text that say something, and their vectors, kept as one bit a dimension.

A question is compared with a passage word by word: for each token of the question the most similar
word counts ("late interaction", Khattab & Zaharia, "ColBERT", arXiv 2004.12832). A word's vector
is the mean of its token vectors from the one pass over the passage, so it carries its context. Of
a passage's words, only the signs of the components are kept: 48 bytes for 384 dimensions.
"""

import re

import numpy as np
import numpy.typing as npt

from index.lexicon import STOP_WORDS
from index.records import Bits, Span, Vectors

_WORD = re.compile(r"\w+")
_SILENT = frozenset(STOP_WORDS)


def content_words(text: str, start: int = 0) -> list[Span]:
    """Where the words of a text stand that are no stop words; offsets count from `start`."""
    return [
        Span(start + match.start(), start + match.end())
        for match in _WORD.finditer(text)
        if match[0].lower() not in _SILENT
    ]


def row_bytes(dimension: int) -> int:
    """Bytes that one word's vector takes."""
    return (dimension + 7) // 8


def pack(vectors: npt.NDArray[np.floating]) -> Bits:
    """The signs of vectors of shape (n, dimension): uint8, shape (n, row_bytes(dimension))."""
    return np.packbits(vectors > 0, axis=1)


def unpack(bits: Bits, dimension: int) -> Vectors:
    """Unit vectors of those signs: float32, shape (n, dimension)."""
    signs = np.unpackbits(bits, axis=1, count=dimension).astype(np.float32)
    signs *= 2 / dimension**0.5
    signs -= 1 / dimension**0.5
    return signs
