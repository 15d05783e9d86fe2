"""Where the blocks of a text stand as it was sent: headings, items, rows, code, paragraphs.

The readers of files make a new text; here every offset must be one of the text that was sent. Marks
of Markdown that belong to no word become blanks, one for one, and so do line ends inside sentences.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.documents.formats.plain.headlines import HASHES, UNDERLINE, heading_level
from index.documents.formats.plain.lines import joined
from index.documents.shape import blocks_of_lines
from index.records import Block, BlockKind, Span

_FENCE = re.compile(
    r"^[ \t]{0,3}(?P<mark>`{3,}|~{3,})[^\n]*(?:\n(?:(?![ \t]{0,3}(?P=mark)).*(?:\n|\Z))*+"
    r"(?:[ \t]{0,3}(?P=mark)[^\n]*)?)?",
    re.MULTILINE,
)
_QUOTED = re.compile(r"^[ \t]{0,3}>(?:[ \t]?>)*", re.MULTILINE)
_ROW = re.compile(r"\|.*\|")
_BORDER = re.compile(r"[ \t]*\|(?=[^\n]*-)[-:| \t]+(?:\n|\Z)")
_NO_WORD = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class BlockedText:
    """A text with its blocks, in order. text: as long as what was sent, its marks blanked out."""

    text: str
    blocks: tuple[Block, ...]


def blocked(sent: str) -> BlockedText:
    """Return the text that was sent with its blocks."""
    text = _QUOTED.sub(lambda mark: " " * len(mark[0]), sent.replace("\r", "\n"))
    blocks: list[Block] = []
    for span, is_code in _fenced(text):
        if is_code:
            blocks.append(Block(BlockKind.CODE, span.start, span.end))
            continue
        for block in blocks_of_lines(span.of(text)):
            moved = replace(block, start=block.start + span.start, end=block.end + span.start)
            blocks += _refined(text, moved)
    return _flat(text, [*_with_headlines(text, blocks)])


def _fenced(text: str) -> Iterator[tuple[Span, bool]]:
    """Yield the stretches of code between fences and those between them, in order."""
    end = 0
    for fence in _FENCE.finditer(text):
        yield Span(end, fence.start()), False
        yield Span(fence.start(), fence.end()), True
        end = fence.end()
    yield Span(end, len(text)), False


def _refined(text: str, block: Block) -> Iterator[Block]:
    """Yield what a paragraph or an item is made of: headings, rows, and the rest."""
    open_from, end = block.start, block.start
    for line in _lines(text, block.span):
        content = line.of(text).strip()
        underline = UNDERLINE.match(content) and open_from < line.start and end > open_from
        kind = BlockKind.HEADING if HASHES.match(content) or underline else None
        kind = BlockKind.ROW if _ROW.fullmatch(content) else kind
        if kind is None and not _NO_WORD.fullmatch(content):
            end = line.end
            continue
        if end > open_from:
            above = BlockKind.HEADING if underline else block.kind
            yield replace(block, kind=above, start=open_from, end=end)
        if kind and not _NO_WORD.fullmatch(content):
            yield Block(kind, line.start, line.end, header=_is_border(text, line.end + 1))
        open_from = end = min(line.end + 1, block.end)
    if end > open_from:
        yield replace(block, start=open_from, end=end)


def _is_border(text: str, start: int) -> bool:
    """Whether a line draws the border below the row that names the columns: "|---|---|"."""
    return _BORDER.match(text, start) is not None


def _lines(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while start < span.end:
        end = text.find("\n", start, span.end)
        end = span.end if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _with_headlines(text: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, paragraphs that look like headlines as headings."""
    stretches = [block.span.of(text).split("\n") for block in blocks]
    for number, block in enumerate(blocks):
        before = stretches[number - 1] if number else []
        after = stretches[number + 1] if number + 1 < len(blocks) else []
        alone = block.kind is BlockKind.PARAGRAPH and len(stretches[number]) == 1
        if alone and heading_level(stretches[number], before, after):
            yield replace(block, kind=BlockKind.HEADING)
        else:
            yield block


def _flat(text: str, blocks: Sequence[Block]) -> BlockedText:
    """Return the text with the line ends blanked out that are inside sentences."""
    flat = list(text)
    for block in blocks:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM):
            for end in _ends_inside(text, block):
                flat[end] = " "
    return BlockedText("".join(flat), tuple(blocks))


def _ends_inside(text: str, block: Block) -> Iterator[int]:
    """Yield the line ends of a block at which its lines go on."""
    lines = [*_lines(text, block.span)]
    together = joined([line.of(text).strip() for line in lines], frozenset())
    number = 0
    for whole in together:
        letters, wanted = _letters(lines[number].of(text)), _letters(whole)
        while letters < wanted and number + 1 < len(lines):
            yield lines[number].end
            number += 1
            letters += _letters(lines[number].of(text))
        number += 1


def _letters(text: str) -> int:
    """Return how many characters of words it has; joining lines leaves these alone."""
    return sum(map(str.isalnum, text))
