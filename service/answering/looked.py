"""What was found for a question, and the answer with what it was made of."""

from dataclasses import dataclass

from index.ranking.hits import Retrieved
from index.search import Searcher
from service.answering.asking.question import Question
from service.answering.considering import Considered
from service.records import Answer


@dataclass(frozen=True, slots=True)
class Looked:
    """A question, and what was found for it in one generation.

    corrected: the question, if it is not as it was typed, but without slips.
    """

    searcher: Searcher
    question: Question
    retrieved: Retrieved
    considered: Considered
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class FoundAnswer:
    """An answer, and the generation that gave it. looked: what was found for it; None where it is a
    reply about the collection.
    """

    answer: Answer
    searcher: Searcher
    looked: Looked | None = None
