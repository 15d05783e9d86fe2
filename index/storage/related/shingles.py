"""What tells that two documents are nearly the same: MinHash signatures of their shingles.

A shingle is a few words in a row (Broder 1997, "On the resemblance and containment of documents").
The share of numbers in which two signatures are equal estimates the Jaccard index of the shingles
of their documents: the share that both have of all that either has.
"""

import re
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from datasketch import MinHash

Signatures = npt.NDArray[np.uint16]
"""Signatures, one a row, or a single one: shape (n, NUMBERS) or (NUMBERS,)."""

NUMBERS = 64
_SHINGLE = 5  # words in a row
# The scripts that part no words by blanks: of these each character counts as a word.
_UNPARTED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNPARTED}]|[^\W{_UNPARTED}]+")
# Odd numbers, so that a word's hash counts otherwise at each place of a shingle.
_PLACES = np.array([pow(0x9E3779B97F4A7C15, n, 2**64) for n in range(_SHINGLE)], np.uint64)


def signature_of(text: str) -> Signatures:
    """Return the signature of a document: uint16, shape (NUMBERS,).

    The lower half of each number of MinHash: two that differ are alike once in 65,536 times.
    """
    minhash = _empty_minhash().copy()
    minhash.update_batch(_shingles(text).tolist())
    signature: Signatures = minhash.hashvalues.astype(np.uint16)
    return signature


def alike(signature: Signatures, others: Signatures) -> npt.NDArray[np.float64]:
    """Return about how alike documents are to another, from 0 to 1: float64, shape (others,)."""
    shares: npt.NDArray[np.float64] = (others == signature).mean(axis=-1)
    return shares


def _shingles(text: str) -> npt.NDArray[np.uint32]:
    """Return the hashes of all shingles of a text, each once: uint32, shape (shingles,).

    A text of fewer words is one shingle.
    """
    words = _WORD.findall(text.casefold())
    hashes = {word: zlib.crc32(word.encode()) for word in set(words)}
    numbers = np.array([hashes[word] for word in words], np.uint64)
    count = max(1, len(numbers) - _SHINGLE + 1)
    shingles = np.zeros(count, np.uint64)
    for place, factor in enumerate(_PLACES[: len(numbers)]):
        shingles += numbers[place : place + count] * factor
    return np.unique((shingles >> np.uint64(32)).astype(np.uint32))


@cache
def _empty_minhash() -> "MinHash":
    # Whoever only reads an index need not load it.
    from datasketch import MinHash

    made: Any = MinHash(NUMBERS, hashfunc=int)
    return made
