"""The piece of a document around a span: its list, the rows beside it, the paragraphs beside it."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.languages.scripts import ENGLISH
from index.records import Block, BlockKind, Link, Place, Span
from index.seam.held_texts import Texts
from index.storage.texts_records import DocumentSummary
from service.excerpts.growing import Nearby, cut_around, line_starts, sentence_starts_in

_MOST_OF_THE_SPAN = 4000  # characters; of a longer span only the beginning is shown
_MOST_ABOVE = 300  # characters of a lead-in or a header row that stands further above


@dataclass(frozen=True, slots=True)
class Extract:
    """`text` is the document's text at `span`. blocks, links: in it, cut to it."""

    span: Span
    text: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The piece of a document in which a span should be read.

    above: the lead-ins, items and header rows that it stands under and that are not in it, in
    order. headings: above the span, the outermost first. places: that the span touches.
    cut_before, cut_after: whether the text goes on in the same block.
    """

    piece: Extract
    cut_before: bool
    cut_after: bool
    above: tuple[Extract, ...]
    headings: tuple[str, ...]
    places: tuple[Place, ...]


class Excerpts:
    """Cuts excerpts out of one document.

    row: of the document in the store. document: what the store says of it.
    """

    def __init__(self, store: Texts, row: int, document: DocumentSummary) -> None:
        self._store, self._row = store, row
        self._document_id, self._sha256 = document.document_id, document.sha256
        self._whole = Span(0, document.characters)
        self._language = (document.language or ENGLISH)[:2].lower()

    def around(self, span: Span) -> Excerpt:
        """Return the excerpt around a span of the document, which must not be empty."""
        shown = Span(span.start, min(span.end, span.start + _MOST_OF_THE_SPAN))
        nearby = Nearby(self._store, self._row, shown)
        starts = line_starts if nearby.is_code else sentence_starts_in(self._language)
        whole = nearby.grown() or self._whole
        piece = self._piece(cut_around(shown, whole, starts, self._text))
        upper = self._store.shapes.blocks_above(self._row, nearby.touched)
        return Excerpt(
            piece,
            cut_before=whole.start < piece.span.start,
            cut_after=piece.span.end < whole.end,
            above=tuple(
                self._piece(Span(block.start, min(block.end, block.start + _MOST_ABOVE)))
                for block in upper.values()
                if block.kind is not BlockKind.HEADING and block.end <= piece.span.start
            ),
            headings=tuple(
                " ".join(self._text(block.span).split())
                for block in upper.values()
                if block.kind is BlockKind.HEADING and block.start < span.start
            ),
            places=tuple(self._store.shapes.places_at(self._row, shown)),
        )

    def _piece(self, span: Span) -> Extract:
        shapes = self._store.shapes
        blocks = shapes.blocks_between(self._row, span).values()
        links = shapes.links_between(self._row, span)
        return Extract(
            span,
            self._text(span),
            tuple(_cut(block, span) for block in blocks),
            tuple(
                Link(max(link.start, span.start), min(link.end, span.end), link.href)
                for link in links
            ),
        )

    def _text(self, span: Span) -> str:
        text = self._store.excerpt(self._document_id, self._sha256, span.start, span.end)
        if text is None:  # it goes on behind the last passage
            document = self._store.document(self._document_id)
            text = span.of(document.text) if document else ""
        return text


def _cut(block: Block, span: Span) -> Block:
    """Return a block without what of it lies outside the span."""
    cells = _inside(block.cells, span)
    start, end = max(block.start, span.start), min(block.end, span.end)
    return replace(block, start=start, end=end, cells=cells)


def _inside(cells: Sequence[Span], span: Span) -> tuple[Span, ...]:
    first = bisect_right(cells, span.start, key=lambda cell: cell.end) if cells else 0
    return tuple(
        Span(max(cell.start, span.start), min(cell.end, span.end))
        for cell in cells[first:]
        if cell.start < span.end
    )
