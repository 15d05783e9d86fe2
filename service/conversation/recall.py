"""A turn that was kept -> its answer, as far as the documents are as they were."""

from collections.abc import Callable, Sequence

from index.records import Document
from service.answering.compose import UNSUPPORTED
from service.conversation.conversations import StoredTurn
from service.conversation.references import CitationReference, ConflictReference, SourceReference
from service.conversation.turns import PastTurn, RemovedQuote
from service.followups.history import Past
from service.records import (
    AnswerSpan,
    Citation,
    CitedSource,
    Conflict,
    ConflictingValue,
    FurtherSource,
)

GONE = "What this answer quoted is no longer in the documents."

Documents = Callable[[str], Document | None]  # by id, as they are now


def recalled(stored: StoredTurn, documents: Documents) -> PastTurn:
    """The turn with the quotes that still stand. Each keeps its marker."""
    citations: list[Citation] = []
    removed: list[RemovedQuote] = []
    text = ""
    for reference in stored.turn.references.citations:
        quote = _quote(reference.source, documents)
        if quote is None:
            removed.append(RemovedQuote(reference.marker, reference.source.document_id))
            continue
        text += " " if text else ""
        span = AnswerSpan(len(text), len(text) + len(quote))
        citations.append(_citation(reference, span, quote, documents))
        text += f"{quote} [{reference.marker}]"
    return PastTurn(
        turn=stored.number,
        id=stored.turn.id,
        asked_at=stored.asked_at,
        question=stored.turn.question,
        standalone_question=stored.turn.standalone_question,
        status=stored.turn.status,
        answer=text or (GONE if removed else UNSUPPORTED),
        confidence=stored.turn.confidence,
        generation=stored.turn.generation,
        citations=citations,
        conflicts=_conflicts(stored.turn.references.conflicts, citations),
        removed=removed,
    )


def past_of(turn: PastTurn) -> Past:
    """What a follow-up may refer to in that turn."""
    best_first = sorted(turn.citations, key=lambda citation: -citation.score)
    return Past(
        asked=turn.question,
        standalone=turn.standalone_question,
        quotes=tuple(citation.quote for citation in best_first),
        documents=frozenset(citation.source.document_id for citation in turn.citations),
    )


def _citation(
    reference: CitationReference, span: AnswerSpan, quote: str, documents: Documents
) -> Citation:
    also = [
        FurtherSource(_source(other, documents), words)
        for other in reference.also
        if (words := _quote(other, documents)) is not None
    ]
    source = _source(reference.source, documents)
    return Citation(reference.marker, span, source, quote, reference.score, also)


def _quote(reference: SourceReference, documents: Documents) -> str | None:
    """The words at that place; None if that version of the document is no longer held."""
    document = documents(reference.document_id)
    if document is None or document.sha256 != reference.sha256:
        return None
    return document.text[reference.start : reference.end]


def _source(reference: SourceReference, documents: Documents) -> CitedSource:
    document = documents(reference.document_id)
    assert document is not None
    return CitedSource(
        document_id=reference.document_id,
        title=document.title,
        sha256=reference.sha256,
        passage_id=reference.passage_id,
        start=reference.start,
        end=reference.end,
        published=document.published,
    )


def _conflicts(
    references: Sequence[ConflictReference], citations: Sequence[Citation]
) -> list[Conflict]:
    """Those of which every side still stands."""
    standing = {citation.marker: citation for citation in citations}
    return [
        Conflict(
            reference.kind,
            [
                ConflictingValue(
                    value.marker,
                    standing[value.marker].quote[value.start : value.end],
                    AnswerSpan(
                        standing[value.marker].answer.start + value.start,
                        standing[value.marker].answer.start + value.end,
                    ),
                )
                for value in reference.values
            ],
        )
        for reference in references
        if all(value.marker in standing for value in reference.values)
    ]
