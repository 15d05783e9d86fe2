"""A summary of a document: its headings in order, and below them its own first sentences."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from index.records import Block, BlockKind, Document, Span
from service.collection.facts import name_of
from service.collection.named import Target, targets_of
from service.collection.scope import Scope
from service.collection.writer import Writer, counted
from service.records import Answer

_MOST_QUOTES = 6
_MOST_HEADINGS = 12
_MOST_CHOICES = 10
_SAYS_SOMETHING = (BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTATION)


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading, as text, and the sentences of each block below it. heading: "" for none."""

    heading: str
    blocks: list[list[Span]] = field(default_factory=list)


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
    sentences = [
        (span, first + number)
        for number, passage in enumerate(scope.store.passages_at(target.row))
        for span in passage.sentences
        if span.of(document.text) != document.title
    ]
    sections, left_out = _sections(document, target.heading, [span for span, _ in sentences])
    chosen = _spread(sections)
    passages = dict(sentences)
    writer.line(name_of(target.document))
    for section in sections:
        if section.heading:
            writer.line()
            writer.line(section.heading)
        for span in chain.from_iterable(section.blocks):
            if span in chosen:
                writer.line()
                writer.quote(scope.store.passage(passages[span]), span)
    if left_out:
        writer.line()
        writer.line(f"and {counted(left_out, 'more heading')}.")
    return writer.answer(question) if writer.quotes else None


def _sections(
    document: Document, heading: Block | None, sentences: Sequence[Span]
) -> tuple[list[_Section], int]:
    """Return the sections to tell of, and how many more there are.

    heading: of the section that is summarised; None for the whole document. Headings of lower
    levels are left out where there are too many, and what stands below them stands higher.
    """
    blocks = _below(document.shape.blocks, heading)
    level = _lowest_level([block.level for block in blocks if block.kind is BlockKind.HEADING])
    sections = [_Section("")]
    for block in blocks or [Block(BlockKind.PARAGRAPH, 0, len(document.text))]:
        words = " ".join(block.span.of(document.text).split())
        if block.kind is BlockKind.HEADING:
            if block.level <= level and words != document.title:
                sections.append(_Section(words))
        elif block.kind in _SAYS_SOMETHING:
            inside = _inside(block.span, sentences)
            sections[-1].blocks.extend([inside] if inside else [])
    told = [section for section in sections if section.heading or section.blocks]
    return told[: _MOST_HEADINGS + 1], max(len(told) - _MOST_HEADINGS - 1, 0)


def _below(blocks: Sequence[Block], heading: Block | None) -> Sequence[Block]:
    """Return the blocks of a section, its heading first; all of them where `heading` is None."""
    if heading is None:
        return blocks
    first = next(n for n, block in enumerate(blocks) if block.start == heading.start)
    for place in range(first + 1, len(blocks)):
        block = blocks[place]
        if block.kind is BlockKind.HEADING and block.level <= heading.level:
            return blocks[first:place]
    return blocks[first:]


def _lowest_level(levels: Sequence[int]) -> int:
    """Return the lowest level down to which there are not too many headings."""
    fitting = [
        level for level in set(levels) if sum(other <= level for other in levels) <= _MOST_HEADINGS
    ]
    return max(fitting, default=min(levels, default=0))


def _inside(block: Span, sentences: Sequence[Span]) -> list[Span]:
    """Return the sentences that begin in a block."""
    first = bisect_left(sentences, block.start, key=lambda span: span.start)
    last = bisect_left(sentences, block.end, key=lambda span: span.start)
    return list(sentences[first:last])


def _spread(sections: Sequence[_Section]) -> set[Span]:
    """Choose the sentences to quote: first that of each section, then that of each block.

    Where these are too many, they are spread over the document; where too few, others follow.
    """
    of_sections = [section.blocks[0][0] for section in sections if section.blocks]
    of_blocks = [block[0] for section in sections for block in section.blocks]
    every = [span for section in sections for block in section.blocks for span in block]
    chosen: list[Span] = []
    for spans in (of_sections, of_blocks, every):
        others = [span for span in spans if span not in chosen]
        chosen += _evenly(others, _MOST_QUOTES - len(chosen))
    return set(chosen)


def _evenly(spans: Sequence[Span], most: int) -> list[Span]:
    """Return at most so many of the spans, the first one and others at equal distances."""
    if len(spans) <= most:
        return list(spans)
    return [spans[place * len(spans) // most] for place in range(most)]
