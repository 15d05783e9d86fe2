"""A document with every kind of block, links, and places in two layers."""

from index.records import Block, BlockKind, Link, Place, Shape, Span

TEXT = """\
Otters 🦦

Who keeps otters needs:

a license
a river

name | weight
Ada | 14 kg

dive(7)

“They sleep afloat.”

* Ada is the older one.

Food

Fish, see the menu."""


def _blocks() -> tuple[Block, ...]:
    item, row = BlockKind.ITEM, BlockKind.ROW
    head, ada = _at("name | weight"), _at("Ada | 14 kg")
    return (
        _block(BlockKind.HEADING, "Otters 🦦", level=1),
        _block(BlockKind.PARAGRAPH, "Who keeps otters needs:", under=0),
        _block(item, "a license", level=1, number=1, under=1),
        _block(item, "a river", level=2, under=2),
        Block(row, *head, header=True, cells=_cells("name", "weight"), under=0),
        Block(row, *ada, cells=_cells("Ada", "14 kg"), under=4),
        _block(BlockKind.CODE, "dive(7)", language="python", under=0),
        _block(BlockKind.QUOTATION, "“They sleep afloat.”", under=0),
        _block(BlockKind.NOTE, "* Ada is the older one.", under=0),
        _block(BlockKind.HEADING, "Food", level=2, under=0),
        _block(BlockKind.PARAGRAPH, "Fish, see the menu.", under=9),
    )


def _at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def _cells(*words: str) -> tuple[Span, ...]:
    return tuple(Span(*_at(cell)) for cell in words)


def _block(kind: BlockKind, words: str, **more: object) -> Block:
    return Block(kind, *_at(words), **more)  # type: ignore[arg-type]


_HALF, _END = TEXT.index("“They"), len(TEXT)
SHAPE = Shape(
    _blocks(),
    (Link(*_at("license"), "https://example.org/license"), Link(*_at("the menu"), "menu.md#fish")),
    (
        Place("part", "otters.pdf", 0, _END, "otters.pdf in mail.zip"),
        Place("page", "1", 0, _HALF - 2),
        Place("page", "2", _HALF, _END),
    ),
)
