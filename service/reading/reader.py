"""What a reader is, and what it says of a passage."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.encoder import ModelIdentity
from index.records import PassageText, Span

Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)  # comparing arrays with == is ambiguous
class PassageReading:
    """What the reader says of each sentence of one passage, in order.

    read: whether the sentence lay in the reader's window; bool, shape (sentences,).
    answers: logit that the sentence answers the question; float32, shape (sentences,).
    span: logit of the best short answer inside the sentence, less that of no answer in the
    passage; float32, shape (sentences,).
    short: where that short answer stands in the passage's text.
    A sentence that was not read has NaN in `answers` and `span`, and an empty span in `short`.
    """

    read: npt.NDArray[np.bool_]
    answers: Logits
    span: Logits
    short: tuple[Span, ...]


class Reader(Protocol):
    """Reads passages for a question. Safe to use from any number of threads."""

    @property
    def identity(self) -> ModelIdentity: ...

    def read(self, question: str, passages: Sequence[PassageText]) -> list[PassageReading]:
        """One reading a passage, in order. Raises ModelFailed."""
        ...
