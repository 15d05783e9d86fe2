"""Checks that the shape of each document fits its text, and is the one that was written."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from index.errors import GenerationDamaged
from index.records import Block, Document, Link, Place, Span
from index.seam.held_texts import Texts
from index.storage.shapes.shape_tables import shape_hash


def wrong_shapes(store: Texts) -> Iterator[str]:
    """Yield a message for each document whose shape cannot be, or is not as it was written."""
    try:
        for name, version in store.versions().items():
            document = store.document(name)
            if document is None or version.shape is None:
                continue
            wrong = list(_wrong(document))
            if not wrong and version.shape != shape_hash(document.shape):
                wrong = ["its blocks, links or places are not as they were written"]
            yield from (f"{name}: {problem}" for problem in wrong)
    except GenerationDamaged as error:
        yield str(error)


def _wrong(document: Document) -> Iterator[str]:
    blocks, length = document.shape.blocks, len(document.text)
    yield from _out_of_order("block", blocks, length)
    yield from _out_of_order("link", document.shape.links, length)
    by_kind = groupby(sorted(document.shape.places, key=lambda p: p.kind), lambda p: p.kind)
    for kind, places in by_kind:
        yield from _out_of_order(kind, list(places), length)
    for number, block in enumerate(blocks):
        where = f"the block of characters {block.start} to {block.end}"
        if block.under is not None and not 0 <= block.under < number:
            yield f"{where} stands under one that is not before it"
        if list(_out_of_order("cell", block.cells, block.end, block.start)):
            yield f"{where} does not hold its cells"
    yield from _uncovered(document.text, blocks)


def _out_of_order(
    name: str, parts: Sequence[Block | Link | Place | Span], end: int, start: int = 0
) -> Iterator[str]:
    """Yield the parts that do not lie one after the other, from `start` to `end`."""
    last = start
    for part in parts:
        if not last <= part.start <= part.end <= end:
            yield f"the {name} of characters {part.start} to {part.end} is out of place"
        last = part.end


def _uncovered(text: str, blocks: Iterable[Block]) -> Iterator[str]:
    """Yield the stretches of the text that lie between its blocks; none without blocks."""
    last = 0
    for block in (*blocks,):
        if text[last : block.start].strip():
            yield f"characters {last} to {block.start} are in no block"
        last = block.end
    if last and text[last:].strip():
        yield f"its text after character {last} is in no block"
