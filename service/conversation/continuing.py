"""The rest of a list that an answer has quoted in part: "show me the next ones"."""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.records import BlockKind, Document, Span
from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.composing.check import check
from service.collection.scope import Scope
from service.collection.writer import Writer
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
        yield QuotedAt(document.document_id, block.start, block.end)


def _is_item_in(kind: BlockKind, span: Span, quoted: Span) -> bool:
    return kind is BlockKind.ITEM and quoted.start <= span.start and span.end <= quoted.end


def continued(question: str, rest: Sequence[QuotedAt], searcher: Searcher) -> Answer:
    """Return an answer that quotes the next items of a list.

    rest: where they stand, all in one document. Raises GenerationDamaged; BrokenCitation.
    """
    begun = time.perf_counter()
    scope = Scope(searcher, Filter(documents=frozenset({rest[0].document_id})))
    row = int(scope.documents[0])
    first = int(scope.store.firsts[0][row])
    passages = scope.store.passages_at(row)
    writer = Writer()
    for place in rest[:_MOST_QUOTED]:
        for number, passage in enumerate(passages):
            inside = [s for s in passage.sentences if place.start <= s.start and s.end <= place.end]
            if inside:
                writer.line("- ")
                span = Span(inside[0].start, inside[-1].end)
                writer.quote(scope.store.passage(first + number), span)
    if len(rest) > _MOST_QUOTED:
        writer.line(f"and {len(rest) - _MOST_QUOTED:,} more.")
    answer = writer.answer(question)
    check(answer, scope.store)
    ms = round((time.perf_counter() - begun) * 1000, 2)
    return replace(
        answer,
        id=uuid.uuid4().hex,
        generation=searcher.generation.number,
        timings_ms=replace(NO_TIME, answer=ms, total=ms),
    )
