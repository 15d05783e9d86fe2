"""An encoder that needs no model: words are tokens, and equal words have equal vectors; and a
cross-encoder and a reader that say what they are told.
"""

import functools
import hashlib
import re
from collections.abc import Mapping, Sequence

import numpy as np

from index.encoder import ModelIdentity
from index.encoder.pooling import pool, pool_question, unit
from index.records import PassageText, PassageVectors, QuestionVectors, Span, Vectors
from service.reading.reader import PassageReading

_WORD = re.compile(r"\w{1,8}|[^\w\s]")
DIMENSION = 64
# The reader is a model: whoever wants it in a unit test says so. The weights of confidence are
# fitted to a real encoder, and the toy one finds less alike.
TOY_SETTINGS = {"PINCITE_READER": "off", "PINCITE_MIN_CONFIDENCE": "0.15"}


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
        return self.encode_questions([question])[0]

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        return [pool_question(*_tokens(question), question) for question in questions]

    def _encode(self, passage: PassageText) -> PassageVectors:
        return pool(*_tokens(passage.text), passage)


class ToyCrossEncoder:
    """Scores a text by the first of `told` that stands in it, any other 0; times `scale`.

    `asked`: each question, and the texts it was to be answered by.
    """

    identity = ModelIdentity("toy-cross", "0" * 64)

    def __init__(self, told: Mapping[str, float] | None = None, scale: float = 1.0) -> None:
        self.told, self.scale = told or {}, scale
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> Vectors:
        self.asked.append((question, list(texts)))
        return np.array([self.scale * self._score(text) for text in texts], np.float32)

    def _score(self, text: str) -> float:
        return next((score for part, score in self.told.items() if part in text), 0.0)


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


class ToyReader:
    """A reader that knows which words answer. answers: their logits; all else has -9.

    passages: the texts that it was given to read, in order.
    """

    identity = ModelIdentity("toy reader", "0" * 64)

    def __init__(self, answers: Mapping[str, float]) -> None:
        self._answers = answers
        self.passages: list[str] = []

    def read(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        self.passages += [passage.text for passage in passages]
        return [self._read(passage) for passage in passages]

    def _read(self, passage: PassageText) -> PassageReading:
        logits, short = [], []
        for sentence in passage.sentences:
            text = sentence.of(passage.text)
            found = [words for words in self._answers if words in text]
            logits.append(self._answers[found[0]] if found else -9.0)
            start = sentence.start + (text.index(found[0]) if found else 0)
            short.append(Span(start, start + (len(found[0]) if found else 0)))
        numbers = np.array(logits, np.float32)
        return PassageReading(np.ones(len(logits), np.bool_), numbers, numbers, tuple(short))
