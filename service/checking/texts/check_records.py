"""What a check of a text takes and gives. Offsets count code points, and ends are exclusive."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import Field

from service.records import CitedSource, Filtered, Support

MAX_TEXT = 50_000  # code points, of a text that is sent
MAX_SENTENCES = 300
MAX_CLAIM = 2000  # code points, as of a question
MAX_CLAIMS = 100
MAX_DOCUMENTS = 20
MAX_DOCUMENT_TEXT = 50_000  # code points, of all documents that are sent


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document that comes with what is to be checked, and is kept nowhere.

    id: what its citations name it by. title: "" for none.
    """

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """A place that supports or contradicts a sentence, pinned as a citation of an answer is.

    The quote is the text of that document from `source.start` to `source.end`. score: how sure it
    is that this place supports or contradicts the sentence, from 0 to 1.
    """

    source: CitedSource
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class CheckedSentence:
    """A sentence of the text, and what the documents say of it.

    start, end: where it stands in the text, or in its claim. support: null where nothing was to be
    checked: a heading, a question, code, a greeting. reason: one plain sentence why it is not
    supported, or not checked; "" where it is supported. citations: the places that decided, best
    first; none where the documents do not mention it. against: of a supported sentence, the places
    of other documents that contradict it. nearest: what came nearest to a sentence that the
    documents do not mention; null where nothing did, and of all others.
    """

    start: int
    end: int
    text: str
    support: Support | None
    reason: str
    citations: list[EvidencePlace]
    against: list[EvidencePlace]
    nearest: EvidencePlace | None

    def places(self) -> Iterator[tuple[str, EvidencePlace]]:
        """Yield all places that it names, in order, each with what it is to the sentence."""
        yield from (("evidence", place) for place in self.citations)
        yield from (("against it", place) for place in self.against)
        if self.nearest:
            yield "nearest", self.nearest


@dataclass(frozen=True, slots=True)
class CheckCounts:
    """How many sentences got each label, and how many were not checked."""

    supported: int
    contradicted: int
    not_mentioned: int
    not_checked: int


@dataclass(frozen=True, slots=True)
class CheckTimings:
    """Where the time of a check went, in milliseconds; `total` is the sum of the others.

    wait: before work on it began. search: for splitting the text and finding evidence. judge: for
    judging the sentences by it, and checking the places.
    """

    wait: float
    search: float
    judge: float
    total: float

    def after_wait(self, ms: float) -> "CheckTimings":
        """Return these timings for whoever waited `ms` milliseconds before they begin."""
        return replace(self, wait=round(self.wait + ms, 2), total=round(self.total + ms, 2))


@dataclass(frozen=True, slots=True)
class CheckedText:
    """A text, its sentences in order, each with what the documents say of it.

    Of claims, each is one sentence. generation: of the index; null where it was checked by
    documents that came with it. filtered: only where filters were set.
    """

    id: str
    generation: int | None
    sentences: list[CheckedSentence]
    counts: CheckCounts
    timings_ms: CheckTimings
    filtered: Annotated[Filtered | None, Field(exclude_if=lambda value: value is None)] = None
