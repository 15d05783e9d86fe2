"""The answer as the API, the terminal and the page get it. Its shape is defined here alone.

All offsets count Unicode code points, and ends are exclusive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True)
class AnswerSpan:
    """Where a cited sentence stands in `answer`, without its marker."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentSpan:
    """`text[start:end]` of the document that is cited."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """Where in the original a quote stands: page 7, slide 3, sheet Prices, a message.

    value, end_value: the first and the last of the pages, for example, that it stands on; numbers
    where they are numbers. label: as people say it.
    """

    kind: str
    value: int | str
    end_value: int | str
    label: str


@dataclass(frozen=True, slots=True)
class CitedSource:
    """Where the quote stands: `text[start:end]` of that version (`sha256`) of the document.

    author, site, language, url: as the document says, and `published` too; null where it does not.
    superseded_by: the id of the document that replaces it, or its address where the index does not
    hold it; "" where this one says that it is out of date and names none, null where nothing says
    so. headings: those above it, the outermost first. places: in the original, the outermost first;
    none where the format has none.
    """

    document_id: str
    title: str
    sha256: str
    passage_id: str
    start: int
    end: int
    published: str | None
    author: str | None
    site: str | None
    language: str | None
    url: str | None
    superseded_by: str | None
    headings: list[str]
    places: list[CitedPlace]


@dataclass(frozen=True, slots=True)
class FurtherSource:
    """Another document that says what a citation quotes, and the sentence in which it says so.

    quote: that sentence; for an exact copy it equals the citation's quote. copy: whether the whole
    document is nearly the same as the one cited, or as one named before it. It is then no further
    witness.
    """

    source: CitedSource
    quote: str
    copy: bool


@dataclass(frozen=True, slots=True)
class Citation:
    """One stretch of a document that the answer quotes, pinned at both ends.

    It is a sentence, an item of a list, a row of a table or a block of code, with what it is not
    understood without where that stands next to it. score: how likely it answers, from 0 to 1; 0
    for what is quoted only so that another quote is understood. highlight: the short answer in it,
    as the reader found it; null where it found none. context: where in the document stand the quote
    and what it should not be shown without, such as its lead-in or the header of its table; in
    order. more: how many items, rows or lines of what it introduces are
    left out. also: other documents that have the sentence too, nearly word for word and with the
    same numbers and dates; it is quoted only once.
    """

    marker: int
    answer: AnswerSpan
    source: CitedSource
    quote: str
    score: float
    highlight: AnswerSpan | None
    context: list[DocumentSpan]
    more: int
    also: list[FurtherSource]


@dataclass(frozen=True, slots=True)
class ConflictingValue:
    """`text` is the answer's text from `answer.start` to `answer.end`, in the quote `marker`.

    published: of its document. older: whether the document of another value was published later, or
    replaces this one.
    """

    marker: int
    text: str
    answer: AnswerSpan
    published: str | None
    older: bool


@dataclass(frozen=True, slots=True)
class Conflict:
    """Quotes of different documents that differ in a number or a date, and in nothing else."""

    kind: Literal["number", "date"]
    values: list[ConflictingValue]


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A retrieved passage: `text` is the document's text from `start` to `end`.

    best: where in the document its sentence stands that is likeliest to answer; null where nothing
    was asked of the texts.
    """

    passage_id: str
    document_id: str
    title: str
    start: int
    end: int
    text: str
    score: float
    best: DocumentSpan | None = None


@dataclass(frozen=True, slots=True)
class Filtered:
    """How many documents the filters allow to be quoted.

    undated: how many documents a date filter leaves out only because they have no date.
    """

    documents: int
    undated: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What answers of about the same confidence were worth when that was measured.

    right: the share of them whose best quote was right, from 0 to 1. answers: how many they were.
    """

    right: float
    answers: int


@dataclass(frozen=True, slots=True)
class Timings:
    """Where the time of an answer went, in milliseconds.

    wait: before work on the answer began, and for other questions that were being encoded.
    encode: for the question's vectors. search: for the passages. rerank: for the cross-encoder;
    only where one is set. read: for the reader; only where it read. answer: for choosing, citing
    and checking sentences. word: for the LLM, with the wait for it, and for checking what it said;
    only where one was to word the answer. total: from when the whole request had arrived until the
    answer was complete; it is the sum of the others.
    """

    wait: float
    encode: float
    search: float
    rerank: Annotated[float | None, Field(exclude_if=lambda ms: ms is None)]
    read: Annotated[float | None, Field(exclude_if=lambda ms: ms is None)]
    answer: float
    total: float
    word: Annotated[float | None, Field(exclude_if=lambda ms: ms is None)] = None

    def after_wait(self, ms: float) -> "Timings":
        """Return these timings for whoever waited `ms` milliseconds before they begin."""
        return replace(self, wait=round(self.wait + ms, 2), total=round(self.total + ms, 2))


NO_TIME = Timings(0.0, 0.0, 0.0, None, None, 0.0, 0.0)

Mode = Literal["quoted", "worded", "collection", "talk"]

Label = Literal["supported", "contradicted", "not_mentioned"]
"""What evidence says of a claim."""


@dataclass(frozen=True, slots=True)
class Support:
    """What the evidence says of a sentence.

    score: how sure it is that the evidence supports the sentence, from 0 to 1. method: what decided
    it, such as "verbatim" for a quote, "number", "name", "negation" or "signs" for all of them.
    """

    label: Label
    score: float
    method: str


VERBATIM = Support("supported", 1.0, "verbatim")


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence of the answer: `answer[start:end]`, without its markers.

    markers: of the citations that it rests on, in order. support: what these say of it.
    """

    start: int
    end: int
    markers: list[int]
    support: Support


@dataclass(frozen=True, slots=True)
class Wording:
    """What came of asking an LLM to word the answer.

    server: its host and port, as the setting has them. model: as the setting names it. problem: a
    plain sentence that says why the quoted answer came instead; null where the answer is worded.
    dropped: how many of the LLM's sentences failed the check and were left out. replaced: how many
    failed it and were replaced by a quote that they pointed to. tokens: of the request and of the
    reply together, as the server counts them, or else as Pincite estimates them; 0 where the LLM
    was not asked.
    """

    server: str
    model: str
    problem: str | None
    dropped: int
    replaced: int
    tokens: int


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence stands verbatim in a document, or is supported by those that
    it cites; or the statement that the documents do not say.

    confidence: how likely the documents answer the question, from 0 to 1. measured: what answers of
    about this confidence were worth on questions whose answers are known; of an `unsupported` one,
    what it would have been worth. It is null where other models answer than were measured, and in
    every mode but `quoted` and `worded`. generation: of the index. citations: in reading order.
    sentences: of the answer that rest on citations, in order. conflicts: where these contradict
    each other. passages: the nearest, best first. filtered: only where filters were set. wording:
    only where an LLM was to word the answer. corrected: the question without its slips of typing,
    as it is answered; only where it had some, and is answered better without them. unanswered: of
    several questions in one, those to which no answer was found; only where there are some, and
    another is answered. The confidence is then the lowest of those that are answered.

    mode: `quoted` is the answer of a question to the documents, and has one sentence for each
    citation, which is its quote. `worded` is the same answer in the words of an LLM. The `answer`
    of a citation is then the first sentence that names it, and its `highlight` is null; several
    citations may have the same. `collection` is a reply about the
    documents, such as their list or the outline of one: beside its quotes it has words of its own,
    titles and headings, and its confidence is 1.0, since it tells what the index holds; 0.0 where
    it is `unsupported`. `talk` is the reply to a greeting and the like: it tells nothing of what
    the documents say, is `unsupported`, and has no citations.
    """

    id: str
    question: str
    status: Literal["answered", "unsupported"]
    answer: str
    confidence: float
    measured: Measured | None
    generation: int
    citations: list[Citation]
    conflicts: list[Conflict]
    passages: list[FoundPassage]
    timings_ms: Timings
    mode: Mode
    sentences: list[AnswerSentence]
    filtered: Annotated[Filtered | None, Field(exclude_if=lambda value: value is None)] = None
    wording: Annotated[Wording | None, Field(exclude_if=lambda value: value is None)] = None
    corrected: Annotated[str | None, Field(exclude_if=lambda value: value is None)] = None
    unanswered: Annotated[list[str], Field(exclude_if=lambda value: not value)] = field(
        default_factory=list
    )


def quoted_sentences(citations: Sequence[Citation]) -> list[AnswerSentence]:
    """Return the sentences of an answer whose sentences are its quotes."""
    return [
        AnswerSentence(one.answer.start, one.answer.end, [one.marker], VERBATIM)
        for one in citations
    ]


_ANSWER: TypeAdapter[Answer] = TypeAdapter(Answer)


def to_json(answer: Answer) -> dict[str, Any]:
    """Return the answer as plain JSON values."""
    document: dict[str, Any] = _ANSWER.dump_python(answer, mode="json")
    return document
