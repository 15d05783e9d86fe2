"""What came of the citations of an answer that was kept. Offsets count code points."""

from dataclasses import dataclass
from typing import Literal

from service.records import CitedSource

Standing = Literal["stands", "moved", "changed", "gone"]
"""What became of a citation.

stands: the quote stands where the citation says. moved: it stands elsewhere in its document, or in
another one where its own was renamed or removed. changed: the document is there, the quote is not.
gone: neither is there.
"""


@dataclass(frozen=True, slots=True)
class CitedBefore:
    """Where a citation says that its quote stands: `text[start:end]` of that version (`sha256`)."""

    document_id: str
    sha256: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class QuotedNow:
    """A quote of a document as it is now: `document[source.start:source.end] == quote`."""

    source: CitedSource
    quote: str


@dataclass(frozen=True, slots=True)
class CitationStanding:
    """What became of one citation.

    turn: of the conversation that the answer belongs to; null where it belongs to none. marker: of
    the citation; null where it has none. quote: as it was kept; "" where only its place was. was:
    where it stood; null where that is not told. now: where the quote stands now; null where it does
    not. nearest: the sentence of the changed document that is most like the quote; null otherwise.
    reason: one plain sentence for a person; "" where it stands.
    """

    turn: int | None
    marker: int | None
    quote: str
    was: CitedBefore
    standing: Standing
    now: QuotedNow | None
    nearest: QuotedNow | None
    reason: str


@dataclass(frozen=True, slots=True)
class StandingCounts:
    """How many citations there are of each standing."""

    stands: int
    moved: int
    changed: int
    gone: int


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer that was kept, its citations in its order. generation: of the index now."""

    id: str
    generation: int
    citations: list[CitationStanding]
    counts: StandingCounts
