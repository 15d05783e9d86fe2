"""Chosen sentences -> the stretches of the documents to quote, each whole enough to be understood.

A row of a table comes with the row that names its columns, code with what introduces it, a line of
a record with its first line; a lead-in brings what it introduces, "No." what comes after it, and a
setting its value ("Default: 30s"). The lines of an address come together.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence

from index.documents.marks import ENDS_AS_SENTENCE, mark_of
from index.records import Block, BlockKind, Span
from index.seam.held_texts import Texts
from index.storage.words.analysis import terms
from service.answering.lists.listed_blocks import (
    LISTED,
    MOST_CHARACTERS,
    NEARBY,
    first_few,
    first_few_lines,
    introduced_by,
    list_around,
)
from service.answering.lists.value_lines import (
    are_one,
    is_value_line,
    owner_above,
    values_below,
)
from service.answering.select import ChosenSentence
from service.answering.stretch import Stretch, add_stretch
from service.answering.weighing.evidence import Evidence
from service.answering.weighing.lines import block_of_lines

_COLONS = (":", "：")
_FEW_LINES = 5  # of a paragraph: an address; more are a list
_FEW_QUOTED = 10  # of a quotation


def stretches_of(sentences: Sequence[ChosenSentence], store: Texts) -> list[Stretch]:
    """Return what to quote for the sentences, no stretch twice.

    Nothing is quoted for one of a long list that answers only as a whole. The documents keep their
    order; the stretches of one document stand as they do in it. Raises GenerationDamaged.
    """
    stretches: list[Stretch] = []
    for chosen in sentences:
        for stretch in _Surroundings(chosen, store).stretches():
            add_stretch(stretches, stretch)
    documents = [chosen.evidence.document_id for chosen in sentences]
    return sorted(stretches, key=lambda one: (documents.index(one.document_id), one.span.start))


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
        for span in _joined(spans, self._is_gap):
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
        block, more = self._block, 0
        spans = [self._span]
        if block is None:
            return spans, 0
        if self._chosen.whole:
            spans = self._whole_list(block) or ([] if self._chosen.all_or_none else spans)
        elif self._evidence.text.endswith(_COLONS):
            introduced, more = self._introduced()
            spans += introduced
        elif _says_little(self._evidence.text):
            spans += self._next_in(block)
        elif self._is_of_few_lines(block):
            spans = [block.span]
        else:
            spans += self._belonging(block)
        if not spans:
            return [], 0
        spans = [*self._named_by(block), *spans]
        spans += filter(None, (self._chosen.heading, self._chosen.item))
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
        if not following:
            return self._next_sentence(), 0
        if following[0].kind in LISTED:
            return first_few(following)
        return self._first_lines(following[0])

    def _following(self) -> Iterator[tuple[int, Block]]:
        """Yield the blocks after this one, by number."""
        for first in itertools.count(self._number + 1, NEARBY):
            blocks = self._store.shapes.blocks_at(self._row, range(first, first + NEARBY))
            yield from blocks.items()
            if not blocks:
                break

    def _first_lines(self, block: Block) -> tuple[list[Span], int]:
        """Return a block, or the first lines of a long one, and how many more there are."""
        text = self._text(block.span)
        end = text.rfind("\n", 0, MOST_CHARACTERS) if len(text) > MOST_CHARACTERS else -1
        if end < 0:
            return [block.span], 0
        return [Span(block.start, block.start + end)], text.count("\n", end)

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
        most = _FEW_QUOTED if block.kind is BlockKind.QUOTATION else _FEW_LINES
        if block.kind is not BlockKind.QUOTATION and block_of_lines(self._evidence) is None:
            return False
        return are_one(self._text(block.span), most)

    def _belonging(self, block: Block) -> list[Span]:
        """Return the values of what a sentence sets, or what is set where it is itself a value."""
        if block.kind not in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            return []
        number, sentences = self._evidence.number, self._evidence.hit.sentences
        near = range(self._number - 1, self._number + NEARBY)
        nearby = self._store.shapes.blocks_at(self._row, near)
        if not is_value_line(self._evidence.text):
            following = self._next_in(block)
            own = [span for span in following if is_value_line(self._text(span))]
            return [*own, *values_below(self._number, nearby, self._text)]
        if number and self._is_one_line(block, sentences[number - 1].span, self._span):
            return [sentences[number - 1].span]
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
        nearby = self._store.shapes.blocks_at(
            self._row, range(max(0, number - NEARBY), number + NEARBY)
        )
        if nearby[number].kind in LISTED:
            run = list_around(number, nearby)
            spans, more = first_few(run) if run else ([], 1)
        else:
            spans, more = first_few_lines(block.span, self._text(block.span))
        if more:
            return []
        lead_ins = [one for one in upper[:1] if one.text.endswith(_COLONS)]
        return [*(one.span for one in lead_ins if one.kind is not BlockKind.HEADING), *spans]

    def _text(self, span: Span) -> str:
        document = self._document
        text = self._store.excerpt(document.document_id, document.sha256, span.start, span.end)
        return text or ""

    def _is_gap(self, start: int, end: int) -> bool:
        """Whether nothing stands there but white space and the mark of an item."""
        gap = self._text(Span(start, end)).strip()
        is_numbered = self._block is not None and self._block.number is not None
        return not mark_of(is_numbered).sub("", f"{gap} .", count=1).strip(" .")


def _says_little(text: str) -> bool:
    """Whether a sentence says hardly more than "no": what it is about stands in the next one."""
    return len(text.split()) <= 2 and len(terms(text)) <= 1 and bool(ENDS_AS_SENTENCE.search(text))


def _joined(spans: Sequence[Span], is_gap: Callable[[int, int], bool]) -> Iterator[Span]:
    """Yield the spans, in order, with those as one that only a gap parts."""
    start, end = spans[0].start, spans[0].end
    for span in spans[1:]:
        if span.start > end and not is_gap(end, span.start):
            yield Span(start, end)
            start = span.start
        end = max(end, span.end)
    yield Span(start, end)
