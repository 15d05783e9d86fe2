"""A summary of a document: its headings in order, and below them its own first sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from index.printable import counted
from index.records import Block, BlockKind, Document, Span
from service.collection.facts import name_of
from service.collection.named import Target, targets_of
from service.collection.pieces.quotable import Numbered, Quotable, pieces_of
from service.collection.scope import Scope
from service.collection.writer import Writer
from service.records import Answer

_MOST_QUOTES = 6
_MOST_HEADINGS = 12
_MOST_CHOICES = 10


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, as text, the blocks below it, and the pieces of each that says something.

    heading: "" for none.
    """

    heading: str
    below: list[Numbered] = field(default_factory=list)
    blocks: list[list[Quotable]] = field(default_factory=list)


def summary(question: str, subject: str, scope: Scope) -> Answer | None:
    """Return the summary of the document or section that the subject names.

    Where it may be several, the reply names them. None if it names none.
    """
    targets = targets_of(subject, scope)
    if len(targets) > 1:
        return _which(question, subject, targets)
    return _summary(question, targets[0], scope) if targets else None


def _which(question: str, subject: str, targets: Sequence[Target]) -> Answer:
    writer = Writer()
    writer.line(f"“{subject}” may be {counted(len(targets), 'document')}. Which one?")
    for target in targets[:_MOST_CHOICES]:
        writer.line(f"- {name_of(target.document)}")
    if len(targets) > _MOST_CHOICES:
        writer.line(f"and {len(targets) - _MOST_CHOICES:,} more.")
    return writer.answer(question, status="unsupported")


def _summary(question: str, target: Target, scope: Scope) -> Answer | None:
    document = scope.store.document(target.document.document_id)
    if document is None:
        return None
    writer = Writer()
    first = int(scope.store.firsts[0][target.row])
    rows = {
        span: first + number
        for number, passage in enumerate(scope.store.passages_at(target.row))
        for span in passage.sentences
        if span.of(document.text) != document.title
    }
    sections, left_out = _sections(document, target.heading, rows)
    chosen = _spread(sections)
    starts = {span.start: row for span, row in rows.items()}
    writer.line(name_of(target.document))
    for section in sections:
        if section.heading:
            writer.line()
            writer.line(section.heading)
        for piece in chain.from_iterable(section.blocks):
            if piece in chosen:
                writer.line()
                stored = scope.store.passage(starts[piece.span.start])
                writer.quote(stored, piece.span, more=piece.more)
    if left_out:
        writer.line()
        writer.line(f"and {counted(left_out, 'more heading')}.")
    return writer.answer(question) if writer.quotes else None


def _sections(
    document: Document, heading: Block | None, rows: Mapping[Span, int]
) -> tuple[list[_Section], int]:
    """Return the sections to tell of, and how many more there are.

    heading: of the section that is summarised; None for the whole document. Headings of lower
    levels are left out where there are too many, and what stands below them stands higher.
    """
    blocks = _below(document.shape.blocks, heading)
    level = _lowest_level([block.level for _, block in blocks if block.kind is BlockKind.HEADING])
    sections = [_Section("")]
    for number, block in blocks or [(0, Block(BlockKind.PARAGRAPH, 0, len(document.text)))]:
        words = " ".join(block.span.of(document.text).split())
        if block.kind is BlockKind.HEADING:
            if block.level <= level and words != document.title:
                sections.append(_Section(words))
        else:
            sections[-1].below.append((number, block))
    text_at = partial(_at, document.text)
    for section in sections:
        section.blocks.extend(pieces_of(section.below, rows, text_at))
    told = [section for section in sections if section.heading or section.blocks]
    return told[: _MOST_HEADINGS + 1], max(len(told) - _MOST_HEADINGS - 1, 0)


def _at(text: str, span: Span) -> str:
    return span.of(text)


def _below(blocks: Sequence[Block], heading: Block | None) -> Sequence[Numbered]:
    """Return the blocks of a section, its heading first; all of them where `heading` is None."""
    numbered = list(enumerate(blocks))
    if heading is None:
        return numbered
    first = next(n for n, block in numbered if block.start == heading.start)
    for place, block in numbered[first + 1 :]:
        if block.kind is BlockKind.HEADING and block.level <= heading.level:
            return numbered[first:place]
    return numbered[first:]


def _lowest_level(levels: Sequence[int]) -> int:
    """Return the lowest level down to which there are not too many headings."""
    fitting = [
        level for level in set(levels) if sum(other <= level for other in levels) <= _MOST_HEADINGS
    ]
    return max(fitting, default=min(levels, default=0))


def _spread(sections: Sequence[_Section]) -> set[Quotable]:
    """Choose the pieces to quote: first one of each section, then one of each block.

    Where these are too many, they are spread over the document; where too few, others follow.
    Prose comes before lists.
    """
    of_sections = [
        min(chain.from_iterable(section.blocks), key=_is_of_list)
        for section in sections
        if section.blocks
    ]
    of_blocks = [min(block, key=_is_of_list) for section in sections for block in section.blocks]
    prose = [piece for piece in of_blocks if piece.is_prose]
    every = [piece for section in sections for block in section.blocks for piece in block]
    chosen: list[Quotable] = []
    for pieces in (of_sections, prose, of_blocks, every):
        others = [piece for piece in pieces if piece not in chosen]
        chosen += _evenly(others, _MOST_QUOTES - len(chosen))
    return set(chosen)


def _is_of_list(piece: Quotable) -> bool:
    return not piece.is_prose


def _evenly(pieces: Sequence[Quotable], most: int) -> list[Quotable]:
    """Return at most so many of the pieces, the first one and others at equal distances."""
    if len(pieces) <= most:
        return list(pieces)
    return [pieces[place * len(pieces) // most] for place in range(most)]
