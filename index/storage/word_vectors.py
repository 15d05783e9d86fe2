"""The words of a text that say something, and their vectors, kept as one bit a dimension.

A question is compared with a passage word by word: for each token of the question the most similar
word counts ("late interaction", Khattab & Zaharia, "ColBERT", arXiv 2004.12832). A word's vector
is the mean of its token vectors from the one pass over the passage, so it carries its context. Of
a passage's words, only the signs of the components are kept: 48 bytes for 384 dimensions.
"""

import re
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.records import Bits, Span, Vectors
from index.storage.lexicon import STOP_WORDS

_WORD = re.compile(r"\w+")
_SILENT = frozenset(STOP_WORDS)
_BLOCK = 512


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
    vectors = _components(dimension).take(bits.reshape(-1), axis=0)
    return vectors.reshape(len(bits), 8 * bits.shape[1])[:, :dimension]


@lru_cache(maxsize=4)
def _components(dimension: int) -> Vectors:
    """What each byte stands for: shape (256, 8). Looking it up is twice as fast as reckoning."""
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, np.newaxis], axis=1)
    return (bits * np.float32(2) - np.float32(1)) / np.float32(dimension**0.5)


def nearness(bits: Bits, vectors: Vectors) -> Vectors:
    """The inner products of the unit vectors of those signs with others: shape (n, vectors)."""
    near = np.empty((len(bits), len(vectors)), np.float32)
    # Unpacked they take 32 times the space: in blocks they stay in the cache of a core.
    for start in range(0, len(bits), _BLOCK):
        block = slice(start, start + _BLOCK)
        np.matmul(unpack(bits[block], vectors.shape[1]), vectors.T, out=near[block])
    return near
