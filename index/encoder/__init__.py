"""Encodes texts as unit vectors; the rest of Pincite knows encoders by this protocol alone.

In: settings that name a model; passages with their sentences, and questions.
Out: unit vectors of passages, sentences, words and questions; scores of a cross-encoder.
Unknown here: documents, how vectors are stored and searched, and what their scores mean.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.records import PassageText, PassageVectors, QuestionVectors

# ONNX Runtime would send telemetry. It reads this when it is imported, and so do the processes
# that export a model.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which model made a vector: its name for people, the SHA-256 of its weights for programs.

    precision: the type of the numbers it calculates with. Another type makes other vectors, so
    `sha256` is that of the weights and the precision where this is not float32.
    """

    name: str
    sha256: str
    precision: str = "float32"

    @classmethod
    def of(cls, name: str, weights_sha256: str, precision: str) -> "ModelIdentity":
        """Return the identity of a model with these weights at this precision."""
        if precision == "float32":
            return cls(name, weights_sha256)
        both = hashlib.sha256(f"{weights_sha256} {precision}".encode())
        return cls(name, both.hexdigest(), precision)

    def __str__(self) -> str:
        return self.name if self.precision == "float32" else f"{self.name} ({self.precision})"


class QuestionEncoder(Protocol):
    """Turns questions into unit vectors.

    identity: of the model. Vectors of two identities must never be compared.
    """

    @property
    def identity(self) -> ModelIdentity: ...

    def encode_question(self, question: str) -> QuestionVectors:
        """Return the vectors of a question, which is encoded whole whatever its length."""
        ...

    def encode_questions(self, questions: Sequence[str]) -> list[QuestionVectors]:
        """Return the vectors of each question, in order: the same as if it were encoded alone."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, special tokens left out; never truncated."""
        ...


class Encoder(QuestionEncoder, Protocol):
    """Turns passages, their sentences and questions into unit vectors of one space.

    dimension: the length of every vector. limit: how many tokens a passage may have, special tokens
    left out.
    """

    @property
    def dimension(self) -> int: ...
    @property
    def limit(self) -> int: ...

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """Return the vectors of each passage, of its sentences and of their words, in order."""
        ...
