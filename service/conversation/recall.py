"""A turn that was kept -> its answer, with the quotes whose documents have not changed."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence

from index.records import Block, BlockKind, Document, Span
from service.answering.composing.compose import UNSUPPORTED, conflict_of, highlight_at, join_quotes
from service.conversation.continuing import rest_of
from service.conversation.conversations import StoredTurn
from service.conversation.references import (
    CitationReference,
    ConflictReference,
    References,
    SourceReference,
)
from service.conversation.turns import PastTurn, RemovedQuote
from service.followups.said.history import Past, QuotedAt
from service.records import (
    AnswerSpan,
    Citation,
    CitedSource,
    Conflict,
    FurtherSource,
    quoted_sentences,
)
from service.sources import cited_source, headings_above

GONE = "What this answer quoted is no longer in the documents."
AS_IT_WAS = "This told of the documents as they were then. Ask again to see them as they are now."

_FOLLOWING = 800  # code points

Documents = Callable[[str], Document | None]
"""Gives the document of an id as it is now; None if the index holds none."""


def recalled(stored: StoredTurn, documents: Documents) -> PastTurn:
    """Return the turn with the quotes that still stand. Each keeps its marker."""
    references = stored.turn.references
    standing: list[tuple[CitationReference, str]] = []
    removed: list[RemovedQuote] = []
    for reference in references.citations:
        quote = _quote(reference.source, documents)
        if quote is None:
            removed.append(RemovedQuote(reference.marker, reference.source.document_id))
        else:
            standing.append((reference, quote))
    if references.mode == "collection":
        text, spans = _listed(standing, documents)
    else:
        text, spans = join_quotes(
            (reference.marker, quote, reference.more) for reference, quote in standing
        )
    citations = [
        _citation(reference, span, quote, documents)
        for (reference, quote), span in zip(standing, spans, strict=True)
    ]
    return PastTurn(
        turn=stored.number,
        id=stored.turn.id,
        asked_at=stored.asked_at,
        question=stored.turn.question,
        standalone_question=stored.turn.standalone_question,
        readings=[*references.readings],
        within=references.within,
        status=stored.turn.status,
        answer=text or (GONE if removed else _without_quotes(references)),
        confidence=stored.turn.confidence,
        measured=references.measured,
        generation=stored.turn.generation,
        citations=citations,
        conflicts=_conflicts(references.conflicts, citations),
        removed=removed,
        mode=references.mode,
        sentences=quoted_sentences(citations),
        filters=stored.turn.filters,
        filtered=references.filtered,
        right=stored.right,
        wording=references.wording,
        unanswered=[*references.unanswered],
    )


def _without_quotes(references: References) -> str:
    """Return the text of an answer that has quoted nothing."""
    if references.mode == "collection":
        return AS_IT_WAS
    return references.talk or UNSUPPORTED


def _listed(
    standing: Sequence[tuple[CitationReference, str]], documents: Documents
) -> tuple[str, list[AnswerSpan]]:
    """Return the text of a reply about the collection, a quote a line, and where each quote stands.

    The title of a document stands above its quotes.
    """
    text, spans, last = "", [], None
    for reference, quote in standing:
        if reference.source.document_id != last:
            last = reference.source.document_id
            text += "\n" if text else ""
            text += f"{_source(reference.source, documents).title}\n"
        else:
            text += "\n"
        spans.append(AnswerSpan(len(text), len(text) + len(quote)))
        text += f"{quote} [{reference.marker}]"
    return text, spans


def past_of(turn: PastTurn, documents: Documents) -> Past:
    """Return what a follow-up may refer to in a turn."""
    best_first = sorted(
        turn.citations,
        key=lambda citation: (_is_header(citation.source, documents), -citation.score),
    )
    sources = [citation.source for citation in best_first[:1]]
    return Past(
        asked=turn.question,
        standalone=turn.standalone_question,
        quotes=tuple(citation.quote for citation in best_first),
        documents=frozenset(citation.source.document_id for citation in turn.citations),
        short_answers=tuple(_short_answers(best_first)),
        headings=tuple(h for source in sources for h in (*reversed(source.headings), source.title)),
        items=_listed_titles(turn) or _items(best_first, turn.citations, documents),
        places=tuple(
            QuotedAt(source.document_id, source.start, source.end)
            for source in (citation.source for citation in turn.citations)
        ),
        rest=_rest(turn.citations, documents),
        following="".join(_following(source, documents) for source in sources),
    )


def _following(source: CitedSource, documents: Documents) -> str:
    """Return what stands after a quote, up to the next heading, or the first part of that."""
    document = documents(source.document_id)
    if document is None:
        return ""
    blocks, end = document.shape.blocks, source.end + _FOLLOWING
    first, last = (bisect_left(blocks, at, key=_start) for at in (source.end, end))
    headings = (block for block in blocks[first:last] if block.kind is BlockKind.HEADING)
    return document.text[source.end : next(map(_start, headings), end)].strip()


def _start(block: Block) -> int:
    return block.start


def _rest(citations: Sequence[Citation], documents: Documents) -> tuple[QuotedAt, ...]:
    """Return where the list goes on that was quoted last; nothing if none was, or to its end."""
    for citation in reversed(citations):
        document = documents(citation.source.document_id)
        span = Span(citation.source.start, citation.source.end)
        if document is not None and (rest := tuple(rest_of(document, span))):
            return rest
    return ()


def _short_answers(citations: Sequence[Citation]) -> Iterator[str]:
    for citation in citations:
        if citation.highlight is not None:
            start = citation.highlight.start - citation.answer.start
            yield citation.quote[start : citation.highlight.end - citation.answer.start]


def _is_header(source: CitedSource, documents: Documents) -> bool:
    """Whether a quote is the row that names the columns of a table, and nothing else."""
    document = documents(source.document_id)
    if document is None:
        return False
    number = document.shape.number_at(source.start)
    block = None if number is None else document.shape.blocks[number]
    return block is not None and block.header and source.end <= block.end


def _listed_titles(turn: PastTurn) -> tuple[str, ...]:
    """Return the titles of the documents that a reply about the collection lists, in order."""
    if turn.mode != "collection":
        return ()
    return tuple(dict.fromkeys(citation.source.title for citation in turn.citations))


def _items(
    best_first: Sequence[Citation], citations: Sequence[Citation], documents: Documents
) -> tuple[str, ...]:
    """Return the items of the best list that was quoted; without one, the quotes as shown."""
    for citation in best_first:
        document = documents(citation.source.document_id)
        start, end = citation.source.start, citation.source.end
        blocks = document.shape.blocks if document is not None else ()
        items = [
            document.text[block.start : block.end]
            for block in blocks
            if document is not None
            and block.kind is BlockKind.ITEM
            and start <= block.start
            and block.end <= end
        ]
        if len(items) > 1:
            return tuple(items)
    return tuple(citation.quote for citation in citations)


def _citation(
    reference: CitationReference, span: AnswerSpan, quote: str, documents: Documents
) -> Citation:
    also = [
        FurtherSource(_source(copy, documents), words, copy.copy)
        for copy in reference.also
        if (words := _quote(copy, documents)) is not None
    ]
    short = reference.highlight
    return Citation(
        marker=reference.marker,
        answer=span,
        source=_source(reference.source, documents, placed=True),
        quote=quote,
        score=reference.score,
        highlight=highlight_at(span, short.start, short.end) if short else None,
        context=[*reference.context],
        more=reference.more,
        also=also,
    )


def _quote(reference: SourceReference, documents: Documents) -> str | None:
    """Return the words at that place, or None if the index no longer holds that version."""
    document = documents(reference.document_id)
    if document is None or document.sha256 != reference.sha256:
        return None
    return document.text[reference.start : reference.end]


def _source(reference: SourceReference, documents: Documents, placed: bool = False) -> CitedSource:
    """Return the source as the document has it now.

    placed: whether to say under which headings, and where in the original, it stands.
    """
    document = documents(reference.document_id)
    assert document is not None
    span = Span(reference.start, reference.end)
    return cited_source(
        document,
        reference.passage_id,
        span,
        headings_above(document, span.start) if placed else (),
        document.shape.places_of(span) if placed else (),
    )


def _conflicts(
    references: Sequence[ConflictReference], citations: Sequence[Citation]
) -> list[Conflict]:
    """Return the conflicts of which every quote still stands."""
    standing = {citation.marker: citation for citation in citations}
    return [
        conflict_of(
            reference.kind,
            [(standing[value.marker], Span(value.start, value.end)) for value in reference.values],
        )
        for reference in references
        if all(value.marker in standing for value in reference.values)
    ]
