"""Chosen sentences -> the stretches of the documents to quote, each whole enough to be understood.

A row of a table comes with the row that names its columns, code with what introduces it, a line of
a record with its first line; a lead-in brings what it introduces, "No." what comes after it, a
setting its value ("Default: 30s"), and a line of an address the others.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.documents.marks import COLONS, mark_of
from index.documents.shape import LISTED
from index.records import Block, BlockKind, Span
from index.records import Place as OriginalPlace
from index.seam.held_texts import Texts
from service.answering.choosing.select import ChosenSentence
from service.answering.lists.announcing import (
    announced_blocks,
    announced_headings,
    announced_sentences,
)
from service.answering.lists.listed_blocks import (
    NEARBY,
    first_few,
    first_few_lines,
    first_lines,
    introduced_by,
    joined,
    list_around,
)
from service.answering.lists.value_lines import (
    NEAR_VALUES,
    are_one,
    is_value_line,
    owner_above,
    says_little,
    values_below,
)
from service.answering.weighing.evidence import Evidence, Place
from service.answering.weighing.lines import block_of_lines


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one document that an answer quotes: one citation.

    chosen: the sentence for which it is quoted. is_answer: whether it holds that sentence, rather
    than what stands above it. headings: above it, the outermost first. context: the spans without
    which it should not be shown, itself among them, in order. more: how many items, rows or lines
    of what it introduces it leaves out.
    """

    chosen: ChosenSentence
    span: Span
    text: str
    is_answer: bool = True
    headings: tuple[str, ...] = ()
    context: tuple[Span, ...] = ()
    places: tuple[OriginalPlace, ...] = ()
    more: int = 0

    @property
    def document_id(self) -> str:
        return self.chosen.evidence.document_id

    def holds(self, place: Place) -> bool:
        """Whether a character of a document lies in it."""
        document_id, start = place
        return self.document_id == document_id and self.span.start <= start < self.span.end

    def covers(self, other: "Stretch") -> bool:
        """Whether all of another stretch lies in it."""
        return self.holds((other.document_id, other.span.start)) and other.span.end <= self.span.end


def stretches_of(sentences: Sequence[ChosenSentence], store: Texts) -> list[Stretch]:
    """Return what to quote for the sentences, no stretch twice.

    Nothing is quoted for one of a long list that answers only as a whole. The documents keep their
    order; the stretches of one document stand as they do in it. Raises GenerationDamaged.
    """
    stretches: list[Stretch] = []
    for chosen in sentences:
        for stretch in _Surroundings(chosen, store).stretches():
            _add(stretches, stretch)
    documents = [chosen.evidence.document_id for chosen in sentences]
    return sorted(stretches, key=lambda one: (documents.index(one.document_id), one.span.start))


def _add(stretches: list[Stretch], stretch: Stretch) -> None:
    """Add a stretch unless one of them holds it; it takes the place of those that it holds."""
    if not any(other.covers(stretch) for other in stretches):
        stretches[:] = [*(other for other in stretches if not stretch.covers(other)), stretch]


class _Surroundings:
    """A chosen sentence, and the blocks around it."""

    def __init__(self, chosen: ChosenSentence, store: Texts) -> None:
        self._chosen, self._store = chosen, store
        self._evidence: Evidence = chosen.evidence
        self._span = self._evidence.sentence.span
        self._document = self._evidence.hit.stored.document
        self._row = self._document.row
        blocks = store.shapes.blocks_between(self._row, self._span)
        self._number: int = next(iter(blocks), -1)
        self._block: Block | None = blocks.get(self._number)
        self._above = store.shapes.blocks_above(self._row, [self._number]) if blocks else {}

    def stretches(self) -> Iterator[Stretch]:
        """Yield the stretches to quote, in order."""
        spans, more = self._spans()
        if not spans:
            return
        context = tuple(sorted({*self._needed(), *spans}, key=lambda span: span.start))
        for span in joined(spans, self._is_gap):
            yield Stretch(
                chosen=self._chosen,
                span=span,
                text=self._text(span),
                is_answer=span.start <= self._span.start < span.end,
                headings=tuple(self._headings(span)),
                context=context,
                places=tuple(self._store.shapes.places_at(self._row, span)),
                more=more if span.end >= spans[-1].end else 0,
            )

    def _spans(self) -> tuple[list[Span], int]:
        """Return what to quote, in order, and how much of what it introduces is left out."""
        block, spans, more = self._block, [self._span], 0
        if block is None:
            return spans, 0
        if self._chosen.whole:
            spans = self._whole_list(block) or ([] if self._chosen.all_or_none else spans)
        elif self._evidence.text.endswith(COLONS):
            introduced, more = self._introduced()
            spans += introduced
        elif announced := self._announced(block):
            spans, more = [*spans, *announced[0]], announced[1]
        elif says_little(self._evidence.text):
            spans += self._next_in(block)
        elif self._is_of_few_lines(block):
            spans = [block.span]
        else:
            spans += self._belonging(block)
        if not spans:
            return [], 0
        spans = [*self._named_by(block), *spans]
        spans += filter(None, (*self._chosen.headings, self._chosen.item))
        return sorted(set(spans), key=lambda span: span.start), more

    def _named_by(self, block: Block) -> list[Span]:
        """Return what a block is not understood without."""
        if block.kind is BlockKind.ROW:
            return [above.span for above in self._above.values() if above.header]
        upper = self._evidence.upper[:1]
        if block.kind is BlockKind.CODE:
            return [one.span for one in upper if one.kind is not BlockKind.HEADING]
        return [one.span for one in upper if block.start <= one.span.start]  # of a record

    def _needed(self) -> list[Span]:
        """Return the lead-ins, items and header rows that the sentence stands under."""
        headings = {b.start for b in self._above.values() if b.kind is BlockKind.HEADING}
        return [one.span for one in self._evidence.upper if one.span.start not in headings]

    def _headings(self, span: Span) -> list[str]:
        """Return the headings above a stretch, the outermost first."""
        starts = {
            block.start
            for block in self._above.values()
            if block.kind is BlockKind.HEADING and block.start < span.start
        }
        return [one.text for one in self._evidence.upper[::-1] if one.span.start in starts]

    def _introduced(self) -> tuple[list[Span], int]:
        """Return what follows a lead-in, and how many more items or rows there are."""
        following = introduced_by(self._number, self._following())
        return self._first_of(following) if following else (self._next_sentence(), 0)

    def _announced(self, block: Block) -> tuple[list[Span], int] | None:
        """Return what a sentence without a colon announces, and how much of it is left out; None
        where it announces nothing.
        """
        if self._span.end < block.end:
            spans = announced_sentences(self._evidence, block)
            return (spans, 0) if spans else None
        text = self._evidence.text
        if run := announced_blocks(text, self._number, block, self._following()):
            return self._first_of(run)
        levels = [one.level for one in self._above.values() if one.kind is BlockKind.HEADING]
        headings = announced_headings(text, self._following(), max(levels, default=0))
        return ([one.span for one in headings], 0) if headings else None

    def _first_of(self, blocks: Sequence[Block]) -> tuple[list[Span], int]:
        """Return what to quote of a list, a table or code, and how much more there is."""
        if (first := blocks[0]).kind in LISTED:
            return first_few(blocks)
        return first_lines(first.span, self._text(first.span))

    def _following(self) -> Iterator[tuple[int, Block]]:
        """Yield the blocks after this one, by number."""
        for first in itertools.count(self._number + 1, NEARBY):
            blocks = self._store.shapes.blocks_at(self._row, range(first, first + NEARBY))
            yield from blocks.items()
            if not blocks:
                break

    def _next_sentence(self) -> list[Span]:
        """Return the sentence after this one, if it is told and stands in the same passage."""
        hit, number = self._evidence.hit, self._evidence.number + 1
        if number >= len(hit.sentences) or hit.stored.kind_of(number) is BlockKind.HEADING:
            return []
        return [hit.sentences[number].span]

    def _next_in(self, block: Block) -> list[Span]:
        """Return the sentence after this one, if it stands on in the same line of the block."""
        return [one for one in self._next_sentence() if self._is_one_line(block, self._span, one)]

    def _is_of_few_lines(self, block: Block) -> bool:
        """Whether a sentence is a line that says nothing without the few around it: an address."""
        quoted = block.kind is BlockKind.QUOTATION
        are_lines = quoted or block_of_lines(self._evidence) is not None
        return are_lines and are_one(self._text(block.span), quoted)

    def _belonging(self, block: Block) -> list[Span]:
        """Return the values of what a sentence sets, or what is set where it is itself a value."""
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return []
        near = range(self._number - 1, self._number + NEAR_VALUES)
        nearby = self._store.shapes.blocks_at(self._row, near)
        if not is_value_line(self._evidence.text):
            own = [one for one in self._next_in(block) if is_value_line(self._text(one))]
            return [*own, *values_below(self._number, nearby, self._text)]
        before = [one.span for one in self._evidence.hit.sentences[: self._evidence.number][-1:]]
        if before and self._is_one_line(block, before[0], self._span):
            return before
        above = [one.span for one in self._evidence.upper[:1] if one.kind is BlockKind.ITEM]
        return above or [*filter(None, [owner_above(self._number, nearby, self._text)])]

    def _is_one_line(self, block: Block, before: Span, after: Span) -> bool:
        """Whether two sentences that follow each other stand in one line of a block."""
        is_inside = block.start <= before.start and after.start < block.end
        return is_inside and "\n" not in self._text(Span(before.end, after.start))

    def _whole_list(self, block: Block) -> list[Span]:
        """Return all of a short list or table, after its lead-in; nothing of a long one."""
        number, upper = self._number, self._evidence.upper
        if block.kind not in LISTED and upper and upper[0].kind is BlockKind.ITEM:
            number, upper = block.under or 0, upper[1:]  # of the step that a command is part of
        near = range(max(0, number - NEARBY), number + NEARBY)
        nearby = self._store.shapes.blocks_at(self._row, near)
        if nearby[number].kind in LISTED:
            run = list_around(number, nearby)
            spans, more = first_few(run) if run else ([], 1)
        else:
            spans, more = first_few_lines(block.span, self._text(block.span))
        if more:
            return []
        lead_ins = [one for one in upper[:1] if one.text.endswith(COLONS)]
        return [*(one.span for one in lead_ins if one.kind is not BlockKind.HEADING), *spans]

    def _text(self, span: Span) -> str:
        one = self._document
        return self._store.excerpt(one.document_id, one.sha256, span.start, span.end) or ""

    def _is_gap(self, start: int, end: int) -> bool:
        """Whether nothing stands there but white space and the mark of an item."""
        gap = self._text(Span(start, end)).strip()
        is_numbered = self._block is not None and self._block.number is not None
        return not mark_of(is_numbered).sub("", f"{gap} .", count=1).strip(" .")
