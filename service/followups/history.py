"""What was said before, as far as a follow-up may refer to it."""

from collections.abc import Sequence
from dataclasses import dataclass

MOST_TURNS = 5  # looked back at: of what was said longer ago nobody says "it"


@dataclass(frozen=True, slots=True)
class Past:
    """A former turn.

    asked: the question as it was put; standalone: as it was understood. quotes: of the answer, the
    best first. documents: the ids of those quoted.
    """

    asked: str
    standalone: str
    quotes: tuple[str, ...] = ()
    documents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Exchange:
    """A former turn of which only the words are known. quotes: the sentences of its answer."""

    question: str
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A stand-alone question that a follow-up may mean. doubt: 0 for the likeliest, more for those
    for which grammar speaks less. about: a word, in small letters, that a sentence which answers it
    has; "" for any.
    """

    text: str
    doubt: float = 0.0
    about: str = ""


History = Sequence[Past]  # the oldest first
