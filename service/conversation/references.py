"""The part of an answer that is kept: where its quotes stand, and none of the documents' words.

A document that is removed thus takes its quotes with it, out of every conversation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

from pydantic import TypeAdapter

from service.answering.agreement.values import value_in
from service.records import (
    Answer,
    Citation,
    CitedSource,
    DocumentSpan,
    Filtered,
    Measured,
    Mode,
    Wording,
)


@dataclass(frozen=True, slots=True)
class SourceReference:
    """A place in one version (`sha256`) of a document. For `passage_id` see CitedSource."""

    document_id: str
    sha256: str
    passage_id: str
    start: int
    end: int

    @classmethod
    def to(cls, source: CitedSource) -> Self:
        """Return a reference to the source."""
        return cls(
            document_id=source.document_id,
            sha256=source.sha256,
            passage_id=source.passage_id,
            start=source.start,
            end=source.end,
        )


@dataclass(frozen=True, slots=True)
class FurtherReference(SourceReference):
    """A place of another document that says the same. copy: whether all of it is nearly the same;
    false in turns that were kept before that was told.
    """

    copy: bool = False


@dataclass(frozen=True, slots=True)
class HighlightReference:
    """Where the short answer stands in its quote, in code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CitationReference:
    """A citation without its quote.

    also: the other documents' places that have it too. highlight: None where there is no short
    answer, and in turns that were kept before there were any. context, more: as in Citation; none
    in turns that were kept before there were any.
    """

    marker: int
    score: float
    source: SourceReference
    also: Sequence[FurtherReference]
    highlight: HighlightReference | None = None
    context: Sequence[DocumentSpan] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class ValueReference:
    """A value that another quote contradicts: where it stands in the quote of that marker."""

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
    """An answer without the words of documents.

    mode: of the answer; "quoted" of a worded one, since its words tell what documents said, and in
    turns that were kept before there were others. wording: of the answer, which has no such words;
    None also in turns that were kept before it was told. talk: the whole
    answer where its mode is "talk", which has no words of documents; "" of any other. filtered,
    measured: of the answer; None also in turns that were kept before these were. readings, within:
    of a ChatAnswer; likewise empty and false. unanswered: of the answer, likewise empty.
    """

    citations: Sequence[CitationReference]
    conflicts: Sequence[ConflictReference]
    mode: Mode = "quoted"
    talk: str = ""
    filtered: Filtered | None = None
    measured: Measured | None = None
    readings: tuple[str, ...] = ()
    within: bool = False
    wording: Wording | None = None
    unanswered: tuple[str, ...] = ()

    @classmethod
    def from_answer(
        cls, answer: Answer, readings: tuple[str, ...] = (), within: bool = False
    ) -> "References":
        """Return the references of an answer. Values are counted from the start of their quote."""
        return cls(
            [
                CitationReference(
                    citation.marker,
                    citation.score,
                    SourceReference.to(citation.source),
                    [
                        replace(FurtherReference.to(further.source), copy=further.copy)
                        for further in citation.also
                    ],
                    _highlight_in(citation),
                    citation.context,
                    citation.more,
                )
                for citation in answer.citations
            ],
            _conflicts_in(answer),
            "quoted" if answer.mode == "worded" else answer.mode,
            answer.answer if answer.mode == "talk" else "",
            answer.filtered,
            answer.measured,
            tuple(readings),
            within,
            answer.wording,
            tuple(answer.unanswered),
        )

    def to_json(self) -> str:
        return _REFERENCES.dump_json(self).decode()

    @classmethod
    def from_json(cls, text: str) -> "References":
        return _REFERENCES.validate_json(text)


def _conflicts_in(answer: Answer) -> list[ConflictReference]:
    citations = {citation.marker: citation for citation in answer.citations}
    conflicts = []
    for conflict in answer.conflicts:
        values = []
        for value in conflict.values:
            citation = citations[value.marker]
            start = value.answer.start - citation.answer.start
            if answer.mode == "worded":  # the value stands in the LLM's sentence, not in the quote
                at = value_in(citation.quote, value.text)
                start = at.start if at else citation.quote.index(value.text)
            values.append(ValueReference(value.marker, start, start + len(value.text)))
        conflicts.append(ConflictReference(conflict.kind, values))
    return conflicts


def _highlight_in(citation: Citation) -> HighlightReference | None:
    if citation.highlight is None:
        return None
    start = citation.answer.start
    return HighlightReference(citation.highlight.start - start, citation.highlight.end - start)


_REFERENCES = TypeAdapter(References)
