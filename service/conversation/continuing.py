"""The rest of a list that an answer has quoted in part: "show me the next ones"."""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.records import BlockKind, Document, Span
from index.seam.held_texts import Texts
from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.composing.check import check
from service.answering.composing.compose import UNSUPPORTED
from service.collection.scope import Scope
from service.collection.writer import Writer
from service.filters import filtered_by
from service.followups.said.history import QuotedAt
from service.records import NO_TIME, Answer

_MOST_QUOTED = 6


def rest_of(document: Document, quoted: Span) -> Iterator[QuotedAt]:
    """Yield the items that follow what was quoted of a list, up to the end of that list."""
    blocks = document.shape.blocks
    inside = [n for n, block in enumerate(blocks) if _is_item_in(block.kind, block.span, quoted)]
    for block in blocks[inside[-1] + 1 :] if inside else ():
        if block.kind is not BlockKind.ITEM:
            return
        yield QuotedAt(document.document_id, block.start, block.end, document.sha256)


def _is_item_in(kind: BlockKind, span: Span, quoted: Span) -> bool:
    return kind is BlockKind.ITEM and quoted.start <= span.start and span.end <= quoted.end


def continued(
    question: str,
    rest: Sequence[QuotedAt],
    searcher: Searcher,
    document_filter: Filter | None = None,
) -> Answer:
    """Return an answer that quotes the next items of a list.

    rest: where they stand, all in one document. document_filter: which documents it may quote; None
    for all. It quotes nothing if the list is in none of these, or the document has changed or gone
    meanwhile. Raises GenerationDamaged; BrokenCitation.
    """
    begun = time.perf_counter()
    writer, store = Writer(), searcher.generation.store
    row = _row_of(rest[0], searcher, document_filter)
    if row is not None:
        _quote(rest, row, store, writer)
    answer = writer.answer(question) if writer.quotes else _nothing_left(question)
    check(answer, store)
    ms = round((time.perf_counter() - begun) * 1000, 2)
    return replace(
        answer,
        id=uuid.uuid4().hex,
        generation=searcher.generation.number,
        filtered=filtered_by(Scope(searcher, document_filter).allowed),
        timings_ms=replace(NO_TIME, answer=ms, total=ms),
    )


def _row_of(place: QuotedAt, searcher: Searcher, document_filter: Filter | None) -> int | None:
    """Return the row of the document; None if it is not allowed, or has changed or gone."""
    chosen = document_filter or Filter()
    if chosen.documents is not None and place.document_id not in chosen.documents:
        return None
    only = replace(chosen, documents=frozenset({place.document_id}))
    scope = Scope(searcher, only)
    row = next((int(row) for row in scope.documents), None)
    document = scope.store.document(place.document_id)
    is_same = document is not None and document.sha256 == place.sha256
    return row if is_same else None


def _quote(rest: Sequence[QuotedAt], row: int, store: Texts, writer: Writer) -> None:
    first, passages = int(store.firsts[0][row]), store.passages_at(row)
    for place in rest[:_MOST_QUOTED]:
        for number, passage in enumerate(passages):
            inside = [s for s in passage.sentences if place.start <= s.start and s.end <= place.end]
            if inside:
                writer.line("- ")
                span = Span(inside[0].start, inside[-1].end)
                writer.quote(store.passage(first + number), span)
    if len(rest) > _MOST_QUOTED:
        writer.line(f"and {len(rest) - _MOST_QUOTED:,} more.")


def _nothing_left(question: str) -> Answer:
    writer = Writer()
    writer.line(UNSUPPORTED)
    return writer.answer(question, status="unsupported")
