"""What is kept of an answer: where its quotes stand, and none of their words.

So a document that is removed takes its quotes with it, out of every conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from service.records import Answer, CitedSource


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A place in one version (`sha256`) of a document; `passage_id` as in CitedSource."""

    document_id: str
    sha256: str
    passage_id: str
    start: int
    end: int

    @classmethod
    def to(cls, source: CitedSource) -> "SourceReference":
        s = source
        return cls(s.document_id, s.sha256, s.passage_id, s.start, s.end)


@dataclass(frozen=True, slots=True)
class CitationReference:
    """A citation without its quote. also: the further places that have it."""

    marker: int
    score: float
    source: SourceReference
    also: Sequence[SourceReference]


@dataclass(frozen=True, slots=True)
class ValueReference:
    """A value that others contradict: where it stands in the quote of that marker."""

    marker: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ConflictReference:
    """A conflict without its words."""

    kind: Literal["number", "date"]
    values: Sequence[ValueReference]


@dataclass(frozen=True, slots=True)
class References:
    """An answer without its words."""

    citations: Sequence[CitationReference]
    conflicts: Sequence[ConflictReference]

    @classmethod
    def of(cls, answer: Answer) -> "References":
        starts = {citation.marker: citation.answer.start for citation in answer.citations}
        return cls(
            [
                CitationReference(
                    citation.marker,
                    citation.score,
                    SourceReference.to(citation.source),
                    [SourceReference.to(other.source) for other in citation.also],
                )
                for citation in answer.citations
            ],
            [
                ConflictReference(
                    conflict.kind,
                    [
                        ValueReference(
                            value.marker,
                            value.answer.start - starts[value.marker],
                            value.answer.end - starts[value.marker],
                        )
                        for value in conflict.values
                    ],
                )
                for conflict in answer.conflicts
            ],
        )

    def to_json(self) -> str:
        return _REFERENCES.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "References":
        return _REFERENCES.validate_json(text)


_REFERENCES = TypeAdapter(References)
