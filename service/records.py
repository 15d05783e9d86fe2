"""The answer, as the API, the terminal and the page get it. One shape, defined here alone.

All offsets count Unicode code points; ends are exclusive.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Where in `answer` a cited sentence stands, its marker left out."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitedSource:
    """Where the quote stands: `text[start:end]` of that version (`sha256`) of the document."""

    document_id: str
    title: str
    sha256: str
    passage_id: str
    start: int
    end: int
    published: str | None


@dataclass(frozen=True, slots=True)
class FurtherSource:
    """Another document that says what a citation quotes. `quote`: how it words that, where it
    says so; of an exact copy it equals the citation's.
    """

    source: CitedSource
    quote: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One sentence of the answer, pinned at both ends. `score`: 0 to 1, the higher the better.

    also: other documents that have the sentence too, nearly word for word and with the same
    numbers and dates; it is quoted only once.
    """

    marker: int
    answer: AnswerSpan
    source: CitedSource
    quote: str
    score: float
    also: list[FurtherSource]


@dataclass(frozen=True, slots=True)
class ConflictingValue:
    """`text` is the answer's text from `answer.start` to `answer.end`, in the quote `marker`."""

    marker: int
    text: str
    answer: AnswerSpan


@dataclass(frozen=True, slots=True)
class Conflict:
    """Quotes of different documents that differ in a number or a date, and in nothing else."""

    kind: Literal["number", "date"]
    values: list[ConflictingValue]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A retrieved passage: `text` is the document's text from `start` to `end`."""

    passage_id: str
    document_id: str
    title: str
    start: int
    end: int
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Filtered:
    """How many documents the filters let through, to be quoted. `undated`: how many a date filter
    leaves out only because they say no date.
    """

    documents: int
    undated: int


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds that the question waited for its turn and for others, and that were spent on
    its vector, on the search, on the cross-encoder (only where one is set) and on the answer.

    total: from the moment when the whole request had come to that when the answer was there. It is
    the sum of the others.
    """

    wait: float
    encode: float
    search: float
    rerank: Annotated[float | None, Field(exclude_if=lambda ms: ms is None)]
    answer: float
    total: float


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence stands verbatim in a document, or the plain word that
    the documents do not say.

    confidence: 0 to 1, that the documents answer the question. generation: of the index.
    citations: in reading order, one for each sentence. conflicts: where these contradict each
    other. passages: the nearest, best first. filtered: only where filters were set.
    """

    id: str
    question: str
    status: Literal["answered", "unsupported"]
    answer: str
    confidence: float
    generation: int
    citations: list[Citation]
    conflicts: list[Conflict]
    passages: list[FoundPassage]
    timings_ms: Timings
    filtered: Annotated[Filtered | None, Field(exclude_if=lambda value: value is None)] = None


_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def to_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain JSON values."""
    document: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    return document
