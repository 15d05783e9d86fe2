"""What each sentence of a passage is part of, and what it stands under.

"Hold the button." is a step of "To reset the router:" below the heading "Routers"; a row of a table
stands under its header. A search and a reader need to see that; a quote does not hold it.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.records import Block, BlockKind, Context, Passage, Span

_LONGEST_RECORD = 600  # characters


def with_contexts(text: str, blocks: Sequence[Block], passages: Sequence[Passage]) -> list[Passage]:
    """Return the passages of a document, in order, each with its context.

    blocks: of the document; they cover the text but for white space.
    """
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    outline = _Outline(text, blocks, sentences)
    with_context, first = [], 0
    for passage in passages:
        end = first + len(passage.sentences)
        with_context.append(replace(passage, context=outline.context(first, end)))
        first = end
    return with_context


class _Outline:
    """What stands under what in one document.

    A sentence is known by its place among all sentences of the document. Of a block, its last
    sentence stands for it: the one that ends in the colon.
    """

    def __init__(self, text: str, blocks: Sequence[Block], sentences: Sequence[Span]) -> None:
        starts = [block.start for block in blocks]
        block_of = [bisect_right(starts, one.start) - 1 for one in sentences]
        first_of = {block: place for place, block in reversed([*enumerate(block_of)])}
        last_of = {block: place for place, block in enumerate(block_of)}
        first_lines = {block: _first_line(text, blocks[block]) for block in first_of}
        self._sentences = sentences
        self._kinds = [_kind(blocks[block]) for block in block_of]
        self._upper: list[int | None] = []
        for sentence, block in zip(sentences, block_of, strict=True):
            if sentence.start > first_lines[block]:
                self._upper.append(first_of[block])
                continue
            upper = blocks[block].under
            while upper is not None and upper not in last_of:  # it may hold no sentence
                upper = blocks[upper].under
            self._upper.append(None if upper is None else last_of[upper])

    def context(self, first: int, end: int) -> Context:
        """Return the context of the passage that holds the sentences `first` to before `end`."""
        own = range(first, end)
        above = sorted({place for one in own for place in self._outside(one, first)})
        number: dict[int | None, int] = {one: i for i, one in enumerate((*above, *own))}
        return Context(
            above=tuple(self._sentences[place] for place in above),
            kinds=tuple(self._kinds[place] for place in (*above, *own)),
            under=tuple(number.get(self._upper[place]) for place in (*above, *own)),
        )

    def _outside(self, place: int, first: int) -> Iterator[int]:
        """Yield what a sentence stands under before the sentence `first`."""
        upper = self._upper[place]
        while upper is not None:
            if upper < first:
                yield upper
            upper = self._upper[upper]


def _kind(block: Block) -> BlockKind:
    """Return what a block is; a row that names columns is a heading."""
    return BlockKind.HEADING if block.header else block.kind


def _first_line(text: str, block: Block) -> int:
    """Return where the first line of a record ends; the end of the block if it is none.

    A record is a short paragraph whose lines were not joined: a name, and lines with a colon.
    """
    if block.kind is not BlockKind.PARAGRAPH or block.end - block.start > _LONGEST_RECORD:
        return block.end
    name, *lines = text[block.start : block.end].split("\n")
    is_record = lines and ":" not in name and all(":" in line for line in lines)
    return block.start + len(name) if is_record else block.end
