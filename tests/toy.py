"""An encoder that needs no model: words are tokens, and equal words have equal vectors."""

import functools
import hashlib
import re
from collections.abc import Sequence

import numpy as np

from index.encoder import ModelIdentity
from index.encoder.pooling import pool, pool_question, unit
from index.records import PassageText, PassageVectors, QuestionVectors, Vectors

_WORD = re.compile(r"\w{1,8}|[^\w\s]")
DIMENSION = 64


class ToyEncoder:
    """A text's vector is the mean of its words'; those of different words are near orthogonal.

    `encoded` counts the passages that went through it.
    """

    def __init__(self, limit: int = 60, name: str = "toy") -> None:
        self.identity = ModelIdentity(name, hashlib.sha256(name.encode()).hexdigest())
        self.dimension = DIMENSION
        self.limit = limit
        self.encoded = 0

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(_WORD.findall(text)) for text in texts]

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        self.encoded += len(passages)
        return [self._encode(passage) for passage in passages]

    def encode_question(self, question: str) -> QuestionVectors:
        return pool_question(*_tokens(question), question)

    def _encode(self, passage: PassageText) -> PassageVectors:
        return pool(*_tokens(passage.text), passage)


def _tokens(text: str) -> tuple[Vectors, list[tuple[int, int]]]:
    """The vectors and the offsets of a text's tokens; never none."""
    matches = list(_WORD.finditer(text))
    vectors = np.array([word_vector(match[0]) for match in matches] or [word_vector("")], "f4")
    return vectors, [match.span() for match in matches] or [(0, 0)]


@functools.cache
def word_vector(word: str) -> Vectors:
    """A unit vector that depends on the word alone, whatever its case."""
    seed = int.from_bytes(hashlib.sha256(word.lower().encode()).digest()[:4])
    return unit(np.random.default_rng(seed).standard_normal(DIMENSION))
