"""The content words of a text, and their vectors, kept as one bit a dimension.

A question is compared with a passage word by word: for each token of the question the most similar
word counts ("late interaction", Khattab & Zaharia, "ColBERT", arXiv 2004.12832). A word's vector
is the mean of its token vectors from the one pass over the passage, so it carries its context. Of
a passage's words, only the signs of the components are kept: 48 bytes for 384 dimensions.
"""

import re

import numpy as np
import numpy.typing as npt

from index.records import Bits, Span, Vectors
from index.storage.words.analysis import STOP_WORDS

_WORD = re.compile(r"\w+")
_STOP_WORDS = frozenset(STOP_WORDS)
_BLOCK = 512  # words
_BITS = np.unpackbits(np.arange(256, dtype=np.uint8)[:, np.newaxis], axis=1)
_SIGNS = _BITS * np.float32(2) - np.float32(1)
"""The signs, 1 or -1, that each byte stands for: float32, shape (256, 8)."""


def content_words(text: str, start: int = 0) -> list[Span]:
    """Return the spans of the words that are no stop words; `text` itself begins at `start`."""
    return [
        Span(start + match.start(), start + match.end())
        for match in _WORD.finditer(text)
        if match[0].lower() not in _STOP_WORDS
    ]


def row_bytes(dimension: int) -> int:
    """Return how many bytes one word's vector takes."""
    return (dimension + 7) // 8


def pack(vectors: npt.NDArray[np.floating]) -> Bits:
    """Return the signs of the components: uint8, shape (n, row_bytes(dimension)).

    vectors: shape (n, dimension).
    """
    return np.packbits(vectors > 0, axis=1)


def unpack(bits: Bits, dimension: int) -> Vectors:
    """Return the unit vectors with those signs: float32, shape (n, dimension).

    bits: uint8, shape (n, row_bytes(dimension)).
    """
    # A table of what each byte stands for takes half the time of unpacking the bits.
    components = _SIGNS / np.float32(dimension**0.5)
    vectors = components.take(bits.reshape(-1), axis=0)
    return vectors.reshape(len(bits), 8 * bits.shape[1])[:, :dimension]


def nearness(bits: Bits, vectors: Vectors) -> Vectors:
    """Return the inner products of the unit vectors with those signs and others.

    bits: uint8, shape (n, row_bytes(dimension)). vectors: float32, shape (m, dimension). Result:
    float32, shape (n, m).
    """
    near = np.empty((len(bits), len(vectors)), np.float32)
    # Unpacked, they take 32 times the space. In blocks they stay in a core's cache.
    for start in range(0, len(bits), _BLOCK):
        block = slice(start, start + _BLOCK)
        np.matmul(unpack(bits[block], vectors.shape[1]), vectors.T, out=near[block])
    return near
